"""What counts of children apart, and each look whether somebody may be known of, are answered in indexes alone."""

from django.db import migrations, models

STANDS = models.Q(("until", None))
ENDED, REUNITED = models.Q(ended_on__isnull=False), models.Q(reunited=True)
HOLDING = """
ALTER TABLE holding DROP CONSTRAINT holding_pkey;
ALTER TABLE holding ADD PRIMARY KEY (person_id, agency) INCLUDE (own, custody);
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0049_agencies_that_arrest")]
    operations = [
        migrations.AddIndex("childapartrow", models.Index(fields=["ended_on"], name="child_apart_ended", condition=ENDED)),
        migrations.AddIndex("childapartrow", models.Index(fields=["child"], name="child_apart_reunited", condition=REUNITED)),
        migrations.AddIndex("agencyapartrow", models.Index(fields=["agency", "ended_on"], name="agency_apart_ended", condition=ENDED)),
        migrations.AddIndex("agencyapartrow", models.Index(fields=["agency"], name="agency_apart_reunited", condition=REUNITED)),
        migrations.AddIndex(
            "apartdayrow",
            models.Index(
                fields=["custodian", "until_day", "person_id"], include=["from_day"], name="apart_day_custodian", condition=STANDS
            ),
        ),
        migrations.RunSQL(HOLDING, migrations.RunSQL.noop),
    ]
