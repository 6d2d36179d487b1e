"""Who held whom and who was apart, at any instant as known at any other, without reading the rest.

Holdings keep their earlier versions and the place. A database from before it gets its rows by `kinkeeper rebuild`.
"""

from django.conf import settings
from django.db import migrations, models

ENDED = """
UPDATE separation SET apart_until = greatest(valid_from, CASE
    WHEN length(outcome_on) > 10 THEN left(outcome_on, 10)::date + 1
    WHEN outcome_on <> '' THEN (outcome_on || right('-01-01', 10 - length(outcome_on)))::date
    ELSE '0001-01-01'::date END) WHERE outcome NOT IN ('apart', 'adult_removed')
"""
RANGES = """
CREATE INDEX separation_apart ON separation USING gist (daterange(valid_from, apart_until), int8range(since, until))
"""


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read table."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON custody_day TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0022_expunged_files")]

    operations = [
        migrations.DeleteModel("CustodyDayRow"),
        migrations.CreateModel(
            name="CustodyDayRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id", "from_day", "since", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.TextField()),
                ("from_day", models.DateField()),
                ("until_day", models.DateField()),
                ("custodian", models.TextField()),
                ("place", models.TextField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "custody_day",
                "indexes": [
                    models.Index(
                        condition=models.Q(("until__isnull", True)), fields=["until_day", "from_day", "custodian"], name="custody_day_now"
                    )
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.AddField("SeparationRow", "apart_until", models.DateField(null=True)),
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.RunSQL(RANGES, "DROP INDEX separation_apart"),
    ]
