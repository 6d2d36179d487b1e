"""The guard of the heads, without what it cost each commit.

A trigger before an update locks the row once more and writes that to the disk. One after it, asked only where the head would go back, refuses
the same. And a head whose page is tidied at each look is one write more; half a page of old heads is tidied at once.
"""

from django.db import migrations

LIGHTER = "".join(
    f"""
DROP TRIGGER head_only_grows ON {head};
CREATE TRIGGER head_only_grows AFTER UPDATE ON {head} FOR EACH ROW WHEN (NEW.size < OLD.size) EXECUTE FUNCTION head_only_grows();
CREATE TRIGGER head_is_kept BEFORE DELETE ON {head} FOR EACH ROW EXECUTE FUNCTION head_only_grows();
ALTER TABLE {head} SET (fillfactor = 50);
"""
    for head in ("head", "access_head")
)


class Migration(migrations.Migration):
    dependencies = [("store", "0027_apart_rows")]
    operations = [migrations.RunSQL(LIGHTER)]
