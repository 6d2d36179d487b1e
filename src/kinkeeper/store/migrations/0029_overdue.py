"""When flags and tasks are overdue, so that the timer finds them. Rows from before get theirs by `kinkeeper rebuild`."""

from django.db import migrations, models

FLAGGED = models.Q(open=True, flagged_from__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("store", "0028_lighter_heads")]
    operations = [
        migrations.AddField("childcaserow", "flagged_from", models.DateTimeField(null=True)),
        migrations.AddField("childcaserow", "flagged_until", models.DateTimeField(null=True)),
        migrations.AddField("taskrow", "due_last", models.DateTimeField(null=True)),
        migrations.AddIndex("childcaserow", models.Index(fields=["flagged_from"], name="child_case_flagged", condition=FLAGGED)),
        migrations.AddIndex("taskrow", models.Index(fields=["due_last"], name="task_due_last", condition=models.Q(open=True))),
    ]
