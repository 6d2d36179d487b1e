"""What stands against records and placements: disputed, retracted, superseded."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role use the new read table."""
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON objection TO {schema_editor.quote_name(settings.APPLICATION_ROLE)}")


class Migration(migrations.Migration):
    dependencies = [("store", "0023_counted_days")]
    operations = [
        migrations.CreateModel(
            name="ObjectionRow",
            fields=[
                ("pk", models.CompositePrimaryKey("subject", "id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("subject", models.TextField()),
                ("id", models.TextField()),
                ("kind", models.TextField()),
                ("entry", models.BigIntegerField()),
                ("why", models.TextField()),
                ("by", models.TextField()),
                ("instead", models.TextField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "objection", "indexes": [models.Index(fields=["entry"], name="objection_entry")]},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
