"""The ledger's guard: its head, the triggers that refuse every change, and what the application's role may do.

The triggers bind the owner as well: whoever wants to change an entry must first take them away, which
is itself seen (`kinkeeper verify` compares what is stored with what was signed).
"""

from django.conf import settings
from django.db import migrations

GUARDED = ("entry", "part", "request")
LEDGER_TABLES = ("entry", "part", "head", "request")
READ_TABLES = (
    "extract",
    "refusal",
    "record",
    "identifier",
    "person",
    "membership",
    "tie",
    "family",
    "family_member",
    "placement",
    "separation",
)
"""As of this migration; a later table is granted by the one that makes it."""

GUARD = """
INSERT INTO head (id, size, frontier) VALUES (1, 0, ''::bytea);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR NEW.size < OLD.size THEN
        RAISE EXCEPTION 'The head of the ledger only grows: % is refused.', TG_OP;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER head_only_grows BEFORE UPDATE OR DELETE ON head FOR EACH ROW EXECUTE FUNCTION head_only_grows();
CREATE TRIGGER head_stays BEFORE TRUNCATE ON head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE head SET (fillfactor = 10, autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in GUARDED
)


def guard(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Set the guard, and give the application's role what it needs and no more."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(GUARD, params=None)
    ledger = ", ".join(LEDGER_TABLES)
    schema_editor.execute(f"GRANT SELECT, INSERT ON {ledger} TO {role}")
    schema_editor.execute(f"GRANT UPDATE ON head TO {role}")
    schema_editor.execute(f"REVOKE INSERT ON head FROM {role}")
    reading = ", ".join(READ_TABLES)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {reading} TO {role}")
    schema_editor.execute(f"GRANT SELECT ON django_migrations TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(guard)]
