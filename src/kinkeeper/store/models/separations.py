"""Separations, each version during [since, until)."""

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
