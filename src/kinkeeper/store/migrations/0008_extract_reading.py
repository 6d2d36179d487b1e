"""How an extract was read, who sent it, and of which earlier one it is a newer version."""

from django.db import migrations, models

NUMBERS = ("rows_known", "rows_changed", "rows_repeated")
TEXTS = ("sender", "corrects", "said")


class Migration(migrations.Migration):
    dependencies = [("store", "0007_orders")]
    operations = [
        *(migrations.AddField("extractrow", name, models.IntegerField(default=0)) for name in NUMBERS),
        *(migrations.AddField("extractrow", name, models.TextField(default="")) for name in TEXTS),
    ]
