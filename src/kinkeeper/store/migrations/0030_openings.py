"""Agreements, consents and emergencies; and where in the ledger a row came from is found without reading its table."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations, models

WHOLE = [("told", models.JSONField()), ("since", models.BigIntegerField()), ("until", models.BigIntegerField(null=True))]
STANDING = models.Q(until=None)


def key(*names: str) -> models.CompositePrimaryKey:
    """What a row is known by."""
    return models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False)


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read tables, and of emergencies open and review them; nobody takes one away."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON agreement, consent TO {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT ON emergency TO {role}")
    schema_editor.execute(f"GRANT UPDATE (ends, reviewed_by, finding) ON emergency TO {role}")
    schema_editor.execute(
        "CREATE FUNCTION reach_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE "
        "RETURN coalesce(current_setting('kinkeeper.purpose', TRUE), '')"
    )
    schema_editor.execute(
        "CREATE FUNCTION reach_opened() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE "
        "RETURN coalesce(current_setting('kinkeeper.opened', TRUE), '')"
    )
    schema_editor.execute("ALTER TABLE emergency ADD CONSTRAINT emergency_is_short CHECK (ends <= at + interval '1 hour')")


class Migration(migrations.Migration):
    dependencies = [("store", "0029_overdue")]
    operations = [
        migrations.CreateModel(
            name="AgreementRow",
            fields=[
                ("pk", key("agreement_id", "since")),
                ("agreement_id", models.TextField()),
                ("giver", models.TextField()),
                ("reader", models.TextField()),
                ("counts", models.BooleanField()),
                ("first", models.TextField()),
                ("ends", models.TextField()),
                *WHOLE,
            ],
            options={
                "db_table": "agreement",
                "indexes": [models.Index(fields=["reader"], name="agreement_reader", condition=STANDING & models.Q(counts=True))],
            },
        ),
        migrations.CreateModel(
            name="ConsentRow",
            fields=[
                ("pk", key("consent_id", "since")),
                ("consent_id", models.TextField()),
                ("person_id", models.TextField()),
                ("agency", models.TextField()),
                ("first", models.TextField()),
                ("ends", models.TextField()),
                *WHOLE,
            ],
            options={
                "db_table": "consent",
                "indexes": [
                    models.Index(fields=["person_id"], name="consent_person"),
                    models.Index(fields=["agency"], name="consent_agency", condition=STANDING),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmergencyRow",
            fields=[
                ("pk", key("number", "person_id")),
                ("number", models.TextField()),
                ("person_id", models.TextField()),
                ("account", models.TextField()),
                ("agency", models.TextField()),
                ("role", models.TextField()),
                ("reason", models.TextField()),
                ("owners", models.TextField()),
                ("at", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("reviewed_by", models.TextField(default="")),
                ("finding", models.TextField(default="")),
            ],
            options={
                "db_table": "emergency",
                "indexes": [models.Index(fields=["account", "person_id"], name="emergency_account")],
            },
        ),
        migrations.AddIndex("recordrow", BrinIndex(fields=["since"], name="record_since", pages_per_range=16)),
        migrations.AddIndex("personrow", BrinIndex(fields=["since"], name="person_since", pages_per_range=16)),
        migrations.AddIndex("tierow", BrinIndex(fields=["since"], name="tie_since", pages_per_range=16)),
        migrations.AddIndex("placementrow", BrinIndex(fields=["since"], name="placement_since", pages_per_range=16)),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
