"""Extracts and the rows of them that were refused; the meetings at which lists are brought together, and why they differ."""

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


class MeetingRow(models.Model):
    """Lists that are brought together, and when that was last done."""

    pk = models.CompositePrimaryKey("meeting_id", "since")
    meeting_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "meeting"
        indexes = [models.Index(fields=["since"], name="meeting_came_at")]


class DifferenceRow(models.Model):
    """Why a meeting's lists do not have a person alike, and who sees to it."""

    pk = models.CompositePrimaryKey("meeting_id", "person_id", "since")
    meeting_id = models.TextField()
    person_id = models.TextField()
    owner = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "difference"
        indexes = [
            models.Index(fields=["person_id"], name="difference_person"),
            models.Index(fields=["since"], name="difference_came_at"),
        ]
