"""Families and their members, each version during [since, until)."""

from django.db import models


class FamilyRow(models.Model):
    """A family as known during [since, until): its members in the order in which they are shown."""

    pk = models.CompositePrimaryKey("family_id", "since")
    family_id = models.TextField()
    members = models.JSONField()
    units = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "family"


class FamilyMemberRow(models.Model):
    """A person in a family during [since, until): to find the family by the person."""

    pk = models.CompositePrimaryKey("family_id", "person_id", "since")
    family_id = models.TextField()
    person_id = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "family_member"
        indexes = [models.Index(fields=["person_id"], name="family_member_person")]
