"""The access log's tables: entries in a tree as the ledger's, and for each person the entries that are about looks at them."""

from django.db import models


class AccessEntryRow(models.Model):
    """One entry: its position, its leaf, and its one part."""

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    salt = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        db_table = "access_entry"


class AccessHeadRow(models.Model):
    """How many entries there are and the tree's right edge."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()

    class Meta:
        db_table = "access_head"
        constraints = [models.CheckConstraint(name="access_head_is_one", condition=models.Q(id=1))]


class PersonReadRow(models.Model):
    """A person was looked at by the entry at `seq`."""

    pk = models.CompositePrimaryKey("person_id", "seq")
    person_id = models.TextField()
    seq = models.BigIntegerField()

    class Meta:
        db_table = "person_read"


class AccessTileRow(models.Model):
    """A full tile of the tree over the access log."""

    pk = models.CompositePrimaryKey("level", "idx")
    level = models.SmallIntegerField()
    idx = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "access_tile"


class AccessCheckpointRow(models.Model):
    """A checkpoint of the access log, as it was signed, and the key that it is checked with."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    key = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "access_checkpoint"
