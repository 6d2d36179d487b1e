"""What staff say: accounts, warnings, cases, proofs, decisions, departures, contacts, hand-overs, and who is in a class."""

from django.conf import settings
from django.db import migrations, models

TABLES = (
    "beds",
    "count_claim",
    "inquiry",
    "account",
    "aftercare",
    "child_case",
    "class_member",
    "contact",
    "decision",
    "departure",
    "need",
    "proof",
    "tag",
    "task",
    "transfer",
    "warning",
)


def grant(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Let the application's role write the read tables."""
    role = schema_editor.quote_name(settings.APPLICATION_ROLE)
    schema_editor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(TABLES)} TO {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_refuted_ties"),
    ]

    operations = [
        migrations.CreateModel(
            name="BedsRow",
            fields=[
                ("pk", models.CompositePrimaryKey("beds_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("beds_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "beds",
            },
        ),
        migrations.CreateModel(
            name="CountClaimRow",
            fields=[
                ("pk", models.CompositePrimaryKey("claim_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("claim_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "count_claim",
            },
        ),
        migrations.CreateModel(
            name="InquiryRow",
            fields=[
                ("pk", models.CompositePrimaryKey("inquiry_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("inquiry_id", models.TextField()),
                ("open", models.BooleanField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "inquiry",
            },
        ),
        migrations.CreateModel(
            name="AccountRow",
            fields=[
                ("pk", models.CompositePrimaryKey("account_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("account_id", models.TextField()),
                ("child", models.TextField()),
                ("adult", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "account",
                "indexes": [models.Index(fields=["child"], name="account_child")],
            },
        ),
        migrations.CreateModel(
            name="AftercareRow",
            fields=[
                ("pk", models.CompositePrimaryKey("aftercare_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("aftercare_id", models.TextField()),
                ("child", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "aftercare",
                "indexes": [models.Index(fields=["child"], name="aftercare_child")],
            },
        ),
        migrations.CreateModel(
            name="ChildCaseRow",
            fields=[
                ("pk", models.CompositePrimaryKey("child", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("child", models.TextField()),
                ("open", models.BooleanField()),
                ("owner", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "child_case",
                "indexes": [models.Index(fields=["owner"], name="child_case_owner")],
            },
        ),
        migrations.CreateModel(
            name="ClassMemberRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("order_id", "child", "since", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("order_id", models.TextField()),
                ("child", models.TextField()),
                ("standing", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "class_member",
                "indexes": [models.Index(fields=["child"], name="class_member_child")],
            },
        ),
        migrations.CreateModel(
            name="ContactRow",
            fields=[
                ("pk", models.CompositePrimaryKey("contact_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("contact_id", models.TextField()),
                ("person_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "contact",
                "indexes": [models.Index(fields=["person_id"], name="contact_person_id")],
            },
        ),
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                ("pk", models.CompositePrimaryKey("decision_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("decision_id", models.TextField()),
                ("adult", models.TextField()),
                ("child", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "decision",
                "indexes": [models.Index(fields=["adult"], name="decision_adult"), models.Index(fields=["child"], name="decision_child")],
            },
        ),
        migrations.CreateModel(
            name="DepartureRow",
            fields=[
                ("pk", models.CompositePrimaryKey("departure_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("departure_id", models.TextField()),
                ("adult", models.TextField()),
                ("stand", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "departure",
                "indexes": [models.Index(fields=["adult"], name="departure_adult")],
            },
        ),
        migrations.CreateModel(
            name="NeedRow",
            fields=[
                ("pk", models.CompositePrimaryKey("need_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("need_id", models.TextField()),
                ("person_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "need",
                "indexes": [models.Index(fields=["person_id"], name="need_person_id")],
            },
        ),
        migrations.CreateModel(
            name="ProofRow",
            fields=[
                ("pk", models.CompositePrimaryKey("proof_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("proof_id", models.TextField()),
                ("child", models.TextField()),
                ("adult", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "proof",
                "indexes": [models.Index(fields=["child"], name="proof_child")],
            },
        ),
        migrations.CreateModel(
            name="TagRow",
            fields=[
                ("pk", models.CompositePrimaryKey("tag", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("tag", models.TextField()),
                ("person_id", models.TextField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "tag",
                "indexes": [models.Index(fields=["person_id"], name="tag_person_id")],
            },
        ),
        migrations.CreateModel(
            name="TaskRow",
            fields=[
                ("pk", models.CompositePrimaryKey("task_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("task_id", models.TextField()),
                ("about", models.TextField()),
                ("owner", models.TextField()),
                ("open", models.BooleanField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "task",
                "indexes": [models.Index(fields=["about"], name="task_about"), models.Index(fields=["owner"], name="task_owner")],
            },
        ),
        migrations.CreateModel(
            name="TransferRow",
            fields=[
                ("pk", models.CompositePrimaryKey("transfer_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("transfer_id", models.TextField()),
                ("person_id", models.TextField()),
                ("to_custodian", models.TextField()),
                ("open", models.BooleanField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "transfer",
                "indexes": [models.Index(fields=["person_id"], name="transfer_person_id")],
            },
        ),
        migrations.CreateModel(
            name="WarningRow",
            fields=[
                ("pk", models.CompositePrimaryKey("warning_id", "since", blank=True, editable=False, primary_key=True, serialize=False)),
                ("warning_id", models.TextField()),
                ("person_id", models.TextField()),
                ("role", models.TextField()),
                ("open", models.BooleanField()),
                ("told", models.JSONField()),
                ("since", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "warning",
                "indexes": [models.Index(fields=["person_id"], name="warning_person_id")],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
