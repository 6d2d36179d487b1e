"""What is signed of the access log: full tiles and checkpoints. A look whose row for one person was taken away is found by it, too."""

from django.conf import settings
from django.db import migrations, models

from kinkeeper.store.tables import ACCESS_PUBLISHED_TABLES

GUARD = "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in ACCESS_PUBLISHED_TABLES
)


def guard(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Set the guard, and let the application's role add and read."""
    schema_editor.execute(GUARD, params=None)
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT ON {', '.join(ACCESS_PUBLISHED_TABLES)} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0039_identities")]
    operations = [
        migrations.CreateModel(
            name="AccessTileRow",
            fields=[
                ("pk", models.CompositePrimaryKey("level", "idx", blank=True, editable=False, primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField()),
                ("idx", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={"db_table": "access_tile"},
        ),
        migrations.CreateModel(
            name="AccessCheckpointRow",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
                ("key", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={"db_table": "access_checkpoint"},
        ),
        migrations.RunPython(guard),
    ]
