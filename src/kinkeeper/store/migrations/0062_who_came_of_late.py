"""Who came to a custodian of late is found at once: beds are set against those who wait and those to be expected."""

from django.db import migrations, models


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0061_families_apart")]
    operations = [
        migrations.AddIndex("placementrow", models.Index(fields=["custodian", "valid_from"], name="placement_began")),
    ]
