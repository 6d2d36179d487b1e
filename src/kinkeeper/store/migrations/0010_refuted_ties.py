"""The refuted ties can be found at once: every count leaves out the separations that rest on one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0009_published")]
    operations = [
        migrations.AddIndex("tierow", models.Index(fields=["child", "adult"], name="tie_refuted", condition=models.Q(status="refuted")))
    ]
