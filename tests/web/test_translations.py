"""Everything said in English is said in Spanish, and the compiled words are those of the source."""

import ast
import gettext
import re
from pathlib import Path

from kinkeeper.domain import intake
from kinkeeper.domain.terms import Custodian, Outcome, Relation
from kinkeeper.extracts.codes import code_list
from kinkeeper.extracts.layouts import layouts
from kinkeeper.reports.words import CUSTODIANS, OUTCOMES, REASONS
from kinkeeper.web.words.custodians import LOOKS
from kinkeeper.web.words.kin import KIN
from kinkeeper.web.words.sources import LAYOUTS

SOURCE = Path(__file__).parents[2] / "src" / "kinkeeper"
WEB, REPORTS = SOURCE / "web", SOURCE / "reports"
SPANISH = WEB / "locale/es/LC_MESSAGES/django"


def source() -> dict[str, list[str]]:
    """English -> its translations, as the source has them; a context stands before its words."""
    told: dict[str, list[str]] = {}
    for block in SPANISH.with_suffix(".po").read_text(encoding="utf-8").split("\n\n")[1:]:
        assert "fuzzy" not in block
        context = re.search(r'^msgctxt "(.*)"$', block, re.MULTILINE)
        english = re.search(r'^msgid "(.*)"$', block, re.MULTILINE)
        assert english, block
        key = (f"{context[1]}\x04" if context else "") + plain(english[1])
        told[key] = [plain(words) for words in re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', block, re.MULTILINE)]
    return told


def plain(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")


def test_nothing_is_left_untranslated() -> None:
    assert [english for english, spanish in source().items() if not all(spanish)] == []


def test_every_place_holder_survives() -> None:
    for english, spanish in source().items():
        wanted = holders(english)
        assert all(wanted - {"%(count)s"} <= holders(one) <= wanted for one in spanish), english


def holders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def test_the_compiled_words_are_those_of_the_source() -> None:
    with SPANISH.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    kept = {key[0] if isinstance(key, tuple) else key: words for key, words in compiled.items() if key}
    assert set(kept) == set(source())
    assert {key: words for key, words in compiled.items() if isinstance(key, str) and key} == {
        english: spanish[0] for english, spanish in source().items() if len(spanish) == 1
    }


def test_everything_that_pages_say_is_in_the_source() -> None:
    known = {english.rpartition("\x04")[2] for english in source()}
    said = set()
    for path in (*WEB.rglob("*.html"), *WEB.rglob("*.svg"), *REPORTS.rglob("report*.html")):
        said |= {found[1] for found in re.findall(r"{% translate (['\"])(.+?)\1", path.read_text(encoding="utf-8"))}
    for path in (*WEB.rglob("*.py"), *REPORTS.rglob("*.py")):
        said |= said_in(path)
    assert len(said) > 200 and said - known == set()


def said_in(path: Path) -> set[str]:
    """What a module gives to be translated: one text, which may be written as several in a row."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    words = [node.args[0] for node in calls if isinstance(node.func, ast.Name) and node.func.id in ("_", "gettext_lazy")]
    return {node.value for node in words if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_code_has_words() -> None:
    assert set(LOOKS) >= set(Custodian) == set(CUSTODIANS) and set(OUTCOMES) == set(Outcome)
    assert {relation for relation, _ in KIN} | {Relation.UNKNOWN} == set(Relation)
    assert {one.code for one in code_list("separation_reasons").codes} == set(REASONS)
    assert {layout.name for layout in layouts()} | {intake.LAYOUT} == set(LAYOUTS)
