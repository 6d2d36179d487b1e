"""What counts read of those who were ever apart, kept together. Filled from the tables they are copies of."""

from django.conf import settings
from django.db import migrations, models

COPIES = {
    "apart_person": ("person", "person_id, born, nationality, since, until"),
    "apart_member": ("family_member", "person_id, family_id, since, until"),
    "apart_day": ("custody_day", "person_id, from_day, until_day, custodian, place, since, until"),
}
EVER_APART = "SELECT child FROM separation UNION SELECT adult FROM separation WHERE adult <> ''"
KNOWN = [("since", models.BigIntegerField()), ("until", models.BigIntegerField(null=True))]


def fill(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Copy what is there, and let the application's role write it."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    for copy, (table, columns) in COPIES.items():
        schema_editor.execute(
            f"INSERT INTO {copy} ({columns}) SELECT {columns} FROM {table} WHERE person_id IN ({EVER_APART}) ORDER BY person_id, since"
        )
        schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {copy} TO {role}")


def key(*columns):  # type: ignore[no-untyped-def]
    return ("pk", models.CompositePrimaryKey(*columns, blank=True, editable=False, primary_key=True, serialize=False))


def text(*names):  # type: ignore[no-untyped-def]
    return [(name, models.TextField()) for name in names]


class Migration(migrations.Migration):
    dependencies = [("store", "0026_caseloads")]
    operations = [
        migrations.CreateModel(
            name="ApartPersonRow",
            fields=[key("person_id", "since"), *text("person_id", "born", "nationality"), *KNOWN],
            options={"db_table": "apart_person"},
        ),
        migrations.CreateModel(
            name="ApartMemberRow",
            fields=[key("person_id", "family_id", "since"), *text("person_id", "family_id"), *KNOWN],
            options={"db_table": "apart_member"},
        ),
        migrations.CreateModel(
            name="ApartDayRow",
            fields=[
                key("person_id", "from_day", "since"),
                *text("person_id"),
                ("from_day", models.DateField()),
                ("until_day", models.DateField()),
                *text("custodian", "place"),
                *KNOWN,
            ],
            options={"db_table": "apart_day"},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
