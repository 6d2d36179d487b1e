"""Who is apart, child by child, and how many each custodian holds from day to day. A database from before needs `kinkeeper rebuild`."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read tables."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON custody_move, child_apart TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0024_objections")]
    operations = [
        migrations.CreateModel(
            name="CustodyMoveRow",
            fields=[
                ("pk", models.CompositePrimaryKey("day", "custodian", blank=True, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("custodian", models.TextField()),
                ("more", models.IntegerField()),
            ],
            options={"db_table": "custody_move"},
        ),
        migrations.CreateModel(
            name="ChildApartRow",
            fields=[
                ("child", models.TextField(primary_key=True, serialize=False)),
                ("still", models.BooleanField()),
                ("since_day", models.DateField(null=True)),
                ("ended_days", models.IntegerField(null=True)),
                ("loose_day", models.DateField(null=True)),
                ("adults", ArrayField(base_field=models.TextField(), size=None)),
                ("adults_still", ArrayField(base_field=models.TextField(), size=None)),
                *((name, models.BooleanField()) for name in ("removed", "no_reason", "detected", "reunited")),
                ("first_on", models.TextField(null=True)),
                ("ended_on", models.TextField(null=True)),
                ("newest", models.TextField()),
                ("born", models.TextField()),
            ],
            options={
                "db_table": "child_apart",
                "indexes": [
                    models.Index(fields=["newest"], name="child_apart_newest"),
                    models.Index(condition=models.Q(("still", True)), fields=["child"], name="child_apart_still"),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
