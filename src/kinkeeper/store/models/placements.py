"""Placements: the stays that records state and those that staff report."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class PlacementRow(models.Model):
    """
    One stay as one source states it.

    `source_id` is a record's id, or a placement's where staff reported it (`person_id` is then set).
    `valid_from` and `valid_until` are the days of `start` and `end`, null where not known to the day.
    """

    pk = models.CompositePrimaryKey("source_id", "n", "since")
    source_id = models.TextField()
    n = models.SmallIntegerField()
    person_id = models.TextField()
    custodian = models.TextField()
    place = models.TextField()
    start = models.TextField()
    end = models.TextField()
    end_reason = models.TextField()
    end_as_recorded = models.TextField()
    released_to = models.TextField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "placement"
        indexes = [
            models.Index(fields=["person_id"], name="placement_person", condition=~models.Q(person_id="")),
            BrinIndex(fields=["since"], name="placement_since", pages_per_range=16),
            models.Index(fields=["since"], name="placement_reported", condition=~models.Q(person_id="")),
            models.Index(fields=["custodian", "valid_from"], name="placement_began"),
        ]


class CustodyDayRow(models.Model):
    """
    Who held a person, and where, during [from_day, until_day), as known during [since, until): one answer for every day.

    `custodian` is NONE where nobody says and DISPUTED where sources disagree.
    """

    pk = models.CompositePrimaryKey("person_id", "from_day", "since")
    person_id = models.TextField()
    from_day = models.DateField()
    until_day = models.DateField()
    custodian = models.TextField()
    place = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "custody_day"
        indexes = [
            models.Index(fields=["until_day", "from_day", "custodian"], name="custody_day_now", condition=models.Q(until__isnull=True)),
            models.Index(
                fields=["custodian", "place", "until_day"],
                name="custody_day_at",
                condition=models.Q(until__isnull=True) & ~models.Q(place=""),
            ),
            models.Index(fields=["custodian", "until"], name="custody_day_ended", condition=models.Q(until__isnull=False)),
        ]


class CustodyMoveRow(models.Model):
    """
    By how many those whom a custodian holds become more (fewer: negative) on a day, as known now.

    Of everybody (`agency` is empty), and of those of whom the people of each agency may know. Triggers keep it.
    """

    pk = models.CompositePrimaryKey("agency", "day", "custodian")
    agency = models.TextField()
    day = models.DateField()
    custodian = models.TextField()
    more = models.IntegerField()

    class Meta:
        db_table = "custody_move"
