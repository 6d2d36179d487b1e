"""What lists ask of everybody at once: who is still apart, how old, of which nationality."""

from django.db import migrations, models

MOST_SAY = """
UPDATE person p SET {column} = coalesce((
    SELECT mode() WITHIN GROUP (ORDER BY {said}) FROM membership m JOIN record r ON r.record_id = m.record_id
    WHERE m.person_id = p.person_id AND m.since <= p.since AND (m.until IS NULL OR m.until > p.since) AND r.since < p.since AND {usable}
), '')
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0011_casework")]
    operations = [
        migrations.AddField("personrow", "born", models.TextField(default="")),
        migrations.AddField("personrow", "nationality", models.TextField(default="")),
        migrations.RunSQL(MOST_SAY.format(column="born", said="left(r.born, 10)", usable="length(r.born) >= 10"), migrations.RunSQL.noop),
        migrations.RunSQL(
            MOST_SAY.format(column="nationality", said="r.nationality", usable="r.nationality <> ''"), migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            "separationrow",
            models.Index(fields=["outcome", "child"], include=("since", "until", "valid_from", "outcome_on"), name="separation_outcome"),
        ),
        migrations.AddIndex("separationrow", models.Index(fields=["outcome_on"], name="separation_outcome_on")),
    ]
