"""The ledger's tables (`docs/ledger-format.md`)."""

from django.db import models


class EntryRow(models.Model):
    """One entry: its position, its leaf, and when the server recorded it."""

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "entry"


class PartRow(models.Model):
    """One part of an entry: salt and body, both or neither."""

    pk = models.CompositePrimaryKey("seq", "k")
    seq = models.BigIntegerField()
    k = models.SmallIntegerField()
    salt = models.BinaryField(null=True)
    body = models.BinaryField(null=True)
    expunged_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "part"
        constraints = [
            models.CheckConstraint(
                name="part_whole_or_expunged",
                condition=models.Q(salt__isnull=False, body__isnull=False, expunged_by__isnull=True)
                | models.Q(salt__isnull=True, body__isnull=True, expunged_by__isnull=False),
            )
        ]


class HeadRow(models.Model):
    """The one lock: how many entries there are and the tree's right edge."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()

    class Meta:
        db_table = "head"
        constraints = [models.CheckConstraint(name="head_is_one", condition=models.Q(id=1))]


class RequestRow(models.Model):
    """A request that was recorded: what it was (digest) and the positions it got."""

    request_id = models.TextField(primary_key=True)
    command_sha256 = models.BinaryField()
    first = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        db_table = "request"
