"""Hooks: where programs are told of what changed; and what they are told of, found at once by its entry."""

from django.conf import settings
from django.db import migrations, models

INDEXES = """
CREATE INDEX membership_came_at ON membership USING brin (since) WITH (pages_per_range = 16);
CREATE INDEX separation_ended_at ON separation (until) WHERE until IS NOT NULL;
"""


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role make and end hooks; what was made stays on the list."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE ON hook TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0043_words_of_entries")]
    operations = [
        migrations.CreateModel(
            name="HookRow",
            fields=[
                ("hook_id", models.TextField(primary_key=True, serialize=False)),
                ("account", models.TextField()),
                ("words", models.TextField()),
                ("address", models.TextField()),
                ("purpose", models.TextField()),
                ("secret", models.BinaryField()),
                ("made_by", models.TextField()),
                ("position", models.BigIntegerField()),
                ("sending", models.BigIntegerField(null=True)),
                ("failed", models.IntegerField(default=0)),
                ("said", models.TextField(default="")),
                ("made_at", models.DateTimeField()),
                ("failing_since", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "hook"},
        ),
        migrations.RunSQL(INDEXES, migrations.RunSQL.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
