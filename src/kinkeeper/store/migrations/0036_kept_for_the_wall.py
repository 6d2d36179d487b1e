"""What the views of the wall ask of every row, kept beside it: whose record a record is, whether it is one of custody, and who has one."""

from django.db import migrations, models

from kinkeeper.domain.access.accounts import ENFORCES
from kinkeeper.domain.terms import HELD


def listed(values):  # type: ignore[no-untyped-def]
    return ", ".join(f"'{value}'" for value in sorted(values))


RECORDS = f"""
ALTER TABLE record ADD COLUMN holder text GENERATED ALWAYS AS (holder_of(layout)) STORED;
UPDATE record r SET custody = TRUE WHERE holder IN ({listed(ENFORCES)}) OR EXISTS (
    SELECT FROM placement p WHERE p.source_id = r.record_id AND p.person_id = '' AND p.custodian IN ({listed(HELD)}));
"""
HOLDINGS = """
ALTER TABLE holding ADD COLUMN custody boolean NOT NULL DEFAULT FALSE;

CREATE OR REPLACE FUNCTION hold_anew(persons text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE concerned text[];
BEGIN
    SELECT array_agg(DISTINCT person_id) INTO concerned FROM (
        SELECT unnest(persons) AS person_id
        UNION SELECT g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id WHERE f.person_id = ANY(persons)
    ) all_of_them;
    DELETE FROM holding WHERE person_id = ANY(concerned);
    INSERT INTO holding (person_id, agency, own, custody)
    SELECT kin.person_id, r.holder, bool_or(kin.person_id = kin.whose),
           EXISTS (SELECT FROM membership had JOIN record told USING (record_id) WHERE had.person_id = kin.person_id AND told.custody)
    FROM (
        SELECT c AS person_id, c AS whose FROM unnest(concerned) c
        UNION
        SELECT f.person_id, g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id AND g.until IS NULL
        WHERE f.person_id = ANY(concerned) AND f.until IS NULL
    ) kin
    JOIN membership m ON m.person_id = kin.whose AND m.until IS NULL JOIN record r ON r.record_id = m.record_id
    GROUP BY 1, 2;
END $$;

SELECT hold_anew(ARRAY(SELECT DISTINCT person_id FROM membership));
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0035_findable")]
    operations = [
        migrations.AddField("recordrow", "custody", models.BooleanField(default=False)),
        migrations.RunSQL(RECORDS),
        migrations.AlterField("recordrow", "custody", models.BooleanField()),
        migrations.RunSQL(HOLDINGS),
    ]
