"""Extracts and what was refused of them."""

from django.db import models


class ExtractRow(models.Model):
    """One table of one file."""

    extract_id = models.TextField(primary_key=True)
    file = models.TextField()
    sheet = models.TextField()
    sha256 = models.TextField()
    layout = models.TextField()
    rows_read = models.IntegerField()
    rows_refused = models.IntegerField()
    as_of = models.TextField()
    sender = models.TextField(default="")
    rows_known = models.IntegerField(default=0)
    rows_changed = models.IntegerField(default=0)
    rows_repeated = models.IntegerField(default=0)
    corrects = models.TextField(default="")
    said = models.TextField(default="")
    container = models.TextField(default="")
    since = models.BigIntegerField()

    class Meta:
        db_table = "extract"


class RefusalRow(models.Model):
    """A row or cell that could not be read."""

    since = models.BigIntegerField(primary_key=True)
    extract_id = models.TextField(db_index=True)
    file = models.TextField()
    row = models.IntegerField()
    column = models.TextField()
    value = models.TextField()
    why = models.TextField()
    whole_row = models.BooleanField()

    class Meta:
        db_table = "refusal"
