"""What an operation does not declare it does not take: no column of any table can be set by naming it in a request."""

from typing import Any

import msgspec

from kinkeeper.api.catalog import OPERATIONS
from kinkeeper.jobs.saying import FILLED_IN
from kinkeeper.site.database import Database
from tests.api.program import program
from tests.api.test_rights import addresses
from tests.figures import Figure
from tests.web.scene import history, play

ARRIVAL = {"role": "child", "given": "Ana", "surnames": "Lux"}
SENT: dict[str, dict[str, Any]] = {
    "search": {"text": "Maite"},
    "likely_persons": {"whole": "Maite"},
    "ask_for_export": {"why": "Status report", "form": "csv"},
    "say_several": {"statements": [{"key": "several-0001", "saying": "placement", "told": {}}]},
    "take_family_in": {"intake_id": "undeclared-01", "at": "2018-06-01T10:00", "place": "McAllen", "arrivals": [ARRIVAL]},
}
"""Something that each operation takes; of those that are not here, nothing but what is undeclared is sent."""


def columns() -> list[str]:
    """The name of every column of every table."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def test_no_operation_takes_what_it_does_not_declare(database: Database, figure: Figure) -> None:
    """All columns and all that who is signed in fills in, beside what it takes: the refusal names the first, nothing is recorded."""
    from kinkeeper.queries.moments import ledger_size

    play(history())
    asker, named, before, tried = program(), {*columns(), *FILLED_IN}, ledger_size(), 0
    for asked in OPERATIONS.values():
        if asked.body is None or not hasattr(asked.body, "__struct_fields__"):
            continue
        others = sorted(named - {field.encode_name for field in msgspec.structs.fields(asked.body)})
        told = SENT.get(asked.name, {}) | dict.fromkeys(others, "x")
        answer = asker.post(next(addresses(asked)), told, **{"Idempotency-Key": "undeclared-1"})
        assert answer.status_code == 422 and b"unknown field" in answer.content, (asked.name, answer.content)
        tried += len(others)
    within = SENT["take_family_in"] | {"arrivals": [ARRIVAL | {"surname": "Lux"}]}
    answer = asker.post("/intakes", within, **{"Idempotency-Key": "undeclared-2"})
    assert answer.status_code == 422 and b"unknown field `surname`" in answer.content and b"body.arrivals[0]" in answer.content
    figure(22, "{} names of columns sent to operations that do not declare them, none taken", tried)
    assert tried > 1_000 and ledger_size() == before
