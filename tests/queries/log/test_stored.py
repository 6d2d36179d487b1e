"""Rows of a log as they are stored."""

import gc
from dataclasses import replace

import psycopg
import pytest
from django.db import DataError

from kinkeeper.queries.log.which import LEDGER
from kinkeeper.site.database import Database
from tests.signing import record


def test_what_was_being_read_is_closed_though_an_error_is_kept(database: Database) -> None:
    """Else it is closed when Python next looks for garbage, with a warning in whatever runs then."""
    from django.db import transaction

    from kinkeeper.queries.log.stored import slices

    record(0, 400)
    broken = replace(LEDGER, entries=f"SELECT o.* FROM ({LEDGER.entries}) o WHERE 1 / (300 - o.seq) <= 1")
    with pytest.raises((DataError, psycopg.DataError)) as refused, transaction.atomic():
        list(slices(log=broken))
    assert refused.value.__traceback__
    assert [one for one in gc.get_objects() if type(one) is psycopg.ServerCursor and not one.closed] == []
