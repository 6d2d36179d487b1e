"""What stands against records and placements."""

from django.db import models


class ObjectionRow(models.Model):
    """An objection as it stood during [since, until); `entry` is the position of the statement that it is against."""

    pk = models.CompositePrimaryKey("subject", "id", "since")
    subject = models.TextField()
    id = models.TextField()
    kind = models.TextField()
    entry = models.BigIntegerField()
    why = models.TextField()
    by = models.TextField()
    instead = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "objection"
        indexes = [models.Index(fields=["entry"], name="objection_entry")]
