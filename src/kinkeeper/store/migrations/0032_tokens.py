"""Tokens of programs, and the keys under which they sent statements."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role give and end tokens, and keep keys; what was given stays on the list."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE ON token TO {role}")
    schema_editor.execute(f"GRANT SELECT, INSERT, DELETE ON sent TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0031_saved_views")]
    operations = [
        migrations.CreateModel(
            name="TokenRow",
            fields=[
                ("token_id", models.TextField(primary_key=True, serialize=False)),
                ("account", models.TextField()),
                ("words", models.TextField()),
                ("scopes", models.TextField()),
                ("purpose", models.TextField()),
                ("secret", models.BinaryField()),
                ("made_by", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "token", "indexes": [models.Index(fields=["account"], name="token_account")]},
        ),
        migrations.CreateModel(
            name="SentRow",
            fields=[("key", models.TextField(primary_key=True, serialize=False)), ("digest", models.BinaryField())],
            options={"db_table": "sent"},
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
