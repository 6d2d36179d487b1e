"""The ledger's tables (`docs/ledger-format.md`)."""

from django.db import models


class EntryRow(models.Model):
    """One entry: its position, its leaf, and when the server recorded it."""

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "entry"


class PartRow(models.Model):
    """One part of an entry: salt and body, both or neither."""

    pk = models.CompositePrimaryKey("seq", "k")
    seq = models.BigIntegerField()
    k = models.SmallIntegerField()
    salt = models.BinaryField(null=True)
    body = models.BinaryField(null=True)
    expunged_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "part"
        constraints = [
            models.CheckConstraint(
                name="part_whole_or_expunged",
                condition=models.Q(salt__isnull=False, body__isnull=False, expunged_by__isnull=True)
                | models.Q(salt__isnull=True, body__isnull=True, expunged_by__isnull=False),
            )
        ]


class HeadRow(models.Model):
    """The one lock: how many entries there are and the tree's right edge."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()

    class Meta:
        db_table = "head"
        constraints = [models.CheckConstraint(name="head_is_one", condition=models.Q(id=1))]


class RequestRow(models.Model):
    """A request that was recorded: what it was (digest) and the positions it got."""

    request_id = models.TextField(primary_key=True)
    command_sha256 = models.BinaryField()
    first = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        db_table = "request"


class TileRow(models.Model):
    """A full tile of the tree: 256 hashes. Made from leaves and never changes."""

    pk = models.CompositePrimaryKey("level", "idx")
    level = models.SmallIntegerField()
    idx = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "tile"


class CheckpointRow(models.Model):
    """A checkpoint that the log signed, as a signed note, and the key that its signature is checked with."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    key = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "checkpoint"


class CosignatureRow(models.Model):
    """What a witness signed of a checkpoint, and when it says that it saw it."""

    pk = models.CompositePrimaryKey("size", "key", "seen_at")
    size = models.BigIntegerField()
    key = models.TextField()
    seen_at = models.DateTimeField()
    line = models.TextField()

    class Meta:
        db_table = "cosignature"


class InspectionRow(models.Model):
    """When the whole ledger was proven last, how far, and the first entry that was wrong, if one was."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    wrong = models.TextField(default="")

    class Meta:
        db_table = "inspection"


class AlarmRow(models.Model):
    """From when on nothing may be recorded, and why; with empty words: from when on it may again. The last row holds."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    size = models.BigIntegerField()
    words = models.TextField(default="")

    class Meta:
        db_table = "alarm"
