"""What runs have learnt, with versions."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role use the new read table."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON model TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0019_desk")]
    operations = [
        migrations.CreateModel(
            name="ModelRow",
            fields=[
                ("pk", models.CompositePrimaryKey("step", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("step", models.TextField()),
                ("version", models.IntegerField()),
                ("program", models.TextField()),
                ("weights", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "model"},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
