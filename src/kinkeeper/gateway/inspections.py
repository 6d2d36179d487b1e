"""What was found when the whole ledger was looked at, kept for the page "Proof"."""

from django.db import connection, transaction

from kinkeeper.gateway import log_writer
from kinkeeper.queries.ledger import Verified


def keep_inspection(verified: Verified) -> None:
    """Keep that the ledger was proven just now, or what was wrong."""
    with transaction.atomic(), connection.cursor() as cursor:
        log_writer.write_inspection(cursor, verified.size, verified.root, verified.wrong)
