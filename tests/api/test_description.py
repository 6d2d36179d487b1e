"""The description is the contract: nothing that stands in it goes, and every answer is as it says, whatever is sent."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kinkeeper.api.catalog import OPERATIONS
from kinkeeper.api.description import document
from kinkeeper.site.database import Database
from tests.access.planted import planted
from tests.api.program import program
from tests.figures import Figure
from tests.web.scene import play

KEPT = Path(__file__).parents[2] / "docs" / "api-v1.txt"
NOTE = "What programs may rely on in version 1 of the API. It may grow; no line goes. Made by: python -m tests.api.test_description"


def lines() -> list[str]:
    """Everything that a program can rely on: operations, their parameters and statuses, members of what is sent and answered."""
    told = document()
    found = set()
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            where = f"{method.upper()} {path}"
            found.add(f"{where} {one['operationId']}")
            found |= {f"{where} takes {each['name']}" for each in one["parameters"]}
            found |= {f"{where} answers {status}" for status in one["responses"]}
    for name, schema in told["components"]["schemas"].items():
        for member, kind in schema.get("properties", {}).items():
            found.add(f"{name}.{member} {kind.get('type', '')}".rstrip())
    return sorted(found)


def test_nothing_that_programs_rely_on_has_gone() -> None:
    kept = KEPT.read_text(encoding="utf-8").splitlines()
    assert kept[0] == NOTE and len(kept) > 500
    assert sorted(set(kept[1:]) - set(lines())) == [], "version 1 may grow; what goes or changes is a version of its own"


def test_every_operation_says_what_it_is_and_what_goes_wrong() -> None:
    told = document()
    for one in OPERATIONS.values():
        described = told["paths"][one.path][one.method.lower()]
        assert described["summary"] and len(described["description"]) > 30, one.name
        assert {"401", "403", "404", "422", "429"} <= set(described["responses"])
        assert all(each["description"] for each in described["parameters"]), one.name
    assert len(OPERATIONS) > 60


AT_ONCE = 5
"""Requests that are made of an operation's description before the time is looked at."""


def short_and_long() -> list[Any]:
    """How long each operation is asked, as described and not as described: once each time, so many seconds in the long run."""
    return [0, pytest.param(3, marks=[pytest.mark.long, pytest.mark.timeout(3_600)])]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seconds", short_and_long())
def test_no_request_made_of_the_description_is_answered_by_a_fault(
    database: Database, monkeypatch: pytest.MonkeyPatch, seconds: int, figure: Figure
) -> None:
    """Requests as described and not as described, by schemathesis: no fault; each answer is of a status, type and shape described."""
    from schemathesis import GenerationMode

    from kinkeeper.api import caller

    play(planted())
    for limit in ("ASKED", "OF_AN_AGENCY", "MANY"):
        monkeypatch.setattr(caller, limit, 10**6)
    asked: Counter[int] = Counter()
    least: dict[str, int] = {}
    for result in described().get_all_operations():
        before = asked.total()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask_for(seconds, result.ok().as_strategy(generation_mode=mode), asked)
        least[result.ok().label] = asked.total() - before
    words = "{} requests made of the description of {} operations: {} done, {} refused, {} faults"
    figure(38, words, asked.total(), len(OPERATIONS), asked[2], asked[4], asked[5])
    assert len(least) == len(OPERATIONS) and min(least.values()) >= 2 and asked[2] > 1 and not asked[5]


def described() -> Any:
    """The description, as schemathesis reads it."""
    import schemathesis
    from django.core.wsgi import get_wsgi_application
    from schemathesis.checks import load_all_checks

    load_all_checks()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app=get_wsgi_application())
    for methods in schema.raw_schema["paths"].values():
        for one in methods.values():
            one.pop("security")  # the token is always there: what it does not open is tested elsewhere
    return schema


def ask_for(seconds: int, strategy: Any, asked: Counter[int]) -> None:
    """Make requests for so long, at least once; each round of them of a seed of its own, so that a run can be made again."""
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis.checks import CHECKS

    wanted = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
    checks = [CHECKS.get_one(name) for name in wanted]
    asker = program("coordinator")
    headers = {
        "Authorization": f"Bearer {asker.token}",
        "Kinkeeper-Purpose": asker.purpose,
        "Host": "localhost",
        "Accept-Encoding": "identity",
    }
    until, rounds = time.monotonic() + seconds, 0
    while not rounds or time.monotonic() < until:

        @seed(rounds)
        @settings(max_examples=AT_ONCE if seconds else 1, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=strategy)
        def run(case: Any) -> None:
            key = case.headers.get("Idempotency-Key", "") if case.headers else ""
            case.headers = None
            answer = case.call(headers=headers | ({"Idempotency-Key": key} if isinstance(key, str) and key.isascii() and key else {}))
            asked[answer.status_code // 100] += 1
            case.validate_response(answer, checks=checks)

        run()
        rounds += 1


if __name__ == "__main__":
    KEPT.write_text("\n".join([NOTE, *lines()]) + "\n", encoding="utf-8")
