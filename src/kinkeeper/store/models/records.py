"""Records and the identifiers on them. What each cell said stands in the ledger, at `since`."""

from django.db import models


class RecordRow(models.Model):
    """One person as one row of one extract has them."""

    record_id = models.TextField(primary_key=True)
    since = models.BigIntegerField()
    extract_id = models.TextField()
    name = models.TextField()
    layout = models.TextField()
    row = models.IntegerField()
    role = models.TextField()
    given = models.TextField()
    surnames = models.TextField()
    whole_name = models.TextField()
    born = models.TextField()
    sex = models.TextField()
    nationality = models.TextField()
    encountered = models.TextField()
    custody = models.BooleanField()
    """Whether it is one of custody. Whose record it is stands in `holder`, which the database makes of the layout."""

    class Meta:
        db_table = "record"
        indexes = [models.Index(fields=["since"], name="record_since")]


class IdentifierRow(models.Model):
    """A number on a record: never deleted, searchable for ever."""

    pk = models.CompositePrimaryKey("record_id", "n")
    record_id = models.TextField()
    n = models.SmallIntegerField()
    kind = models.TextField()
    value = models.TextField()
    raw = models.TextField()
    since = models.BigIntegerField()

    class Meta:
        db_table = "identifier"
        indexes = [models.Index(fields=["value"], name="identifier_value")]
