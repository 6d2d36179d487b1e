"""Separations, each version during [since, until)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SeparationRow(models.Model):
    """
    A child apart from an adult: holds in the world during [valid_from, valid_until), null = not known or not ended.

    `apart_until` is the first day on which the two were not counted as apart any more, null while they are: [valid_from, apart_until)
    has an index by range with [since, until), so that who was apart on a day as known at a position is found without reading the rest.
    """

    pk = models.CompositePrimaryKey("child", "adult", "since")
    child = models.TextField()
    adult = models.TextField()
    separated_on = models.TextField()
    reason_as_recorded = models.TextField()
    reason_code = models.TextField()
    basis = models.TextField()
    probability = models.DecimalField(max_digits=5, decimal_places=4)
    child_place = models.TextField()
    adult_place = models.TextField()
    outcome = models.TextField()
    outcome_on = models.TextField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    apart_until = models.DateField(null=True)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "separation"
        indexes = [
            models.Index(fields=["adult"], name="separation_adult"),
            models.Index(fields=["outcome", "child"], include=("since", "until", "valid_from", "outcome_on"), name="separation_outcome"),
            models.Index(fields=["outcome_on"], name="separation_outcome_on"),
            models.Index(fields=["since"], name="separation_since"),
        ]


COUNTED = ("first_on", "ended_on", "removed", "no_reason", "detected", "born")
"""What is counted of children still apart: it is read in an index, not in rows."""


class OfAChildApart(models.Model):
    """What is known now of one child that is or was apart, from all its separations whose tie nobody refuted."""

    still = models.BooleanField()
    since_day = models.DateField(null=True)
    """The first day of those that go on."""
    ended_days = models.IntegerField(null=True)
    """The most whole days of those that ended."""
    loose_day = models.DateField(null=True)
    """The first day of those that neither go on nor ended on a day."""
    adults = ArrayField(models.TextField())
    adults_still = ArrayField(models.TextField())
    removed = models.BooleanField()
    no_reason = models.BooleanField()
    detected = models.BooleanField()
    reunited = models.BooleanField()
    first_on = models.TextField(null=True)
    ended_on = models.TextField(null=True)
    newest = models.TextField()
    """The last day that any of them speaks of: a question about an earlier day cannot be answered from here."""
    born = models.TextField()

    class Meta:
        abstract = True


class ChildApartRow(OfAChildApart):
    """One child that is or was apart."""

    child = models.TextField(primary_key=True)

    class Meta:
        db_table = "child_apart"
        indexes = [
            models.Index(fields=["newest"], name="child_apart_newest"),
            models.Index(fields=["child"], name="child_apart_still", condition=models.Q(still=True)),
            models.Index(fields=["since_day", "child"], include=COUNTED, name="child_apart_first", condition=models.Q(still=True)),
            models.Index(fields=["ended_on"], name="child_apart_ended", condition=models.Q(ended_on__isnull=False)),
            models.Index(fields=["child"], name="child_apart_reunited", condition=models.Q(reunited=True)),
        ]


class AgencyApartRow(OfAChildApart):
    """The same of the separations of which an agency's people may know: it is concerned with the child and with the adult."""

    pk = models.CompositePrimaryKey("agency", "child")
    agency = models.TextField()
    child = models.TextField()

    class Meta:
        db_table = "agency_apart"
        indexes = [
            models.Index(fields=["agency", "newest"], name="agency_apart_newest"),
            models.Index(fields=["child"], name="agency_apart_child"),
            models.Index(
                fields=["agency", "since_day", "child"], include=COUNTED, name="agency_apart_first", condition=models.Q(still=True)
            ),
            models.Index(fields=["agency", "ended_on"], name="agency_apart_ended", condition=models.Q(ended_on__isnull=False)),
            models.Index(fields=["agency"], name="agency_apart_reunited", condition=models.Q(reunited=True)),
        ]


class ApartPairRow(models.Model):
    """
    A child still apart from an adult: of all (`agency` is empty), and of those of whom an agency's people may know.

    The key holds the other columns too: lists by age and by who holds somebody are counted in it alone, in the order of adults.
    """

    pk = models.CompositePrimaryKey("agency", "adult", "child")
    agency = models.TextField()
    adult = models.TextField()
    """Empty where no source names one."""
    child = models.TextField()
    is_first = models.BooleanField()
    """Whether this is the child's one row that stands for the child."""
    since_day = models.DateField(null=True)
    born = models.TextField()
    child_held = models.TextField(null=True)
    """Who holds the child from the day `child_from` on, for all that is known."""
    child_from = models.DateField(null=True)
    adult_held = models.TextField(null=True)
    adult_from = models.DateField(null=True)
    family_id = models.TextField(null=True)
    """The family that the child is in."""
    loosely = models.TextField(null=True)
    """Since when they are apart where `since_day` does not say: the month, or the year."""

    class Meta:
        db_table = "apart_pair"
        indexes = [
            models.Index(fields=["child"], name="apart_pair_child"),
            models.Index(fields=["adult"], name="apart_pair_adult"),
            models.Index(fields=["agency", "family_id"], name="apart_pair_family"),
        ]


class ApartTallyRow(models.Model):
    """How many children, or adults, are alike in what is counted most: of all (`agency` is empty), and of those an agency may know of."""

    pk = models.CompositePrimaryKey("agency", "what", "day", "ended")
    agency = models.TextField()
    what = models.TextField()
    day = models.TextField()
    """The day that `what` speaks of, as in the rows it is counted from; empty where of none."""
    ended = models.TextField()
    count = models.IntegerField()

    class Meta:
        db_table = "apart_tally"


class ApartPersonRow(models.Model):
    """A version of `person`, of somebody who was ever said to be apart: what counts read, close together."""

    pk = models.CompositePrimaryKey("person_id", "since")
    person_id = models.TextField()
    born = models.TextField()
    nationality = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "apart_person"


class ApartMemberRow(models.Model):
    """A version of `family_member`, of somebody who was ever said to be apart."""

    pk = models.CompositePrimaryKey("person_id", "family_id", "since")
    person_id = models.TextField()
    family_id = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "apart_member"


class ApartDayRow(models.Model):
    """A version of `custody_day`, of somebody who was ever said to be apart."""

    pk = models.CompositePrimaryKey("person_id", "from_day", "since")
    person_id = models.TextField()
    from_day = models.DateField()
    until_day = models.DateField()
    custodian = models.TextField()
    place = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "apart_day"
        indexes = [
            models.Index(
                fields=["custodian", "until_day", "person_id"],
                include=["from_day"],
                name="apart_day_custodian",
                condition=models.Q(until=None),
            ),
            models.Index(fields=["custodian", "place", "until_day"], name="apart_day_place", condition=~models.Q(place="")),
        ]
