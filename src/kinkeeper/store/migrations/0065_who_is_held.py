"""Who is with a custodian, or at a place, is found in the order of the list, as far as its page goes."""

from django.db import migrations, models

HELD = """
CREATE INDEX custody_day_held ON custody_day (custodian, from_day, person_id) WHERE until IS NULL AND until_day = 'infinity';
CREATE INDEX custody_day_released ON custody_day (person_id)
WHERE until IS NULL AND until_day = 'infinity' AND custodian IN ('RELEASED', 'SPONSOR');
"""
"""Of the days that go on. Those released in the order of persons as well: agencies that arrest are not shown who of them has a sponsor."""


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0064_running_clocks")]
    operations = [
        migrations.RunSQL(HELD, "DROP INDEX custody_day_held; DROP INDEX custody_day_released"),
        migrations.AddIndex(
            "custodydayrow",
            models.Index(
                fields=["custodian", "place", "until_day"],
                name="custody_day_at",
                condition=models.Q(until__isnull=True) & ~models.Q(place=""),
            ),
        ),
        migrations.AddIndex(
            "custodydayrow",
            models.Index(fields=["custodian", "until"], name="custody_day_ended", condition=models.Q(until__isnull=False)),
        ),
    ]
