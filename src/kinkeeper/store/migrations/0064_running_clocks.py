"""The clocks that run, each beside its child's birth and who holds the child: what is due is narrowed in one look at an index.

Filled here as `projections/running_clocks.py` fills it from then on: nothing has to be made from the ledger.
"""

from django.conf import settings
from django.db import migrations, models

CLOCKS = """
INSERT INTO running_clock (child, order_id, clock, owner, due_first, due_last, brought, born, held, held_from, is_first)
SELECT c.child, c.order_id, c.clock, c.owner, c.due_first, c.due_last, c.since,
       coalesce((SELECT p.born FROM person p WHERE p.person_id = c.child AND p.until IS NULL), ''), h.custodian, h.from_day,
       row_number() OVER (PARTITION BY c.child ORDER BY c.due_first, c.order_id, c.clock) = 1
FROM clock c LEFT JOIN LATERAL (
    SELECT d.custodian, d.from_day FROM custody_day d
    WHERE d.person_id = c.child AND d.until IS NULL AND d.until_day = 'infinity' LIMIT 1
) h ON TRUE
WHERE c.running AND c.until IS NULL
"""


def fill(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make the rows of what is known, and let the application's role keep them."""
    schema_editor.execute(CLOCKS, params=None)
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON running_clock TO {role}")


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0063_custody_of_each_agency")]
    operations = [
        migrations.CreateModel(
            name="RunningClockRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("child", "order_id", "clock", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("child", models.TextField()),
                ("order_id", models.TextField()),
                ("clock", models.TextField()),
                ("owner", models.TextField()),
                ("due_first", models.DateTimeField()),
                ("due_last", models.DateTimeField()),
                ("brought", models.BigIntegerField()),
                ("born", models.TextField()),
                ("held", models.TextField(null=True)),
                ("held_from", models.DateField(null=True)),
                ("is_first", models.BooleanField()),
            ],
            options={
                "db_table": "running_clock",
                "indexes": [
                    models.Index(
                        fields=["due_first", "child"],
                        include=["order_id", "clock", "owner", "due_last", "brought", "born", "held", "held_from"],
                        name="running_clock_due",
                    ),
                    models.Index(fields=["due_first", "child"], name="running_clock_first", condition=models.Q(is_first=True)),
                    models.Index(fields=["held_from"], name="running_clock_held"),
                    models.Index(fields=["child"], name="running_clock_disputed", condition=models.Q(held="DISPUTED")),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
