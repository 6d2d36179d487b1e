"""Who is apart, child by child, as far as each agency's people may know of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

MAKE = """
WITH stands AS (
    SELECT agency, s.*, outcome IN ('apart', 'adult_removed') AS still,
           outcome_on <> '' AND outcome IN ('reunited', 'released_to_other', 'turned_18') AS ended FROM separation s JOIN holding h ON h.person_id = s.child
    AND (s.adult = '' OR EXISTS (SELECT FROM holding a WHERE a.person_id = s.adult AND a.agency = h.agency))
    WHERE until IS NULL AND NOT EXISTS (
        SELECT FROM tie t WHERE t.child = s.child AND t.adult = s.adult AND t.status = 'refuted' AND t.until IS NULL)
)
INSERT INTO agency_apart (agency, child, still, since_day, ended_days, loose_day, adults, adults_still, removed, no_reason, detected, reunited,
                         first_on, ended_on, newest, born)
SELECT agency, child, bool_or(still), min(valid_from) FILTER (WHERE still),
       max(valid_until - valid_from) FILTER (WHERE ended),
       min(valid_from) FILTER (WHERE NOT still AND NOT ended),
       array_agg(adult ORDER BY adult), coalesce(array_agg(adult ORDER BY adult) FILTER (WHERE still), '{}'),
       coalesce(bool_or(outcome = 'adult_removed'), FALSE), coalesce(bool_or(still AND reason_code = ''), FALSE),
       coalesce(bool_or(still AND basis = 'detected'), FALSE), coalesce(bool_or(outcome = 'reunited'), FALSE),
       min(separated_on) FILTER (WHERE still),
       max(outcome_on) FILTER (WHERE NOT still AND outcome <> 'unknown' AND separated_on < outcome_on),
       max(greatest(coalesce(valid_from::text, ''), outcome_on)),
       coalesce((SELECT born FROM person p WHERE p.person_id = child AND p.until IS NULL), '')
FROM stands GROUP BY agency, child
"""


def fill(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make the rows of what is known, and let the application's role keep them."""
    schema_editor.execute(MAKE, params=None)
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON agency_apart TO {role}")


STILL = models.Q(still=True)


class Migration(migrations.Migration):
    dependencies = [("store", "0037_sought")]
    operations = [
        migrations.CreateModel(
            name="AgencyApartRow",
            fields=[
                ("pk", models.CompositePrimaryKey("agency", "child", blank=True, editable=False, primary_key=True, serialize=False)),
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
                ("agency", models.TextField()),
                ("child", models.TextField()),
            ],
            options={
                "db_table": "agency_apart",
                "indexes": [
                    models.Index(fields=["agency", "newest"], name="agency_apart_newest"),
                    models.Index(fields=["child"], name="agency_apart_child"),
                    models.Index(condition=STILL, fields=["agency", "since_day", "child"], name="agency_apart_first"),
                ],
            },
        ),
        migrations.AddIndex("childapartrow", models.Index(condition=STILL, fields=["since_day", "child"], name="child_apart_first")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
