"""What reading is usual for a role, and what of it was more."""

from django.conf import settings
from django.db import migrations

TABLES = """
CREATE TABLE usual_reading (
    role text NOT NULL, what text NOT NULL, most integer NOT NULL, learnt_from integer NOT NULL, learnt_at timestamptz NOT NULL,
    PRIMARY KEY (role, what)
);
CREATE TABLE unusual_reading (
    at timestamptz NOT NULL DEFAULT now(), account text NOT NULL, agency text NOT NULL, role text NOT NULL, what text NOT NULL,
    many integer NOT NULL, person_id text NOT NULL
);
CREATE INDEX unusual_reading_at ON unusual_reading (at);
CREATE INDEX unusual_reading_person ON unusual_reading (person_id);
"""


def make(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make them; nobody takes away what was noticed."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(TABLES, params=None)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE ON usual_reading TO {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT ON unusual_reading TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0041_whom_entries_tell_of")]
    operations = [migrations.RunPython(make)]
