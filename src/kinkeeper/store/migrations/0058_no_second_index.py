"""Tables that grow with every record have one index of their ids: Django makes a second one for LIKE, which nobody asks of them."""

from django.db import migrations

INDEXES = (
    "record_record_id_aead7a94_like",
    "findable_record_id_9d780cf7_like",
    "request_request_id_2c43a717_like",
    "refusal_extract_id_ecdde060_like",
)


class Migration(migrations.Migration):
    same_rows = True
    dependencies = [("store", "0057_held_when_received")]
    operations = [migrations.RunSQL(f"DROP INDEX IF EXISTS {', '.join(INDEXES)}", migrations.RunSQL.noop)]
