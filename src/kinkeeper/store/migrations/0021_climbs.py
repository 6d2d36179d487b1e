"""When a warning climbs next, so that the timer finds it; the open ones by themselves."""

from django.db import migrations, models

OPEN = models.Q(until=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0020_models")]
    operations = [
        migrations.AddField("warningrow", "climbs_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "warningrow", models.Index(fields=["climbs_at"], name="warning_climbs_at", condition=OPEN & models.Q(climbs_at__isnull=False))
        ),
        migrations.AddIndex("warningrow", models.Index(fields=["since"], name="warning_open", condition=OPEN & models.Q(open=True))),
    ]
