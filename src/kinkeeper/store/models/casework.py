"""What staff say of a child and its kin, each version during [since, until). `told` is the thing whole."""

from django.db import models


class DesignationRow(models.Model):
    """As what an agency processed a person."""

    pk = models.CompositePrimaryKey("designation_id", "since")
    designation_id = models.TextField()
    person_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "designation"
        indexes = [models.Index(fields=["person_id"], name="designation_person")]


class MilestoneRow(models.Model):
    """A step that staff say a child reached."""

    pk = models.CompositePrimaryKey("milestone_id", "since")
    milestone_id = models.TextField()
    person_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "milestone"
        indexes = [models.Index(fields=["person_id"], name="milestone_person")]
