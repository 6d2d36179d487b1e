"""Work on many rows that goes on when its page is left is kept: who does what, to which rows, how far, and what came of each."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application keep, change and forget them."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON at_once_go TO {role}")


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0066_order_of_inquiries")]
    operations = [
        migrations.CreateModel(
            name="GoRow",
            fields=[
                ("go_id", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("state", models.TextField()),
                ("begun", models.DateTimeField()),
                ("moved", models.DateTimeField()),
                ("rows_done", models.IntegerField()),
                ("asked", models.TextField()),
                ("came", models.TextField()),
            ],
            options={"db_table": "at_once_go", "indexes": [models.Index(fields=["name", "begun"], name="at_once_go_name")]},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
