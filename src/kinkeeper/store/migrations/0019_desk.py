"""The import desk, and the queue of work (procrastinate's own tables)."""

from django.conf import settings
from django.db import migrations, models
from procrastinate.schema import SchemaManager

QUEUE = ("procrastinate_workers", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_events")
TEXTS = ("name", "sha256", "state", "sender", "corrects", "by", "agency")


def make(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make the queue, and let the application's role use both."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(SchemaManager.get_schema(), params=None)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON desk_file, {', '.join(QUEUE)} TO {role}")
    sequences = "procrastinate_jobs_id_seq, procrastinate_periodic_defers_id_seq, procrastinate_events_id_seq"
    schema_editor.execute(f"GRANT USAGE ON SEQUENCE {sequences} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0018_custody_days")]
    operations = [
        migrations.CreateModel(
            name="DeskFileRow",
            fields=[
                ("file_id", models.TextField(primary_key=True, serialize=False)),
                *((name, models.TextField()) for name in TEXTS),
                ("put_down", models.DateTimeField()),
                ("rows_done", models.IntegerField()),
                ("failure", models.TextField()),
                ("tellings", models.TextField()),
                ("tables", models.TextField()),
            ],
            options={"db_table": "desk_file"},
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
