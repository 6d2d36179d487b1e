"""Searches that are kept open, with the keys that new records meet them by. A database from before needs `kinkeeper rebuild`."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role keep the new read table."""
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON sought TO {schema_editor.quote_name(settings.APPLICATION_ROLE)}")


class Migration(migrations.Migration):
    dependencies = [("store", "0036_kept_for_the_wall")]
    operations = [
        migrations.CreateModel(
            name="SoughtRow",
            fields=[
                ("inquiry_id", models.TextField(primary_key=True, serialize=False)),
                *((name, models.TextField()) for name in ("given", "surnames", "born", "a_number")),
                ("keys", ArrayField(base_field=models.IntegerField(), size=None)),
            ],
            options={"db_table": "sought", "indexes": [GinIndex(fields=["keys"], name="sought_keys", fastupdate=False)]},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
