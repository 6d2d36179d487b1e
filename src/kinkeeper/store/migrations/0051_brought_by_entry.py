"""What an entry brought is found at once, however large the table: who sees a part has it asked of each statement of a family."""

from django.db import migrations, models

TABLES = ("family", "question", "judgement", "family_member")
INDEXES = "; ".join(f"DROP INDEX {table}_came_at; CREATE INDEX {table}_came_at ON {table} (since)" for table in TABLES)


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0050_counted_apart")]
    operations = [
        *(
            operation
            for table in ("record", "person", "tie")
            for operation in (
                migrations.RemoveIndex(f"{table}row", f"{table}_since"),
                migrations.AddIndex(f"{table}row", models.Index(fields=["since"], name=f"{table}_since")),
            )
        ),
        migrations.AddIndex("placementrow", models.Index(fields=["since"], name="placement_reported", condition=~models.Q(person_id=""))),
        migrations.RunSQL(INDEXES),
    ]
