"""
Whose a record of the intake is: the station's, as `domain/access/holders.py` says since then, in databases from before too.

The rows that hold it (`record.holder`, `holding` and what is counted by agency) are not touched here: this migration is newer than the read tables,
which is why they are made anew from the ledger at once (`gateway/rebuild.py`), by the function that stands here.
"""

from django.db import migrations

from kinkeeper.domain.access.holders import BY_BEGINNING

HOLDERS = " ".join(f"WHEN layout LIKE '{beginning.replace('_', chr(92) + '_')}%' THEN '{agency}'" for beginning, agency in BY_BEGINNING)
HOLDER_OF = f"""
CREATE OR REPLACE FUNCTION holder_of(layout text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE {HOLDERS} ELSE 'TASK_FORCE' END;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0052_clocks_known_before")]
    operations = [migrations.RunSQL(HOLDER_OF, migrations.RunSQL.noop)]
