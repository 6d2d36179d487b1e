"""Whom no row names on a day, among those apart, is found in the index alone."""

from django.db import migrations

DAYS = """
ALTER TABLE apart_day DROP CONSTRAINT apart_day_pkey;
ALTER TABLE apart_day ADD PRIMARY KEY (person_id, from_day, since) INCLUDE (until_day, until);
"""


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0053_taken_in_at_a_station")]
    operations = [migrations.RunSQL(DAYS, migrations.RunSQL.noop)]
