"""The import desk: files that were put down and not yet, or just, taken. Not read tables: nothing here is known to the ledger."""

from django.db import models


class DeskFileRow(models.Model):
    """A file on the desk; `tellings` and `tables` are JSON text."""

    file_id = models.TextField(primary_key=True)
    name = models.TextField()
    sha256 = models.TextField()
    state = models.TextField()
    sender = models.TextField()
    corrects = models.TextField()
    by = models.TextField()
    agency = models.TextField()
    put_down = models.DateTimeField()
    rows_done = models.IntegerField()
    failure = models.TextField()
    tellings = models.TextField()
    tables = models.TextField()

    class Meta:
        db_table = "desk_file"


class GoRow(models.Model):
    """One thing done to many rows by the worker, and how far it is; `asked` and `came` are JSON text (`domain/waiting/goes.py`)."""

    go_id = models.TextField(primary_key=True)
    name = models.TextField()
    """The account of who asked for it."""
    state = models.TextField()
    begun = models.DateTimeField()
    moved = models.DateTimeField()
    rows_done = models.IntegerField()
    asked = models.TextField()
    came = models.TextField()

    class Meta:
        db_table = "at_once_go"
        indexes = [models.Index(fields=["name", "begun"], name="at_once_go_name")]
