"""Persons and which records are held to be theirs."""

from django.db import models


class PersonRow(models.Model):
    """A person as known during [since, until): the run that held it so, the joins behind it, and what most records say."""

    pk = models.CompositePrimaryKey("person_id", "since")
    person_id = models.TextField()
    run = models.TextField()
    joins = models.JSONField()
    born = models.TextField(default="")
    nationality = models.TextField(default="")
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "person"
        indexes = [models.Index(fields=["since"], name="person_since")]


class MembershipRow(models.Model):
    """A record held to be a person's during [since, until)."""

    pk = models.CompositePrimaryKey("record_id", "since")
    record_id = models.TextField()
    person_id = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "membership"
        indexes = [models.Index(fields=["person_id"], name="membership_person")]
