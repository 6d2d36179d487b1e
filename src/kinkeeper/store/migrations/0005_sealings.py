"""Orders to seal and expunge, and the one permitted way to destroy a part.

The application still has no right to update the ledger. It may call `expunge_parts`, which destroys what an entry `record.expunged`
that stands already says is destroyed, and nothing else; the trigger holds everybody to the same, the owner included.
"""

from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION is_covered(by bigint, about bigint, which smallint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT core ->> 'kind' = 'record.expunged'
           AND jsonb_build_array(about, which) IN (SELECT jsonb_array_elements(core -> 'said' -> 'parts'))
        FROM (SELECT convert_from(body, 'UTF8')::jsonb AS core FROM part WHERE seq = by AND k = 1) covering
    ), false)
$$;

CREATE FUNCTION only_expunge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.k > 1 AND OLD.body IS NOT NULL AND NEW.salt IS NULL AND NEW.body IS NULL
        AND NEW.seq = OLD.seq AND NEW.k = OLD.k AND NEW.expunged_by > OLD.seq AND is_covered(NEW.expunged_by, OLD.seq, OLD.k)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The ledger is append-only: % on part is refused.', TG_OP;
END $$;

CREATE FUNCTION expunge_parts(by bigint) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (
        UPDATE public.part p SET salt = NULL, body = NULL, expunged_by = by
        FROM (
            SELECT jsonb_array_elements(convert_from(body, 'UTF8')::jsonb -> 'said' -> 'parts') AS one
            FROM public.part WHERE seq = by AND k = 1
        ) named
        WHERE p.seq = (one ->> 0)::bigint AND p.k = (one ->> 1)::smallint AND p.body IS NOT NULL
        RETURNING 1
    ) SELECT count(*) FROM gone
$$;

DROP TRIGGER part_append_only ON part;
CREATE TRIGGER part_append_only BEFORE UPDATE OR DELETE ON part FOR EACH ROW EXECUTE FUNCTION only_expunge();
"""

UNGUARD = """
DROP TRIGGER part_append_only ON part;
CREATE TRIGGER part_append_only BEFORE UPDATE OR DELETE ON part FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION expunge_parts(bigint);
DROP FUNCTION only_expunge();
DROP FUNCTION is_covered(bigint, bigint, smallint);
"""


def guard(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Set the guard, and give the application's role what it needs and no more."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(GUARD, params=None)
    schema_editor.execute("REVOKE ALL ON FUNCTION expunge_parts(bigint) FROM PUBLIC")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION expunge_parts(bigint) TO {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON sealing, withheld TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0004_record_ids")]
    operations = [
        migrations.CreateModel(
            name="SealingRow",
            fields=[
                ("pk", models.CompositePrimaryKey("proposal_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("proposal_id", models.TextField()),
                ("effect", models.TextField()),
                ("parts", models.JSONField()),
                ("order", models.TextField()),
                ("reason", models.TextField()),
                ("proposed_by", models.TextField()),
                ("standing", models.TextField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "sealing"},
        ),
        migrations.CreateModel(
            name="WithheldRow",
            fields=[
                ("pk", models.CompositePrimaryKey("position", "k", blank=True, editable=False, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("k", models.SmallIntegerField()),
                ("effect", models.TextField()),
                ("since", models.BigIntegerField()),
            ],
            options={"db_table": "withheld"},
        ),
        migrations.RunPython(guard, lambda apps, schema_editor: schema_editor.execute(UNGUARD, params=None)),
    ]
