"""Who is still apart from whom, pair by pair, and how many are alike: so that no page counts everybody.

Both are made here from the rows child by child, as `projections/apart/pairs.py` makes them from then on: nothing has to be made from the ledger.
"""

from django.conf import settings
from django.db import migrations, models

ROWS = """
(SELECT '' AS agency, child, still, since_day, adults_still, removed, no_reason, detected, reunited, first_on, ended_on, born FROM child_apart
 UNION ALL
 SELECT agency, child, still, since_day, adults_still, removed, no_reason, detected, reunited, first_on, ended_on, born FROM agency_apart) r
"""
FOR_EVER = """
LEFT JOIN LATERAL (
    SELECT h.custodian, h.from_day FROM custody_day h WHERE h.person_id = {0} AND h.until IS NULL AND h.until_day = 'infinity' LIMIT 1
) {1} ON TRUE
"""
PAIRS = f"""
INSERT INTO apart_pair (agency, adult, child, is_first, since_day, born, child_held, child_from, adult_held, adult_from)
SELECT r.agency, a.adult, r.child, a.at = 1, r.since_day, r.born, c.custodian, c.from_day, w.custodian, w.from_day
FROM {ROWS} CROSS JOIN LATERAL unnest(r.adults_still) WITH ORDINALITY AS a (adult, at)
{FOR_EVER.format("r.child", "c")} {FOR_EVER.format("a.adult", "w")}
WHERE r.still
"""
TALLY = f"""
INSERT INTO apart_tally (agency, what, day, ended, count)
SELECT r.agency, t.what, t.day, t.ended, count(*) FROM {ROWS} CROSS JOIN LATERAL (VALUES
    ('apart', '', '', r.still),
    ('began', coalesce(r.first_on, ''), coalesce(r.ended_on, ''), r.still),
    ('born', r.born, '', r.still AND r.born <> ''),
    ('removed', '', '', r.still AND r.removed),
    ('no_reason', '', '', r.still AND r.no_reason),
    ('detected', '', '', r.still AND r.detected),
    ('reunited', '', '', r.reunited),
    ('ended', r.ended_on, '', NOT r.still AND r.ended_on <> '')
) t (what, day, ended, counts)
WHERE t.counts GROUP BY 1, 2, 3, 4
UNION ALL SELECT agency, 'adults', '', '', count(DISTINCT adult) FROM apart_pair WHERE adult <> '' GROUP BY agency
"""
KEY = """
ALTER TABLE apart_pair DROP CONSTRAINT apart_pair_pkey;
ALTER TABLE apart_pair ADD PRIMARY KEY (agency, adult, child) INCLUDE (is_first, since_day, born, child_held, child_from, adult_held, adult_from);
"""


def fill(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make the rows of what is known, and let the application's role keep them."""
    for one in (PAIRS, TALLY):
        schema_editor.execute(one, params=None)
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON apart_pair, apart_tally TO {role}")


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0058_no_second_index")]
    operations = [
        migrations.CreateModel(
            name="ApartPairRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("agency", "adult", "child", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("agency", models.TextField()),
                ("adult", models.TextField()),
                ("child", models.TextField()),
                ("is_first", models.BooleanField()),
                ("since_day", models.DateField(null=True)),
                ("born", models.TextField()),
                ("child_held", models.TextField(null=True)),
                ("child_from", models.DateField(null=True)),
                ("adult_held", models.TextField(null=True)),
                ("adult_from", models.DateField(null=True)),
            ],
            options={
                "db_table": "apart_pair",
                "indexes": [
                    models.Index(fields=["child"], name="apart_pair_child"),
                    models.Index(fields=["adult"], name="apart_pair_adult"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApartTallyRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "agency", "what", "day", "ended", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.TextField()),
                ("what", models.TextField()),
                ("day", models.TextField()),
                ("ended", models.TextField()),
                ("count", models.IntegerField()),
            ],
            options={"db_table": "apart_tally"},
        ),
        migrations.RunSQL(KEY, migrations.RunSQL.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
