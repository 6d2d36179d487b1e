"""By which entry a row came, found at once: the wall asks of every statement whom it is about."""

from django.db import migrations

TABLES = ("adjustment", "clock", "class_member", "designation", "milestone", "account", "warning", "child_case", "proof", "decision")
MORE = ("departure", "contact", "aftercare", "task", "document", "need", "transfer", "tag", "consent")
INDEXES = "; ".join(f"CREATE INDEX {table}_came_at ON {table} (since)" for table in (*TABLES, *MORE))

INDEXES += "; CREATE INDEX family_member_came_at ON family_member USING brin (since) WITH (pages_per_range = 16)"


class Migration(migrations.Migration):
    dependencies = [("store", "0040_access_published")]
    operations = [migrations.RunSQL(INDEXES)]
