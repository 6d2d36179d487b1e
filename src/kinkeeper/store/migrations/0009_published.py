"""What is signed of the ledger: full tiles, checkpoints, witnesses' signatures; and what was found when it was looked at."""

from django.conf import settings
from django.db import migrations, models

from kinkeeper.store.tables import PUBLISHED_TABLES

GUARD = "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in PUBLISHED_TABLES
)


def guard(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Set the guard, and let the application's role add and read."""
    schema_editor.execute(GUARD, params=None)
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT ON {', '.join(PUBLISHED_TABLES)} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0008_extract_reading")]
    operations = [
        migrations.CreateModel(
            name="TileRow",
            fields=[
                ("pk", models.CompositePrimaryKey("level", "idx", blank=True, editable=False, primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField()),
                ("idx", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={"db_table": "tile"},
        ),
        migrations.CreateModel(
            name="CheckpointRow",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("note", models.TextField()),
                ("key", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={"db_table": "checkpoint"},
        ),
        migrations.CreateModel(
            name="CosignatureRow",
            fields=[
                ("pk", models.CompositePrimaryKey("size", "key", "seen_at", blank=True, editable=False, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("key", models.TextField()),
                ("seen_at", models.DateTimeField()),
                ("line", models.TextField()),
            ],
            options={"db_table": "cosignature"},
        ),
        migrations.CreateModel(
            name="InspectionRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("wrong", models.TextField(default="")),
            ],
            options={"db_table": "inspection"},
        ),
        migrations.CreateModel(
            name="AlarmRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("words", models.TextField(default="")),
            ],
            options={"db_table": "alarm"},
        ),
        migrations.RunPython(guard),
    ]
