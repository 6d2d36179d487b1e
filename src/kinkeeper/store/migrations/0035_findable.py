"""What a person can be found by, for every record that has a name or a number. A database from before needs `kinkeeper rebuild`."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

TEXTS = ("given", "surnames", "born", "sex", "nationality", "a_number")


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role keep the new read tables."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON findable, findable_value TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0034_exports")]
    operations = [
        migrations.CreateModel(
            name="FindableRow",
            fields=[
                ("record_id", models.TextField(primary_key=True, serialize=False)),
                *((name, models.TextField()) for name in TEXTS),
                ("keys", ArrayField(base_field=models.IntegerField(), size=None)),
            ],
            options={"db_table": "findable", "indexes": [GinIndex(fields=["keys"], name="findable_keys", fastupdate=False)]},
        ),
        migrations.CreateModel(
            name="FindableValueRow",
            fields=[
                ("pk", models.CompositePrimaryKey("kind", "value", blank=True, editable=False, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("value", models.TextField()),
                ("sound", models.IntegerField()),
                ("near", ArrayField(base_field=models.IntegerField(), size=None)),
                ("count", models.IntegerField()),
            ],
            options={"db_table": "findable_value", "indexes": [GinIndex(fields=["near"], name="findable_value_near", fastupdate=False)]},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
