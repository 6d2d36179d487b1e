"""What changed since somebody last looked is found from the newest entry on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0016_holdings")]
    operations = [migrations.AddIndex("separationrow", models.Index(fields=["since"], name="separation_since"))]
