"""Whose record a record is, asked for each row of a page: without STRICT the planner puts the function's words into the question itself."""

from django.db import migrations

from kinkeeper.domain.access.holders import BY_BEGINNING

HOLDERS = " ".join(f"WHEN layout LIKE '{beginning.replace('_', chr(92) + '_')}%' THEN '{agency}'" for beginning, agency in BY_BEGINNING)
INLINE = f"""
CREATE OR REPLACE FUNCTION holder_of(layout text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE {HOLDERS} ELSE 'TASK_FORCE' END;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0032_tokens")]
    operations = [migrations.RunSQL(INLINE)]
