"""Hand-overs, needs, tags and beds, each version during [since, until). `told` is the thing whole."""

from django.db import models


class NeedRow(models.Model):
    """What a person needs."""

    pk = models.CompositePrimaryKey("need_id", "since")
    need_id = models.TextField()
    person_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "need"
        indexes = [models.Index(fields=["person_id"], name="need_person_id")]


class TransferRow(models.Model):
    """A hand-over from one custodian to the next."""

    pk = models.CompositePrimaryKey("transfer_id", "since")
    transfer_id = models.TextField()
    person_id = models.TextField()
    to_custodian = models.TextField()
    open = models.BooleanField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "transfer"
        indexes = [models.Index(fields=["person_id"], name="transfer_person_id")]


class TagRow(models.Model):
    """A tag with every scan of it."""

    pk = models.CompositePrimaryKey("tag", "since")
    tag = models.TextField()
    person_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "tag"
        indexes = [models.Index(fields=["person_id"], name="tag_person_id")]


class BedsRow(models.Model):
    """The free beds of a program."""

    pk = models.CompositePrimaryKey("beds_id", "since")
    beds_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "beds"
