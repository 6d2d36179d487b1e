"""In which family a child apart is stands in the row that is counted: families are narrowed, and counted, in its index alone.

Filled here as `projections/apart/pairs.py` fills it from then on: nothing has to be made from the ledger.
"""

from django.db import migrations, models

FAMILIES = """
UPDATE apart_pair p SET
    family_id = (SELECT f.family_id FROM family_member f WHERE f.person_id = p.child AND f.until IS NULL),
    loosely = CASE WHEN p.since_day IS NULL THEN nullif(
        CASE WHEN p.agency = '' THEN (SELECT c.first_on FROM child_apart c WHERE c.child = p.child)
        ELSE (SELECT c.first_on FROM agency_apart c WHERE c.agency = p.agency AND c.child = p.child) END, '') END
"""
KEY = """
ALTER TABLE apart_pair DROP CONSTRAINT apart_pair_pkey;
ALTER TABLE apart_pair ADD PRIMARY KEY (agency, adult, child)
    INCLUDE (is_first, since_day, born, child_held, child_from, adult_held, adult_from, family_id, loosely);
"""


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0060_what_linkage_holds")]
    operations = [
        migrations.AddField("apartpairrow", "family_id", models.TextField(null=True)),
        migrations.AddField("apartpairrow", "loosely", models.TextField(null=True)),
        migrations.RunSQL(FAMILIES, migrations.RunSQL.noop),
        migrations.RunSQL(KEY, migrations.RunSQL.noop),
        migrations.AddIndex("apartpairrow", models.Index(fields=["agency", "family_id"], name="apart_pair_family")),
    ]
