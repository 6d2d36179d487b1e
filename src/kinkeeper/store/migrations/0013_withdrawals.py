"""What no longer counts, and the files as they came: kept once, by the hash of their bytes."""

from django.conf import settings
from django.db import migrations, models


def version(name, table, *texts):  # type: ignore[no-untyped-def]
    key = models.CompositePrimaryKey(texts[0], "since", blank=True, editable=False, primary_key=True, serialize=False)
    fields = [("pk", key), *((text, models.TextField()) for text in texts)]
    fields += [("since", models.BigIntegerField()), ("until", models.BigIntegerField(null=True))]
    return migrations.CreateModel(name=name, fields=fields, options={"db_table": table})


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Give the application's role what it needs and no more: files are only ever added."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON extract_withdrawal, record_withdrawal, recipe TO {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT ON file_piece TO {role}")
    schema_editor.execute("ALTER TABLE file_piece ALTER COLUMN content SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("store", "0012_most_say")]
    operations = [
        version("ExtractWithdrawalRow", "extract_withdrawal", "extract_id", "why"),
        version("RecordWithdrawalRow", "record_withdrawal", "record_id", "why", "cause"),
        migrations.CreateModel(
            name="RecipeRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("sender", "layout", "since", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("sender", models.TextField()),
                ("layout", models.TextField()),
                ("said", models.TextField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "recipe"},
        ),
        migrations.CreateModel(
            name="FilePieceRow",
            fields=[
                ("pk", models.CompositePrimaryKey("sha256", "n", blank=True, editable=False, primary_key=True, serialize=False)),
                ("sha256", models.TextField()),
                ("n", models.IntegerField()),
                ("content", models.BinaryField()),
            ],
            options={"db_table": "file_piece"},
        ),
        migrations.AddField("extractrow", "container", models.TextField(default="")),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
