"""Views that people keep of lists."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read table."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0030_openings")]
    operations = [
        migrations.CreateModel(
            name="SavedViewRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("view_id", "since", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("view_id", models.TextField()),
                ("owner", models.TextField()),
                ("open", models.BooleanField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "saved_view", "indexes": [models.Index(fields=["owner"], name="saved_view_owner")]},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
