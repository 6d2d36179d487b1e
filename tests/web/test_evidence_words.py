"""Evidence is said in both languages: every form that linkage makes stands in the source of translations."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

import kinkeeper.linkage
from kinkeeper.domain.ties import Evidence
from kinkeeper.linkage.explain import PHRASES
from kinkeeper.linkage.sentences import evidence, places, say
from kinkeeper.web.words.evidence import told
from tests.linkage.ties.looking import ties_of
from tests.linkage.ties.test_find_ties import season
from tests.web.test_translations import source

ROOT = Path(kinkeeper.linkage.__file__).parent


def forms() -> set[str]:
    """Everything in the modules of evidence that reads like a sentence and is no docstring."""
    found = {f"{phrase[:1].upper()}{phrase[1:]}" for phrases in PHRASES.values() for phrase in phrases.values()}
    for path in (*(ROOT / "ties").glob("*.py"), ROOT / "doubts.py", ROOT.parent / "jobs" / "ties.py"):
        tree = ast.parse(path.read_text())
        docs = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
        constants = (one for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in docs)
        found |= {str(one.value) for one in constants if re.match(r"[A-Z%].* ", str(one.value))}
    return found


def test_every_form_has_spanish_words() -> None:
    assert len(forms()) > 100 and forms() - source().keys() == set()


def test_what_a_season_shows_is_said_in_both_languages() -> None:
    """In English a page says what the entry says; in Spanish nothing of it stays English."""
    found = [one for tie in ties_of(season(30)[0]).values() for one in tie.evidence]
    assert len({one.form for one in found}) > 10 and all(one.form for one in found)
    for one in found:
        with override("en"):
            assert told(one) == (one.words, "")
        with override("es"):
            assert told(one).words != one.words and told(one).language == ""


def test_words_of_closed_lists_are_said_in_the_readers_language() -> None:
    one = evidence("list:hand_list", say("A row of the %(source)s names this adult as %(kin)s", source="hand_list", kin="father"), 3.0)
    assert one.words == "A row of the hand list names this adult as father"
    assert (one.form, one.told) == ("A row of the %(source)s names this adult as %(kin)s", ("hand_list", "father"))
    with override("es"):
        assert "padre" in told(one).words and "hand" not in told(one).words


@pytest.mark.parametrize(
    "old", [Evidence("age", "24 years older", "0.4"), Evidence("age", "24 years older", "0.4", "%(years)s years older", ("24", "too many"))]
)
def test_entries_from_before_are_quoted_in_english(old: Evidence) -> None:
    with override("es"):
        assert told(old) == ("24 years older", "en")
    with override("en"):
        assert told(old) == ("24 years older", "")


def test_a_form_and_what_it_tells_go_together() -> None:
    assert places("%(a)s and %(b)s") == ["a", "b"] and say("%(a)s and %(b)s", b=2, a=1).told == ("1", "2")
