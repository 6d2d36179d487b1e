"""What the rules refuse is said in the reader's language on a page, and in English by programs and commands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

from kinkeeper.domain import errors
from kinkeeper.domain.errors import KinkeeperError, Refused
from kinkeeper.site.database import Database
from kinkeeper.web.words.refusals import refusal
from tests.api.program import program
from tests.web.browsing import WHY, client, words
from tests.web.scene import MAITE, history, play

ROOT = Path(__file__).parents[2] / "src" / "kinkeeper"
MET = (
    "domain/casework",
    "domain/handover",
    "domain/deliveries",
    "domain/access",
    "queries/casework",
    "queries/deliveries",
    "queries/review",
)
MET += (
    "queries/handover",
    "queries/access",
    "jobs/casework",
    "reports/listings",
    "reports/taking",
    "web/views",
    "web/desk",
    "web/programs",
)
FILES = ("domain/intake", "domain/reviews", "domain/ties", "domain/people", "domain/placements", "domain/court/members", "jobs/saying")
FILES += ("domain/court/adjustments", "jobs/sayings", "jobs/documents", "jobs/deliveries/meeting", "jobs/deliveries/mentions", "jobs/find")
FILES += ("gateway/accounts", "gateway/emergencies", "gateway/submit", "gateway/access/parties", "gateway/programs/tokens")
FILES += ("gateway/programs/hooks", "gateway/files", "queries/families", "queries/extracts", "queries/sealings", "queries/court/orders")
ELSEWHERE = ("domain/access/providers.py", "domain/access/identities.py")
"""Settings of the operator and how one signs in elsewhere, which a command or that page says in its own words."""
EXPECTED = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, KinkeeperError)}


def sources() -> list[Path]:
    found = [path for folder in MET for path in (ROOT / folder).rglob("*.py")] + [ROOT / f"{name}.py" for name in FILES]
    return [path for path in found if str(path.relative_to(ROOT)) not in ELSEWHERE]


def raised() -> Iterator[tuple[str, ast.expr]]:
    """What is raised where a person at a page can meet it: the file, and the sentence as it is written."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Raise(exc=ast.Call(func=ast.Name(id=name), args=[told, *_])) if name in EXPECTED:
                    yield str(path.relative_to(ROOT)), told


def test_every_refusal_that_a_person_can_meet_is_a_form_with_spanish_words() -> None:
    found = list(raised())
    sewn = [(path, ast.unparse(told)) for path, told in found if isinstance(told, ast.JoinedStr)]
    assert sewn == [], "write what stands in the sentence as %(name)s, and name it beside: a page translates the form"
    forms = {told.value for _, told in found if isinstance(told, ast.Constant)}
    with translation.override("es"):
        assert len(forms) > 250 and [form for form in forms if translation.gettext(form) == form] == ["%(name)s: %(error)s."]


def test_what_stands_in_its_places_stays_and_a_sentence_without_other_words_is_marked_as_english() -> None:
    refused = Refused("View %(view_id)s is known already. Give a new one its own number.", view_id="100 %(x)s <b>")
    assert str(refused) == "View 100 %(x)s <b> is known already. Give a new one its own number."
    assert (refused.form, refused.told) == (
        "View %(view_id)s is known already. Give a new one its own number.",
        {"view_id": "100 %(x)s <b>"},
    )
    with translation.override("es"):
        assert refusal(refused) == "La vista 100 %(x)s <b> ya existe. Dé a una nueva su propio número." and refusal(refused).lang == ""
        assert (refusal(Refused("100 % of it")), refusal(Refused("100 % of it")).lang) == ("100 % of it", "en")
    with translation.override("en"):
        assert refusal(refused) == str(refused) and refusal(Refused("100 % of it")).lang == ""


def test_a_form_that_is_refused_says_why_in_spanish_and_a_program_in_english(database: Database) -> None:
    play(history())
    english, spanish = client(), client("es")

    def refused(browser: object) -> str:
        page = browser.get(f"/record/need/?person_id={MAITE}").content.decode()  # type: ignore[attr-defined]
        request = re.search(r'name="request" value="(\w+)"', page)
        assert request
        told = {"request": request[1], "person_id": MAITE, "kind": "deaf", "since": "2018-07-08", "words": "", "source": "x"}
        answer = browser.post("/record/need/", told)  # type: ignore[attr-defined]
        assert answer.status_code == 400
        return words(answer) + answer.content.decode()

    assert "Say whose need it is" in refused(english) or "needs 'words'" in refused(english)
    told = refused(spanish)
    assert ("Diga de quién es la necesidad" in told or "necesita «words»" in told) and 'lang="en">Say' not in told
    missing = spanish.get("/inquiries/IN-9/")
    assert missing.status_code == 404 and "No se conoce la consulta IN-9." in words(missing)
    assert "No inquiry IN-9 is known." in words(english.get("/inquiries/IN-9/"))
    short = spanish.post("/exports/lists/families.csv", {"why": "no"})
    assert "Diga en 8 a 300 letras para qué necesita el archivo." in words(short) and 'lang="en">Diga' not in short.content.decode()
    answer = program("caseworker").post("/exports/lists", {"list": "ties", "form": "json", "why": WHY, "by": {"shoes": "1"}})
    assert "The list 'ties' has no filter 'shoes'." in answer.content.decode()
