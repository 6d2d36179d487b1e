"""
How many persons each custodian holds, of those of whom each agency may know, summed up as it changes.

It follows from who holds whom (`custody_day`) and who may know of whom (`holding`), so triggers on both keep it, whatever writes either: what a
row brings or takes away meets the other table as it is at that moment. `custody_moves` says the same of everybody at once; it is a function of
its own so that `gateway/comparison.py` can hold the table against it. What did not change of `holding` is not written again any more.
"""

from django.conf import settings
from django.db import migrations, models

from kinkeeper.domain.access.agencies import ENFORCES
from kinkeeper.domain.terms import Custodian

ARREST = ", ".join(f"'{agency}'" for agency in sorted(ENFORCES))
KNOWS = f"NOT h.offered AND (h.custody OR h.agency NOT IN ({ARREST}))"
"""SQL: people of the agency of this row of `holding` may know of its person, as the wall has it (`gateway/access/shown.py`)."""

# OFFSET: each row is looked up, however many the planner takes them for; joined, all there is would be read for one row. By its person and
# nothing else, and by no reading of the whole: a plan made while the tables are empty takes any other way for as good, and is kept.
OF_DAYS = f"""
SELECT w.agency, d.custodian, d.from_day, d.until_day FROM {{rows}} d
CROSS JOIN LATERAL (SELECT '' AS agency UNION ALL SELECT h.agency FROM holding h WHERE h.person_id = d.person_id AND {KNOWS} OFFSET 0) w
WHERE d.until IS NULL
"""
OF_HOLDINGS = f"""
SELECT h.agency, d.custodian, d.from_day, d.until_day FROM {{rows}} h
CROSS JOIN LATERAL (SELECT * FROM custody_day c WHERE c.person_id = h.person_id OFFSET 0) d
WHERE d.until IS NULL AND {KNOWS}
"""
SHOWN_AS = f"CASE WHEN agency IN ({ARREST}) AND custodian = '{Custodian.SPONSOR}' THEN '{Custodian.RELEASED}' ELSE custodian END"
"""SQL: an agency that arrests is shown that somebody was released, and not to a sponsor (`gateway/parted.py`): summed up as one."""
MOVES = f"""
SELECT agency, day, custodian, {{sign}}sum(more)::int AS more
FROM (SELECT agency, {SHOWN_AS} AS custodian, from_day, until_day FROM ({{held}}) h) held
CROSS JOIN LATERAL (VALUES (from_day, 1), (until_day, -1)) at (day, more)
WHERE day < 'infinity' GROUP BY 1, 2, 3 HAVING sum(more) <> 0
"""
ADD = f"""
INSERT INTO custody_move (agency, day, custodian, more) {MOVES}
ON CONFLICT (agency, day, custodian) DO UPDATE SET more = custody_move.more + excluded.more
"""


def following(name: str, held: str) -> str:
    """SQL: a function that adds what the rows of a statement bring (`come`) and takes away what they end (`gone`)."""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET enable_seqscan = off AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN {ADD.format(sign="-", held=held.format(rows="gone"))}; END IF;
    IF TG_OP <> 'DELETE' THEN {ADD.format(sign="", held=held.format(rows="come"))}; END IF;
    DELETE FROM custody_move WHERE more = 0;
    RETURN NULL;
END $$;
"""


def followed(table: str, function: str) -> str:
    """SQL: the triggers by which a table is followed."""
    named = {"INSERT": "NEW TABLE AS come", "UPDATE": "OLD TABLE AS gone NEW TABLE AS come", "DELETE": "OLD TABLE AS gone"}
    return "".join(
        f"CREATE TRIGGER {table}_{verb.lower()}_moves AFTER {verb} ON {table} REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
        for verb, rows in named.items()
    )


HOLD_ANEW = """
CREATE OR REPLACE FUNCTION hold_anew(persons text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE concerned text[];
BEGIN
    SELECT array_agg(DISTINCT person_id) INTO concerned FROM (
        SELECT unnest(persons) AS person_id
        UNION SELECT g.person_id FROM family_member f JOIN family_member g ON g.family_id = f.family_id WHERE f.person_id = ANY(persons)
    ) all_of_them;
    WITH now AS MATERIALIZED (SELECT * FROM holdings_of(concerned)), gone AS (
        DELETE FROM holding h WHERE h.person_id = ANY(concerned)
        AND NOT EXISTS (SELECT FROM now n WHERE n.person_id = h.person_id AND n.agency = h.agency)
    )
    INSERT INTO holding AS h (person_id, agency, own, custody, offered) SELECT person_id, agency, own, custody, offered FROM now
    ON CONFLICT (person_id, agency) DO UPDATE SET own = excluded.own, custody = excluded.custody, offered = excluded.offered
    WHERE (h.own, h.custody, h.offered) IS DISTINCT FROM (excluded.own, excluded.custody, excluded.offered);
END $$;
"""
KEEP = f"""
CREATE INDEX custody_move_none ON custody_move (more) WHERE more = 0;
CREATE FUNCTION custody_moves() RETURNS TABLE (agency text, day date, custodian text, more int) LANGUAGE sql STABLE
AS $$ {MOVES.format(sign="", held=OF_DAYS.format(rows="custody_day"))} $$;
INSERT INTO custody_move (agency, day, custodian, more) SELECT * FROM custody_moves();
{following("move_custody_by_days", OF_DAYS)}
{following("move_custody_by_holdings", OF_HOLDINGS)}
{followed("custody_day", "move_custody_by_days")}
{followed("holding", "move_custody_by_holdings")}
"""


def keep(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Sum up what is there, and keep it from now on. The application empties the table where all are made anew, and writes nothing into it."""
    schema_editor.execute(HOLD_ANEW + KEEP, params=None)
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, DELETE ON custody_move TO {role}")


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0062_who_came_of_late")]
    operations = [
        migrations.DeleteModel("CustodyMoveRow"),
        migrations.CreateModel(
            name="CustodyMoveRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("agency", "day", "custodian", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("agency", models.TextField()),
                ("day", models.DateField()),
                ("custodian", models.TextField()),
                ("more", models.IntegerField()),
            ],
            options={"db_table": "custody_move"},
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
