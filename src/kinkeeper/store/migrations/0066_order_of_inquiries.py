"""Inquiries are read in their order, as far as their page goes: those that are open first, each as they came."""

from django.db import migrations

ORDER = """
CREATE INDEX inquiry_order ON inquiry ((coalesce(told->>'answered_at', '') <> ''), (coalesce(told->>'at', '')), inquiry_id)
WHERE until IS NULL
"""


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0065_who_is_held")]
    operations = [migrations.RunSQL(ORDER, "DROP INDEX inquiry_order")]
