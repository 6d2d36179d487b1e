"""Which clocks ran before is found as which run now: those that still stand by their index, and those that have ended since by theirs."""

from django.db import migrations, models

RUNNING = models.Q(("until", None), ("running", True))
INDEXES = (
    models.Index(fields=["due_first", "child"], include=["due_last", "since"], name="clock_due", condition=RUNNING),
    models.Index(fields=["owner", "due_first", "child"], include=["due_last", "since"], name="clock_owner", condition=RUNNING),
    models.Index(
        fields=["due_last", "due_first"],
        include=["child", "owner", "since"],
        name="clock_uncertain",
        condition=RUNNING & models.Q(due_first__lt=models.F("due_last")),
    ),
)


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0051_brought_by_entry")]
    operations = [
        *(migrations.RemoveIndex("clockrow", index.name) for index in INDEXES),
        *(migrations.AddIndex("clockrow", index) for index in INDEXES),
        migrations.AddIndex(
            "clockrow", models.Index(fields=["until"], name="clock_ran", condition=models.Q(running=True, until__isnull=False))
        ),
    ]
