"""Files that were asked for."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role add exports and answer them; none goes."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE ON export TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0033_holders_inline")]
    operations = [
        migrations.CreateModel(
            name="ExportRow",
            fields=[
                ("export_id", models.TextField(primary_key=True, serialize=False)),
                *((name, models.TextField()) for name in ("account", "agency", "role", "purpose", "why", "what", "asked", "as_of")),
                ("entries", models.BigIntegerField()),
                ("form", models.TextField()),
                ("language", models.TextField()),
                ("rows", models.IntegerField()),
                ("state", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("answered_by", models.TextField(default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("fetched", models.IntegerField(default=0)),
            ],
            options={"db_table": "export", "indexes": [models.Index(fields=["agency", "asked_at"], name="export_agency")]},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
