"""Who is held at a place is found by the place; what is counted of children still apart, in an index that holds all of it."""

from django.db import migrations, models

STILL, SPELT = models.Q(still=True), ~models.Q(place="")
COUNTED = ("first_on", "ended_on", "removed", "no_reason", "detected", "born")


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0054_days_of_those_apart")]
    operations = [
        migrations.AddIndex(
            "apartdayrow", models.Index(fields=["custodian", "place", "until_day"], name="apart_day_place", condition=SPELT)
        ),
        migrations.RemoveIndex("childapartrow", "child_apart_first"),
        migrations.AddIndex(
            "childapartrow", models.Index(fields=["since_day", "child"], include=COUNTED, name="child_apart_first", condition=STILL)
        ),
        migrations.RemoveIndex("agencyapartrow", "agency_apart_first"),
        migrations.AddIndex(
            "agencyapartrow",
            models.Index(fields=["agency", "since_day", "child"], include=COUNTED, name="agency_apart_first", condition=STILL),
        ),
    ]
