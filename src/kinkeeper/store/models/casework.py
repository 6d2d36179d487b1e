"""What staff say of a child and its kin, each version during [since, until). `told` is the thing whole."""

from django.db import models

STANDING = models.Q(until=None)


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


class AccountRow(models.Model):
    """What an agency wrote down of a separation."""

    pk = models.CompositePrimaryKey("account_id", "since")
    account_id = models.TextField()
    child = models.TextField()
    adult = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "account"
        indexes = [models.Index(fields=["child"], name="account_child")]


class CountClaimRow(models.Model):
    """A count that somebody claims."""

    pk = models.CompositePrimaryKey("claim_id", "since")
    claim_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "count_claim"


class WarningRow(models.Model):
    """Something that is wrong, and who must answer."""

    pk = models.CompositePrimaryKey("warning_id", "since")
    warning_id = models.TextField()
    person_id = models.TextField()
    role = models.TextField()
    open = models.BooleanField()
    climbs_at = models.DateTimeField(null=True)
    """When the next step of silence is due."""
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "warning"
        indexes = [
            models.Index(fields=["person_id"], name="warning_person_id"),
            models.Index(fields=["climbs_at"], name="warning_climbs_at", condition=STANDING & models.Q(climbs_at__isnull=False)),
            models.Index(fields=["since"], name="warning_open", condition=STANDING & models.Q(open=True)),
        ]


class ChildCaseRow(models.Model):
    """The case of a child."""

    pk = models.CompositePrimaryKey("child", "since")
    child = models.TextField()
    open = models.BooleanField()
    owner = models.TextField()
    flagged_from = models.DateTimeField(null=True)
    flagged_until = models.DateTimeField(null=True)
    """When the days of its open flags are over: of the first, and of the last."""
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "child_case"
        indexes = [
            models.Index(fields=["owner"], name="child_case_owner"),
            models.Index(fields=["flagged_from"], name="child_case_flagged", condition=models.Q(open=True, flagged_from__isnull=False)),
        ]


class ProofRow(models.Model):
    """Evidence of what an adult is to a child."""

    pk = models.CompositePrimaryKey("proof_id", "since")
    proof_id = models.TextField()
    child = models.TextField()
    adult = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "proof"
        indexes = [models.Index(fields=["child"], name="proof_child")]


class DecisionRow(models.Model):
    """What a parent chose for a child."""

    pk = models.CompositePrimaryKey("decision_id", "since")
    decision_id = models.TextField()
    adult = models.TextField()
    child = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "decision"
        indexes = [models.Index(fields=["adult"], name="decision_adult"), models.Index(fields=["child"], name="decision_child")]


class DepartureRow(models.Model):
    """An adult who is to leave."""

    pk = models.CompositePrimaryKey("departure_id", "since")
    departure_id = models.TextField()
    adult = models.TextField()
    stand = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "departure"
        indexes = [models.Index(fields=["adult"], name="departure_adult")]


class ContactRow(models.Model):
    """A way to reach a person."""

    pk = models.CompositePrimaryKey("contact_id", "since")
    contact_id = models.TextField()
    person_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "contact"
        indexes = [models.Index(fields=["person_id"], name="contact_person_id")]


class InquiryRow(models.Model):
    """Somebody looks for somebody."""

    pk = models.CompositePrimaryKey("inquiry_id", "since")
    inquiry_id = models.TextField()
    open = models.BooleanField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "inquiry"


class AftercareRow(models.Model):
    """What is known of a child after it left care."""

    pk = models.CompositePrimaryKey("aftercare_id", "since")
    aftercare_id = models.TextField()
    child = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "aftercare"
        indexes = [models.Index(fields=["child"], name="aftercare_child")]


class TaskRow(models.Model):
    """What is to be done about a person, or a note."""

    pk = models.CompositePrimaryKey("task_id", "since")
    task_id = models.TextField()
    about = models.TextField()
    owner = models.TextField()
    open = models.BooleanField()
    due_last = models.DateTimeField(null=True)
    """The last instant that its day or hour can mean."""
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "task"
        indexes = [
            models.Index(fields=["about"], name="task_about"),
            models.Index(fields=["owner"], name="task_owner"),
            models.Index(fields=["due_last"], name="task_due_last", condition=models.Q(open=True)),
        ]


class CaseloadRow(models.Model):
    """Cases that somebody offered to another person."""

    pk = models.CompositePrimaryKey("caseload_id", "since")
    caseload_id = models.TextField()
    to_owner = models.TextField()
    open = models.BooleanField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "caseload"


class SavedViewRow(models.Model):
    """The filters of a list that somebody keeps."""

    pk = models.CompositePrimaryKey("view_id", "since")
    view_id = models.TextField()
    owner = models.TextField()
    open = models.BooleanField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "saved_view"
        indexes = [models.Index(fields=["owner"], name="saved_view_owner")]


class DocumentRow(models.Model):
    """A document about a person."""

    pk = models.CompositePrimaryKey("document_id", "since")
    document_id = models.TextField()
    about = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "document"
        indexes = [models.Index(fields=["about"], name="document_about")]
