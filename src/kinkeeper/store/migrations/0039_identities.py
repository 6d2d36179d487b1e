"""By what accounts are known at providers of proof."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role name, bind and end identities."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON identity TO {role}")


class Migration(migrations.Migration):
    dependencies = [("store", "0038_agency_apart")]
    operations = [
        migrations.CreateModel(
            name="IdentityRow",
            fields=[
                ("pk", models.CompositePrimaryKey("name", "provider", blank=True, editable=False, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("provider", models.TextField()),
                ("email", models.TextField(default="")),
                ("subject", models.TextField(default="")),
            ],
            options={
                "db_table": "identity",
                "constraints": [
                    models.UniqueConstraint(fields=["provider", "email"], condition=~models.Q(email=""), name="identity_email"),
                    models.UniqueConstraint(fields=["provider", "subject"], condition=~models.Q(subject=""), name="identity_subject"),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
