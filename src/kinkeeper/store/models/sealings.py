"""Orders to seal and expunge, and the parts of entries that are withheld."""

from django.db import models


class SealingRow(models.Model):
    """A proposal as it stood during [since, until)."""

    pk = models.CompositePrimaryKey("proposal_id", "since")
    proposal_id = models.TextField()
    effect = models.TextField()
    parts = models.JSONField()
    order = models.TextField()
    reason = models.TextField()
    proposed_by = models.TextField()
    standing = models.TextField()
    approved_by = models.TextField(default="")
    due = models.TextField(default="")
    files = models.JSONField(default=list)
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "sealing"


class WithheldRow(models.Model):
    """A part that is sealed or expunged now, and by which entry."""

    pk = models.CompositePrimaryKey("position", "k")
    position = models.BigIntegerField()
    k = models.SmallIntegerField()
    effect = models.TextField()
    since = models.BigIntegerField()

    class Meta:
        db_table = "withheld"


class FileExpungedRow(models.Model):
    """A kept file that is gone, what is kept in its place, and since which entry."""

    sha256 = models.TextField(primary_key=True)
    proposal_id = models.TextField()
    rest = models.TextField()
    rows = models.IntegerField()
    since = models.BigIntegerField()

    class Meta:
        db_table = "file_expunged"
