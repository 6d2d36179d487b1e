"""Questions left to people, what their readers say, and the lots drawn."""

from django.conf import settings
from django.db import migrations, models


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role use the new read tables."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON question, judgement, draw TO {role}")


def key(*fields):  # type: ignore[no-untyped-def]
    """A primary key of several fields, and the fields of text in it."""
    whole = models.CompositePrimaryKey(*fields, "since", blank=True, editable=False, primary_key=True, serialize=False)
    return [("pk", whole), *((field, models.TextField()) for field in fields)]


LIFETIME = [("since", models.BigIntegerField()), ("until", models.BigIntegerField(null=True))]


class Migration(migrations.Migration):
    dependencies = [("store", "0005_sealings")]
    operations = [
        migrations.CreateModel(
            name="DrawRow",
            fields=[
                *key("subject", "below"),
                ("least", models.TextField()),
                ("population", models.BigIntegerField()),
                ("drawn", models.JSONField()),
                *LIFETIME,
            ],
            options={"db_table": "draw"},
        ),
        migrations.CreateModel(
            name="QuestionRow",
            fields=[
                *key("subject", "one", "other"),
                ("probability", models.DecimalField(decimal_places=4, max_digits=5)),
                ("why", models.TextField()),
                ("reunites", models.BooleanField()),
                ("relation", models.TextField()),
                ("evidence", models.JSONField()),
                ("withdrawn", models.BooleanField()),
                *LIFETIME,
            ],
            options={"db_table": "question"},
        ),
        migrations.CreateModel(
            name="JudgementRow",
            fields=[
                *key("subject", "one", "other", "reader"),
                ("answer", models.TextField()),
                ("reason", models.TextField()),
                *LIFETIME,
            ],
            options={
                "db_table": "judgement",
                "indexes": [models.Index(fields=["reader", "since"], name="judgement_reader")],
            },
        ),
        migrations.AddField("tierow", "decided", models.BooleanField(default=False)),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
