"""Caseloads that are handed over, and documents about persons."""

from django.conf import settings
from django.db import migrations, models

WHOLE = [("told", models.JSONField()), ("since", models.BigIntegerField()), ("until", models.BigIntegerField(null=True))]


def key(name: str) -> models.CompositePrimaryKey:
    """A version of a thing is known by the thing and by the entry that brought it."""
    return models.CompositePrimaryKey(name, "since", blank=True, editable=False, primary_key=True, serialize=False)


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read tables."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON caseload, document TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0025_apart")]
    operations = [
        migrations.CreateModel(
            name="CaseloadRow",
            fields=[
                ("pk", key("caseload_id")),
                ("caseload_id", models.TextField()),
                ("to_owner", models.TextField()),
                ("open", models.BooleanField()),
                *WHOLE,
            ],
            options={"db_table": "caseload"},
        ),
        migrations.CreateModel(
            name="DocumentRow",
            fields=[("pk", key("document_id")), ("document_id", models.TextField()), ("about", models.TextField()), *WHOLE],
            options={"db_table": "document", "indexes": [models.Index(fields=["about"], name="document_about")]},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
