"""Orders, adjustments and clocks, each version during [since, until). `told` is the thing whole."""

from django.db import models

STANDING = models.Q(until=None)


class CourtOrderRow(models.Model):
    """A version of an order, with what was done to it."""

    pk = models.CompositePrimaryKey("order_id", "version", "since")
    order_id = models.TextField()
    version = models.TextField()
    counts = models.BooleanField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "court_order"


class AdjustmentRow(models.Model):
    """An exception, a tolling or an extension."""

    pk = models.CompositePrimaryKey("adjustment_id", "since")
    adjustment_id = models.TextField()
    order_id = models.TextField()
    child = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "adjustment"


RUNNING = STANDING & models.Q(running=True)


class ClockRow(models.Model):
    """A clock of a child. `running`: neither met nor held off, and the order covers the child."""

    pk = models.CompositePrimaryKey("order_id", "clock", "child", "since")
    order_id = models.TextField()
    clock = models.TextField()
    child = models.TextField()
    adult = models.TextField()
    owner = models.TextField()
    due_first = models.DateTimeField()
    due_last = models.DateTimeField()
    met_last = models.DateTimeField(null=True)
    running = models.BooleanField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "clock"
        indexes = [
            models.Index(fields=["child"], name="clock_child"),
            models.Index(fields=["due_first", "child"], include=["due_last", "since"], name="clock_due", condition=RUNNING),
            models.Index(fields=["owner", "due_first", "child"], include=["due_last", "since"], name="clock_owner", condition=RUNNING),
            # Those of which it may not be certain yet whether they are late: few, but anywhere among those that were due before.
            models.Index(
                fields=["due_last", "due_first"],
                include=["child", "owner", "since"],
                name="clock_uncertain",
                condition=RUNNING & models.Q(due_first__lt=models.F("due_last")),
            ),
            # Those that ran once and were met, held off or set anew since.
            models.Index(fields=["until"], name="clock_ran", condition=models.Q(running=True, until__isnull=False)),
        ]


class RunningClockRow(models.Model):
    """
    A clock that runs now, with its child's birth and who holds the child: copied so that a list narrowed by these is one look at an index.

    `held` from the day `held_from` on, for all that is known; null where nobody is said to. `is_first`: of the child's clocks that run
    none has less time left.
    """

    pk = models.CompositePrimaryKey("child", "order_id", "clock")
    child = models.TextField()
    order_id = models.TextField()
    clock = models.TextField()
    owner = models.TextField()
    due_first = models.DateTimeField()
    due_last = models.DateTimeField()
    brought = models.BigIntegerField()
    """The entry by which the clock stands so."""
    born = models.TextField()
    held = models.TextField(null=True)
    held_from = models.DateField(null=True)
    is_first = models.BooleanField()

    class Meta:
        db_table = "running_clock"
        indexes = [
            models.Index(
                fields=["due_first", "child"],
                include=["order_id", "clock", "owner", "due_last", "brought", "born", "held", "held_from"],
                name="running_clock_due",
            ),
            models.Index(fields=["due_first", "child"], name="running_clock_first", condition=models.Q(is_first=True)),
            models.Index(fields=["held_from"], name="running_clock_held"),
            models.Index(fields=["child"], name="running_clock_disputed", condition=models.Q(held="DISPUTED")),
        ]


class ClassMemberRow(models.Model):
    """How a child stands to the class of an order."""

    pk = models.CompositePrimaryKey("order_id", "child", "since")
    order_id = models.TextField()
    child = models.TextField()
    standing = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "class_member"
        indexes = [models.Index(fields=["child"], name="class_member_child")]
