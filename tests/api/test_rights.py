"""Who may ask what: every operation by every role equals the policy, what is hidden leaves no trace, and no byte of a sponsor gets out."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from kinkeeper.api.catalog import OPERATIONS
from kinkeeper.api.operations import OPEN, Operation
from kinkeeper.domain.access.accounts import ENFORCES, ROLES_OF
from kinkeeper.domain.access.decisions import FieldGroup, decide
from kinkeeper.site.database import Database
from tests.access.planted import CANARY, SPONSOR, planted
from tests.access.test_matrix import ROLES, of_the_api
from tests.access.test_wall import hidden
from tests.api.program import Program, program
from tests.figures import Figure
from tests.web.browsing import queries_of, somebody
from tests.web.scene import FAMILY, history, play

VALUES = {
    "family_id": (FAMILY,),
    "person_id": ("Pmaite", "Pyamilet", "Pkevin", SPONSOR),
    "inquiry_id": ("i1",),
    "name": ("census", "separations", "court", "agencies", "removals"),
    "position": ("3", "30"),
    "number": ("K7-0000",),
    "export_id": ("E1",),
}
WITHOUT_READING = {"administrator"}
EVERYBODY = [(role, str(agency)) for agency in sorted(ROLES_OF) for role in sorted(ROLES_OF[agency])]
ARREST = [(role, agency) for role, agency in EVERYBODY if agency in ENFORCES]
ASKED_AT_ONCE = ("caseworker", "ICE")


def addresses(asked: Operation) -> Iterator[str]:
    """The path of an operation with each number it can bear."""
    found = [asked.path]
    for name, values in VALUES.items():
        found = [one.replace(f"{{{name}}}", value) for one in found for value in (values if f"{{{name}}}" in one else ("",))]
    yield from found


def answered(answer: Any) -> str:
    """What an answer lets do."""
    return {401: "door", 403: "no", 404: "hidden", 500: "fault"}.get(answer.status_code, "yes")


def ask(asker: Program, asked: Operation, address: str) -> Any:
    """One operation asked, with nothing in it where something is to be sent."""
    return asker.get(address) if asked.method == "GET" else asker.post(address, {}, **{"Idempotency-Key": "test-of-rights"})


def wanted(asked: Operation, address: str, role: str, agency: str) -> set[str]:
    """What may be answered: what the policy says, and where it shows one person or family what the rules of access decide."""
    from kinkeeper.queries.access.subjects import persons_of, subject_of

    viewer = ROLES[f"{agency} {role}"]
    said = of_the_api(asked, viewer)
    if said != "whom":
        return {said} | ({"hidden"} if said == "yes" and "{" in asked.path else set())
    whom = address.split("/")[2]
    group = FieldGroup.IDENTITY if whom.startswith("P") and not address.endswith("looks") else FieldGroup.KINSHIP
    return {"yes"} if any(decide(viewer, subject_of(one), group).allowed for one in persons_of(whom)) else {"hidden"}


def crawl(role: str, agency: str, log: pytest.LogCaptureFixture) -> int:
    """Every operation asked by a role: as the policy says, and for who arrests without a byte of the sponsor. How many answers."""
    asker = program(role, agency) if role not in WITHOUT_READING else session(role, agency)
    other, told, answers = [], [], 0
    with log.at_level(logging.DEBUG):
        for asked in OPERATIONS.values():
            for address in addresses(asked):
                for query in ("", "?as_of=2018-07-08") if asked.method == "GET" and "as_of" in asked.asked.__struct_fields__ else ("",):
                    answer = ask(asker, asked, address + query)
                    told.append((address, answer.content))
                    answers += 1
                    if answered(answer) not in wanted(asked, address, role, agency):
                        other.append((asked.name, address, answer.status_code, answer.content[:200]))
        for text in (CANARY, "Maite", "Rosa", f"{CANARY}555", SPONSOR, FAMILY):
            told.append((text, asker.post("/searches", {"text": text}).content))
    assert other == []
    if agency in ENFORCES:
        assert [address for address, content in told if CANARY.encode() in content or SPONSOR.encode() in content] == []
        assert CANARY not in log.text
    return answers


def session(role: str, agency: str) -> Program:
    """Who signed in on the pages asks the API: there is no token for who looks at nobody."""
    from django.test import Client

    browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
    browser.force_login(somebody(role, agency))

    class Signed(Program):
        def _headers(self, more: dict[str, str]) -> dict[str, str]:
            return {"Kinkeeper-Purpose": self.purpose} | more

    return Signed("", ROLES[f"{agency} {role}"].purpose, browser)


@pytest.mark.parametrize(
    ("role", "agency"), [one if one == ASKED_AT_ONCE else pytest.param(*one, marks=pytest.mark.long) for one in EVERYBODY]
)
def test_every_operation_answers_every_role_as_the_policy_says(
    database: Database, caplog: pytest.LogCaptureFixture, role: str, agency: str, figure: Figure
) -> None:
    play(planted())
    shown = program("coordinator").get(f"/people/{SPONSOR}")
    assert CANARY in shown.content.decode()  # the canary sings where it may
    answers = crawl(role, agency, caplog)
    figure(18, "{} answers, all as the policy says", answers)
    figure(20, "{} answers to who arrests, no byte of the canary", answers * (agency in ENFORCES))


def test_nobody_is_answered_without_a_token(database: Database) -> None:
    from django.test import Client

    nobody = Program("kk_T1_wrong", "reunification", Client(SERVER_NAME="localhost"))
    for asked in OPERATIONS.values():
        answer = ask(nobody, asked, next(addresses(asked)))
        assert answer.status_code == 401 or asked.right == OPEN, asked.name
        assert answer.headers.get("WWW-Authenticate") or asked.right == OPEN
    assert nobody.browser.get("/api/v1/openapi.json").status_code == 200


def without_moment(answer: Any) -> tuple[int, str]:
    """An answer without from where it looks: the ledger grows whoever is hidden."""
    told = json.loads(answer.content)
    told.pop("here", None)
    for name in ("size", "entries", "root", "checkpoint", "next"):
        told.pop(name, None)
    return answer.status_code, json.dumps(told, sort_keys=True)


def everywhere(asker: Program) -> list[tuple[int, str]]:
    """What is answered everywhere, of the hidden family, too."""
    found = []
    for asked in OPERATIONS.values():
        if asked.method == "GET" and asked.name not in ("list_looks", "get_receipt"):
            path = asked.path.replace("{family_id}", "KF-77777").replace("{person_id}", "Pana").replace("{name}", "census")
            path = path.replace("{inquiry_id}", "i1").replace("{number}", "K7").replace("{export_id}", "E1")
            found.append(without_moment(asker.get(path)))
    return found + [without_moment(asker.post("/searches", {"text": text})) for text in ("Hidden", "Pana", "KF-77777")]


def test_a_hidden_family_changes_no_byte_and_takes_as_many_questions(database: Database, still: None, figure: Figure) -> None:
    play(history())
    asker = program("caseworker", "ICE")
    without = everywhere(asker)
    for path in ("/families/KF-77777", "/people/Pana", "/people/Pana/file"):
        asker.get(path)
    questions = [queries_of(lambda path=path: asker.get(path)) for path in ("/families/KF-77777", "/people/Pana", "/people/Pana/file")]
    play(hidden(), name="hidden")
    assert everywhere(asker) == without and len(without) > 15
    again = [queries_of(lambda path=path: asker.get(path)) for path in ("/families/KF-77777", "/people/Pana", "/people/Pana/file")]
    assert questions == again
    assert "Hidden" in program("caseworker", "ORR").get("/families").content.decode()
    figure(19, "{} answers, no byte differs; {} of them timed by questions to the database: as many", len(without), len(again))
