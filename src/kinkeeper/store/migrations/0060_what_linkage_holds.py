"""What linkage holds between two runs: the lines it compares and, in one body, who is whom and by which version."""

from django.conf import settings
from django.db import migrations

TABLES = """
CREATE TABLE linking (id smallint PRIMARY KEY CHECK (id = 1), stamp text NOT NULL, made_by text NOT NULL, model integer NOT NULL, body bytea NOT NULL);
CREATE TABLE linked_line (
    line bigint PRIMARY KEY, content bytea NOT NULL, members text[] NOT NULL, keys bytea NOT NULL, words bytea NOT NULL, waits boolean NOT NULL
);
"""


def make(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make them; the application's role keeps them."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(TABLES, params=None)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON linking, linked_line TO {role}")


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0059_pairs_apart")]
    operations = [migrations.RunPython(make)]
