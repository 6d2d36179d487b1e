"""Orders, their adjustments and clocks, and what staff say of a child's way."""

from django.conf import settings
from django.db import migrations, models

TABLES = ("court_order", "adjustment", "clock", "designation", "milestone")


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read tables."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_reviews"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdjustmentRow",
            fields=[
                ("pk", models.CompositePrimaryKey("adjustment_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("adjustment_id", models.TextField()),
                ("order_id", models.TextField()),
                ("child", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "adjustment",
            },
        ),
        migrations.CreateModel(
            name="CourtOrderRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "order_id", "version", "since", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("order_id", models.TextField()),
                ("version", models.TextField()),
                ("counts", models.BooleanField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "court_order",
            },
        ),
        migrations.CreateModel(
            name="ClockRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "order_id", "clock", "child", "since", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("order_id", models.TextField()),
                ("clock", models.TextField()),
                ("child", models.TextField()),
                ("adult", models.TextField()),
                ("owner", models.TextField()),
                ("due_first", models.DateTimeField()),
                ("due_last", models.DateTimeField()),
                ("met_last", models.DateTimeField(null=True)),
                ("running", models.BooleanField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "clock",
                "indexes": [
                    models.Index(fields=["child"], name="clock_child"),
                    models.Index(condition=models.Q(("until", None), ("running", True)), fields=["due_first", "child"], name="clock_due"),
                    models.Index(
                        condition=models.Q(("until", None), ("running", True)), fields=["owner", "due_first", "child"], name="clock_owner"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DesignationRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("designation_id", "since", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("designation_id", models.TextField()),
                ("person_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "designation",
                "indexes": [models.Index(fields=["person_id"], name="designation_person")],
            },
        ),
        migrations.CreateModel(
            name="MilestoneRow",
            fields=[
                ("pk", models.CompositePrimaryKey("milestone_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("milestone_id", models.TextField()),
                ("person_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "milestone",
                "indexes": [models.Index(fields=["person_id"], name="milestone_person")],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
