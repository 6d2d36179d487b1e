"""Who holds records of whom: kept by triggers, so that whatever writes memberships and families keeps it true.

The views of `gateway/wall.py` go by it.
"""

from django.conf import settings
from django.db import migrations

from kinkeeper.domain.access.holders import BY_BEGINNING

HOLDERS = " ".join(f"WHEN layout LIKE '{beginning.replace('_', chr(92) + '_')}%' THEN '{agency}'" for beginning, agency in BY_BEGINNING)

MAKE = f"""
CREATE FUNCTION holder_of(layout text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE {HOLDERS} ELSE 'TASK_FORCE' END;

CREATE FUNCTION reach() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN coalesce(current_setting('kinkeeper.reach', TRUE), '');
CREATE FUNCTION reach_agency() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN coalesce(current_setting('kinkeeper.agency', TRUE), '');
CREATE FUNCTION reach_name() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN coalesce(current_setting('kinkeeper.name', TRUE), '');

CREATE TABLE holding (person_id text NOT NULL, agency text NOT NULL, own boolean NOT NULL, PRIMARY KEY (person_id, agency));
CREATE TABLE assignment (account text NOT NULL, person_id text NOT NULL, PRIMARY KEY (account, person_id));


CREATE FUNCTION held_by(id text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
RETURN (SELECT holder_of(layout) FROM record WHERE record_id = id);

CREATE FUNCTION hold_anew(persons text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE concerned text[];
BEGIN
    SELECT array_agg(DISTINCT person_id) INTO concerned FROM (
        SELECT unnest(persons) AS person_id
        UNION SELECT g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id WHERE f.person_id = ANY(persons)
    ) all_of_them;
    DELETE FROM holding WHERE person_id = ANY(concerned);
    INSERT INTO holding (person_id, agency, own)
    SELECT kin.person_id, holder_of(r.layout), bool_or(kin.person_id = kin.whose)
    FROM (
        SELECT c AS person_id, c AS whose FROM unnest(concerned) c
        UNION
        SELECT f.person_id, g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id AND g.until IS NULL
        WHERE f.person_id = ANY(concerned) AND f.until IS NULL
    ) kin
    JOIN membership m ON m.person_id = kin.whose AND m.until IS NULL JOIN record r ON r.record_id = m.record_id
    GROUP BY 1, 2;
END $$;

CREATE FUNCTION hold_what_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM hold_anew(ARRAY(SELECT DISTINCT person_id FROM changed));
    RETURN NULL;
END $$;
"""

FOLLOW = "".join(
    f"""
CREATE TRIGGER {table}_{verb.lower()}_holds AFTER {verb} ON {table} REFERENCING {which} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION hold_what_changed();
"""
    for table in ("membership", "family_member")
    for verb, which in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)


def build(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Keep who holds records of whom, from now on and for what is there."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(MAKE + FOLLOW, params=None)
    schema_editor.execute("SELECT hold_anew(ARRAY(SELECT DISTINCT person_id FROM membership))")
    schema_editor.execute(f"GRANT SELECT ON holding TO {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT, DELETE ON assignment TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0015_guard_accounts")]
    operations = [migrations.RunPython(build)]
