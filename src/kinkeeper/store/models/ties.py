"""Ties, each version during [since, until)."""

from django.db import models


class TieRow(models.Model):
    """What is known of the kinship of two persons. Kinship holds from birth: it has no other valid time."""

    pk = models.CompositePrimaryKey("child", "adult", "since")
    child = models.TextField()
    adult = models.TextField()
    relation = models.TextField()
    status = models.TextField()
    probability = models.DecimalField(max_digits=5, decimal_places=4)
    basis = models.TextField()
    evidence = models.JSONField()
    decided = models.BooleanField(default=False)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "tie"
        indexes = [
            models.Index(fields=["adult"], name="tie_adult"),
            models.Index(fields=["since"], name="tie_since"),
            models.Index(fields=["child", "adult"], name="tie_refuted", condition=models.Q(status="refuted")),
        ]
