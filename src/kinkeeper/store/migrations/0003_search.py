"""Names can be found by their words: in any order, with or without accents, by their beginnings."""

from django.conf import settings
from django.db import migrations

MAKE = r"""
CREATE FUNCTION folded_words(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(left(word, 40)), '{}')
    FROM regexp_split_to_table(
        translate(lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f''’‘ʼ`´]', '', 'g')), 'øłđðıæœß', 'olddiaos'),
        '[^[:alnum:]]+'
    ) AS word
    WHERE word <> ''
$$;

-- Released lists hold hundreds of thousands of records without a name: they are not made to pay for this index.
CREATE INDEX record_words ON record USING gin (array_to_tsvector(folded_words(given || ' ' || surnames || ' ' || whole_name)))
WHERE given <> '' OR surnames <> '' OR whole_name <> '';
"""

UNMAKE = "DROP INDEX record_words; DROP FUNCTION folded_words(text);"


def make(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make the function and its index, and let the application's role call it."""
    schema_editor.execute(MAKE, params=None)
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION folded_words(text) TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guard")]
    operations = [migrations.RunPython(make, lambda apps, schema_editor: schema_editor.execute(UNMAKE, params=None))]
