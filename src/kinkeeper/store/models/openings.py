"""What opens fields beyond the reach of a role: agreements of agencies, consents of persons, emergencies."""

from django.db import models

STANDING = models.Q(until=None)


class AgreementRow(models.Model):
    """An agreement as it stood during [since, until). It opens during [first, ends) where it `counts`: two signed it, nobody ended it."""

    pk = models.CompositePrimaryKey("agreement_id", "since")
    agreement_id = models.TextField()
    giver = models.TextField()
    reader = models.TextField()
    counts = models.BooleanField()
    first = models.TextField()
    ends = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "agreement"
        indexes = [models.Index(fields=["reader"], name="agreement_reader", condition=STANDING & models.Q(counts=True))]


class ConsentRow(models.Model):
    """A person's consent as it stood during [since, until). It opens during [first, ends)."""

    pk = models.CompositePrimaryKey("consent_id", "since")
    consent_id = models.TextField()
    person_id = models.TextField()
    agency = models.TextField()
    first = models.TextField()
    ends = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "consent"
        indexes = [
            models.Index(fields=["person_id"], name="consent_person"),
            models.Index(fields=["agency"], name="consent_agency", condition=STANDING),
        ]


class EmergencyRow(models.Model):
    """Somebody opened a person's file in an emergency; made from the access log. It is open during [at, ends)."""

    pk = models.CompositePrimaryKey("number", "person_id")
    number = models.TextField()
    person_id = models.TextField()
    account = models.TextField()
    agency = models.TextField()
    role = models.TextField()
    reason = models.TextField()
    owners = models.TextField()
    at = models.DateTimeField()
    ends = models.DateTimeField()
    reviewed_by = models.TextField(default="")
    finding = models.TextField(default="")

    class Meta:
        db_table = "emergency"
        indexes = [models.Index(fields=["account", "person_id"], name="emergency_account")]
