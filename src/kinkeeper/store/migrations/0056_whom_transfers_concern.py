"""
Whom transfers let know of whom, kept beside who holds records (`holding`), by triggers on transfers too.

An agency that acknowledged one is concerned with the person and the family as one that holds a record. One that is asked is told who the person is
and what they need, for as long as the offer is open: `offered` says that it holds nothing else.
"""

from django.db import migrations

from kinkeeper.domain.access.agencies import Agency
from kinkeeper.domain.terms import Custodian

AGENCIES = ", ".join(f"'{agency}'" for agency in sorted(set(Agency) & set(Custodian)))
HOLDINGS = f"""
ALTER TABLE holding ADD COLUMN offered boolean NOT NULL DEFAULT FALSE;
ALTER TABLE holding DROP CONSTRAINT holding_pkey;
ALTER TABLE holding ADD PRIMARY KEY (person_id, agency) INCLUDE (own, custody, offered);

CREATE OR REPLACE FUNCTION hold_anew(persons text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE concerned text[];
BEGIN
    SELECT array_agg(DISTINCT person_id) INTO concerned FROM (
        SELECT unnest(persons) AS person_id
        UNION SELECT g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id WHERE f.person_id = ANY(persons)
    ) all_of_them;
    DELETE FROM holding WHERE person_id = ANY(concerned);
    WITH kin AS (
        SELECT c AS person_id, c AS whose FROM unnest(concerned) c
        UNION
        SELECT f.person_id, g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id AND g.until IS NULL
        WHERE f.person_id = ANY(concerned) AND f.until IS NULL
    )
    INSERT INTO holding (person_id, agency, own, custody, offered)
    SELECT person_id, agency, bool_or(own),
           EXISTS (SELECT FROM membership had JOIN record told USING (record_id) WHERE had.person_id = known.person_id AND told.custody),
           bool_and(offered)
    FROM (
        SELECT kin.person_id, r.holder AS agency, kin.person_id = kin.whose AS own, FALSE AS offered
        FROM kin JOIN membership m ON m.person_id = kin.whose AND m.until IS NULL JOIN record r ON r.record_id = m.record_id
        UNION ALL
        SELECT kin.person_id, t.to_custodian, FALSE, FALSE FROM kin JOIN transfer t ON t.person_id = kin.whose AND t.until IS NULL
        WHERE t.told->>'answered' = 'acknowledged' AND t.to_custodian IN ({AGENCIES})
        UNION ALL
        SELECT t.person_id, t.to_custodian, FALSE, TRUE FROM transfer t
        WHERE t.person_id = ANY(concerned) AND t.until IS NULL AND t.open AND t.to_custodian IN ({AGENCIES})
    ) known
    GROUP BY 1, 2;
END $$;

SELECT hold_anew(ARRAY(SELECT DISTINCT person_id FROM transfer WHERE until IS NULL));
"""
FOLLOW = "".join(
    f"""
CREATE TRIGGER transfer_{verb.lower()}_holds AFTER {verb} ON transfer REFERENCING {which} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION hold_what_changed();
"""
    for verb, which in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)


class Migration(migrations.Migration):
    dependencies = [("store", "0055_found_by_place")]
    operations = [migrations.RunSQL(HOLDINGS + FOLLOW, migrations.RunSQL.noop)]
