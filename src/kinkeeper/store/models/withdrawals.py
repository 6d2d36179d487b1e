"""What no longer counts, and the files as they came."""

from django.db import models


class ExtractWithdrawalRow(models.Model):
    """An extract that was taken back, for as long as it was."""

    pk = models.CompositePrimaryKey("extract_id", "since")
    extract_id = models.TextField()
    why = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "extract_withdrawal"


class RecordWithdrawalRow(models.Model):
    """A record that does not count, for as long as it does not."""

    pk = models.CompositePrimaryKey("record_id", "since")
    record_id = models.TextField()
    why = models.TextField()
    cause = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "record_withdrawal"


class FilePieceRow(models.Model):
    """A piece of a file as it came, packed; the file is known by the hash of its bytes."""

    pk = models.CompositePrimaryKey("sha256", "n")
    sha256 = models.TextField()
    n = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "file_piece"
