"""An expungement reaches the files that are kept as they came, and waits before it is carried out.

The application still may not delete a kept file. It may call `expunge_file`, which destroys the one that a standing entry
`file.expunged` names; a trigger holds everybody to the same, the owner included.
"""

from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION only_expunge_file() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM part WHERE k = 1 AND seq = coalesce(nullif(current_setting('kinkeeper.expunged_by', TRUE), ''), '-1')::bigint
        AND convert_from(body, 'UTF8')::jsonb ->> 'kind' = 'file.expunged'
        AND convert_from(body, 'UTF8')::jsonb -> 'said' ->> 'sha256' = OLD.sha256
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Files are kept as they came: % on file_piece is refused.', TG_OP;
END $$;

CREATE FUNCTION expunge_file(by bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    PERFORM set_config('kinkeeper.expunged_by', by::text, TRUE);
    DELETE FROM public.file_piece WHERE sha256 = (
        SELECT convert_from(body, 'UTF8')::jsonb -> 'said' ->> 'sha256' FROM public.part
        WHERE seq = by AND k = 1 AND convert_from(body, 'UTF8')::jsonb ->> 'kind' = 'file.expunged'
    );
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('kinkeeper.expunged_by', '', TRUE);
    RETURN gone;
END $$;

CREATE TRIGGER file_piece_append_only BEFORE UPDATE OR DELETE ON file_piece FOR EACH ROW EXECUTE FUNCTION only_expunge_file();
CREATE TRIGGER file_piece_stays BEFORE TRUNCATE ON file_piece FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

UNGUARD = """
DROP TRIGGER file_piece_append_only ON file_piece;
DROP TRIGGER file_piece_stays ON file_piece;
DROP FUNCTION expunge_file(bigint);
DROP FUNCTION only_expunge_file();
"""


def guard(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Set the guard, and give the application's role what it needs and no more."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(GUARD, params=None)
    schema_editor.execute("REVOKE ALL ON FUNCTION expunge_file(bigint) FROM PUBLIC")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION expunge_file(bigint) TO {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON file_expunged TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0021_climbs")]
    operations = [
        migrations.AddField("sealingrow", "approved_by", models.TextField(default="")),
        migrations.AddField("sealingrow", "due", models.TextField(default="")),
        migrations.AddField("sealingrow", "files", models.JSONField(default=list)),
        migrations.CreateModel(
            name="FileExpungedRow",
            fields=[
                ("sha256", models.TextField(primary_key=True, serialize=False)),
                ("proposal_id", models.TextField()),
                ("rest", models.TextField()),
                ("rows", models.IntegerField()),
                ("since", models.BigIntegerField()),
            ],
            options={"db_table": "file_expunged"},
        ),
        migrations.RunPython(guard, lambda apps, schema_editor: schema_editor.execute(UNGUARD, params=None)),
    ]
