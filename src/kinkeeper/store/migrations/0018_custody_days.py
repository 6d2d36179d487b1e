"""Who holds each person from day to day. A database from before it gets its rows by `kinkeeper rebuild`."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read table."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON custody_day TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0017_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustodyDayRow",
            fields=[
                ("pk", models.CompositePrimaryKey("person_id", "from_day", blank=True, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.TextField()),
                ("from_day", models.DateField()),
                ("until_day", models.DateField()),
                ("custodian", models.TextField()),
            ],
            options={
                "db_table": "custody_day",
                "indexes": [models.Index(fields=["until_day", "from_day", "custodian"], name="custody_day_now")],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
