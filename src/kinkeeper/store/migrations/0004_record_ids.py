"""Records' ids sort as those of the tables that name them: between two collations no index serves a join."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_search")]
    operations = [
        # Written out: Django would add a second index for searches by the beginning of an id, which nobody makes.
        migrations.RunSQL(
            'ALTER TABLE record ALTER COLUMN record_id TYPE text COLLATE "default"',
            'ALTER TABLE record ALTER COLUMN record_id TYPE text COLLATE "C"',
            [migrations.AlterField("recordrow", "record_id", models.TextField(primary_key=True, serialize=False))],
        )
    ]
