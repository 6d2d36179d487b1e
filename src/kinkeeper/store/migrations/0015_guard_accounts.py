"""The access log's guard, and what the application's role may do with accounts, sessions and second factors."""

from django.conf import settings
from django.db import migrations

from kinkeeper.store.tables import ACCESS_TABLES, SIGN_IN_TABLES

GUARD = """
INSERT INTO access_head (id, size, frontier) VALUES (1, 0, ''::bytea);
CREATE TRIGGER head_only_grows BEFORE UPDATE OR DELETE ON access_head FOR EACH ROW EXECUTE FUNCTION head_only_grows();
CREATE TRIGGER head_stays BEFORE TRUNCATE ON access_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE access_head SET (fillfactor = 10, autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE cached (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX cached_expires ON cached (expires);
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in ("access_entry", "person_read")
)


def guard(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Set the guard, and give the application's role what it needs and no more."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(GUARD, params=None)
    schema_editor.execute(f"GRANT SELECT, INSERT ON {', '.join(ACCESS_TABLES)} TO {role}")
    schema_editor.execute(f"GRANT UPDATE ON access_head TO {role}")
    schema_editor.execute(f"REVOKE INSERT ON access_head FROM {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(SIGN_IN_TABLES)} TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_accounts"),
        ("account", "__latest__"),
        ("mfa", "__latest__"),
        ("usersessions", "__latest__"),
        ("sessions", "__latest__"),
        ("auth", "__latest__"),
    ]
    operations = [migrations.RunPython(guard)]
