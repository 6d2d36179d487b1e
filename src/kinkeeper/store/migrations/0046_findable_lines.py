"""What a record is found by in one line, as it is compared, and how many words have each sound."""

from django.db import migrations

OTHERS = ("surnames", "born", "sex", "nationality", "a_number")
LINE = f"concat_ws(E'\\t', given, {', '.join(OTHERS)})"
MAKE = f"""
ALTER TABLE findable ALTER COLUMN given TYPE text USING {LINE},
    {", ".join(f"ALTER COLUMN {name} DROP NOT NULL, ALTER COLUMN {name} TYPE text USING NULL" for name in OTHERS)};
ALTER TABLE findable RENAME COLUMN given TO line;
ALTER TABLE findable {", ".join(f"DROP COLUMN {name}" for name in OTHERS)};
ALTER TABLE findable_value SET (fillfactor = 80);
INSERT INTO findable_value (kind, value, sound, near, count)
    SELECT 'sound', sound::text, 0, '{{}}', sum(count) FROM findable_value WHERE kind IN ('given', 'surnames') GROUP BY sound;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0045_meetings")]
    operations = [
        migrations.RunSQL(
            MAKE,
            migrations.RunSQL.noop,
            state_operations=[
                migrations.RenameField("findablerow", "given", "line"),
                *(migrations.RemoveField("findablerow", name) for name in OTHERS),
            ],
        )
    ]
