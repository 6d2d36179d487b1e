"""
Who holds records of whom (`holding`) follows a record that comes in later than the person was said to have it.

What `hold_anew` writes is a function of its own (`holdings_of`), so that `gateway/comparison.py` can hold the table against it: its words
are looked up when it runs, and mean the tables that the transaction sees first.
"""

from django.db import migrations

from kinkeeper.domain.access.agencies import Agency
from kinkeeper.domain.terms import Custodian

AGENCIES = ", ".join(f"'{agency}'" for agency in sorted(set(Agency) & set(Custodian)))
HOLDINGS = f"""
CREATE FUNCTION holdings_of(concerned text[]) RETURNS TABLE (person_id text, agency text, own boolean, custody boolean, offered boolean)
LANGUAGE sql STABLE AS $$
    WITH kin AS (
        SELECT c AS person_id, c AS whose FROM unnest(concerned) c
        UNION
        SELECT f.person_id, g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id AND g.until IS NULL
        WHERE f.person_id = ANY(concerned) AND f.until IS NULL
    )
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
    GROUP BY 1, 2
$$;

CREATE OR REPLACE FUNCTION hold_anew(persons text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE concerned text[];
BEGIN
    SELECT array_agg(DISTINCT person_id) INTO concerned FROM (
        SELECT unnest(persons) AS person_id
        UNION SELECT g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id WHERE f.person_id = ANY(persons)
    ) all_of_them;
    DELETE FROM holding WHERE person_id = ANY(concerned);
    INSERT INTO holding (person_id, agency, own, custody, offered) SELECT * FROM holdings_of(concerned);
END $$;
"""
RECEIVED = """
CREATE FUNCTION hold_what_was_received() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE persons text[];
BEGIN
    -- Most records are nobody's when they come in: one look into the key of each.
    persons := ARRAY(SELECT DISTINCT person_id FROM membership WHERE record_id = ANY(ARRAY(SELECT record_id FROM changed)));
    IF persons <> '{}' THEN
        PERFORM hold_anew(persons);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER record_insert_holds AFTER INSERT ON record REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION hold_what_was_received();
"""
ANEW_WHERE_WRONG = """
DO $$ BEGIN
    -- The shape of the tables is said to be an older one: they are made anew from the ledger at once (`gateway/rebuild.py`).
    IF EXISTS (SELECT FROM membership m JOIN record r ON r.record_id = m.record_id AND r.since >= m.since) THEN
        COMMENT ON TABLE membership IS '0056';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    same_rows = True
    """Unless somebody was said to have a record before it came in."""
    dependencies = [("store", "0056_whom_transfers_concern")]
    operations = [migrations.RunSQL(HOLDINGS + RECEIVED + ANEW_WHERE_WRONG, migrations.RunSQL.noop)]
