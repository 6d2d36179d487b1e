"""By which entry a row came or ended, found at once also in the tables that tell of records, files and inquiries."""

from django.db import migrations

TABLES = ("extract", "inquiry", "caseload", "saved_view", "sealing", "recipe", "objection", "extract_withdrawal", "record_withdrawal")
ENDED = ("objection", "extract_withdrawal", "record_withdrawal")
LARGE = ("family", "question", "judgement")
INDEXES = "; ".join(
    (
        *(f"CREATE INDEX {table}_came_at ON {table} (since)" for table in TABLES),
        *(f"CREATE INDEX {table}_ended_at ON {table} (until) WHERE until IS NOT NULL" for table in ENDED),
        *(f"CREATE INDEX {table}_came_at ON {table} USING brin (since) WITH (pages_per_range = 16)" for table in LARGE),
    )
)


class Migration(migrations.Migration):
    dependencies = [("store", "0042_usual_reading")]
    operations = [migrations.RunSQL(INDEXES)]
