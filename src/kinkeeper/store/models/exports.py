"""Files that were asked for. Their rows stand nowhere here: a file is made when it is fetched."""

from django.db import models


class ExportRow(models.Model):
    """One file that was asked for: by whom, of what, what for, and how it stands."""

    export_id = models.TextField(primary_key=True)
    account = models.TextField()
    agency = models.TextField()
    role = models.TextField()
    purpose = models.TextField()
    why = models.TextField()
    what = models.TextField()
    asked = models.TextField()
    as_of = models.TextField()
    entries = models.BigIntegerField()
    form = models.TextField()
    language = models.TextField()
    rows = models.IntegerField()
    state = models.TextField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    answered_by = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    fetched = models.IntegerField(default=0)

    class Meta:
        db_table = "export"
        indexes = [models.Index(fields=["agency", "asked_at"], name="export_agency")]
