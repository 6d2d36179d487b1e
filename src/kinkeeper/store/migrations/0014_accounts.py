from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0013_withdrawals"),
    ]
    run_before = [("account", "0001_initial"), ("mfa", "0001_initial"), ("usersessions", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("is_active", models.BooleanField(default=True)),
                ("short_password", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "sign_in",
            },
        ),
        migrations.CreateModel(
            name="AccessEntryRow",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("leaf", models.BinaryField()),
                ("salt", models.BinaryField()),
                ("body", models.BinaryField()),
            ],
            options={
                "db_table": "access_entry",
            },
        ),
        migrations.CreateModel(
            name="StaffRow",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("agency", models.TextField()),
                ("role", models.TextField()),
                ("person", models.TextField()),
                ("closed", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "staff",
            },
        ),
        migrations.CreateModel(
            name="PersonReadRow",
            fields=[
                ("pk", models.CompositePrimaryKey("person_id", "seq", blank=True, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.TextField()),
                ("seq", models.BigIntegerField()),
            ],
            options={
                "db_table": "person_read",
            },
        ),
        migrations.CreateModel(
            name="TriedRow",
            fields=[
                ("what", models.TextField(primary_key=True, serialize=False)),
                ("count", models.IntegerField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "db_table": "tried",
            },
        ),
        migrations.CreateModel(
            name="AccessHeadRow",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("frontier", models.BinaryField()),
            ],
            options={
                "db_table": "access_head",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="access_head_is_one")],
            },
        ),
    ]
