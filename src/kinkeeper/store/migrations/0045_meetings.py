"""Meetings at which lists are brought together, and why they differ."""

from django.conf import settings
from django.db import migrations, models

WHOLE = [("told", models.JSONField()), ("since", models.BigIntegerField()), ("until", models.BigIntegerField(null=True))]


def key(*names: str) -> models.CompositePrimaryKey:
    """A version of a thing is known by the thing and by the entry that brought it."""
    return models.CompositePrimaryKey(*names, "since", blank=True, editable=False, primary_key=True, serialize=False)


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read tables."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON meeting, difference TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0044_hooks")]
    operations = [
        migrations.CreateModel(
            name="MeetingRow",
            fields=[("pk", key("meeting_id")), ("meeting_id", models.TextField()), *WHOLE],
            options={"db_table": "meeting", "indexes": [models.Index(fields=["since"], name="meeting_came_at")]},
        ),
        migrations.CreateModel(
            name="DifferenceRow",
            fields=[
                ("pk", key("meeting_id", "person_id")),
                ("meeting_id", models.TextField()),
                ("person_id", models.TextField()),
                ("owner", models.TextField()),
                *WHOLE,
            ],
            options={
                "db_table": "difference",
                "indexes": [
                    models.Index(fields=["person_id"], name="difference_person"),
                    models.Index(fields=["since"], name="difference_came_at"),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
