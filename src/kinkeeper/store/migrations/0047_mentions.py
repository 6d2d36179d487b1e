"""Kin named in free text that somebody follows up no further."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read table."""
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON mention TO {schema_editor.quote_name(settings.APPLICATION_ROLE)}")


class Migration(migrations.Migration):
    dependencies = [("store", "0046_findable_lines")]
    operations = [
        migrations.CreateModel(
            name="MentionRow",
            fields=[
                ("pk", models.CompositePrimaryKey("mention_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("mention_id", models.TextField()),
                ("person_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "mention",
                "indexes": [
                    models.Index(fields=["person_id"], name="mention_person"),
                    models.Index(fields=["since"], name="mention_came_at"),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
