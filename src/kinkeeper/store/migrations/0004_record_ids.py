"""Records' ids sort as those of the tables that name them: between two collations no index serves a join."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_search")]
    operations = [migrations.AlterField("recordrow", "record_id", models.TextField(primary_key=True, serialize=False))]
