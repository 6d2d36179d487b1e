"""How many clocks are late, and how many may be, is counted in the indexes alone."""

from django.db import migrations, models

RUNNING = models.Q(("until", None), ("running", True))


class Migration(migrations.Migration):
    dependencies = [("store", "0047_mentions")]
    operations = [
        migrations.RemoveIndex("clockrow", "clock_due"),
        migrations.RemoveIndex("clockrow", "clock_owner"),
        migrations.AddIndex(
            "clockrow", models.Index(fields=["due_first", "child"], include=["due_last"], name="clock_due", condition=RUNNING)
        ),
        migrations.AddIndex(
            "clockrow", models.Index(fields=["owner", "due_first", "child"], include=["due_last"], name="clock_owner", condition=RUNNING)
        ),
        migrations.AddIndex(
            "clockrow",
            models.Index(
                fields=["due_last", "due_first"],
                include=["child"],
                name="clock_uncertain",
                condition=RUNNING & models.Q(due_first__lt=models.F("due_last")),
            ),
        ),
    ]
