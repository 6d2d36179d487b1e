"""Signs in a child's own records that somebody was, or was not, with it."""

import numpy as np
import pytest

from kinkeeper.linkage.ties.learning import Learner
from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import FLAG, SURNAMES, at_station, in_shelter, strangers, told


def sign(kind, *records):
    """The words of a sign of the first record's person, and its worth before anything is learnt."""
    case = Case(list(records), list(records))
    found = next(one for one in case.evidence.signs if one.kind == kind)
    level = int(found.level[0])
    shares = [table[0] / table[0].sum() for table in (found.among_accompanied, found.among_alone)]
    worth = float(np.log2(shares[0][level] / shares[1][level])) if level else 0.0
    return found.words[level], worth


@pytest.mark.parametrize(
    ("born", "words", "speaks"),
    [
        ("2016-01-01", "The child is under 5", 1),
        ("2010-01-01", "The child is 5 to 11", 1),
        ("2001-01-01", "The child is 15 or older", -1),
        ("", "", 0),
    ],
)
def test_small_children_do_not_travel_alone(born, words, speaks):
    said, worth = sign("child_age", at_station("Ana", "Lopez", born), in_shelter("Ana", "Lopez", born))
    assert said == words
    assert np.sign(worth) == speaks


def test_a_mark_of_separation():
    said, worth = sign("marked_separated", in_shelter("Ana", "Lopez", "2010-01-01", separation=FLAG))
    assert said == "A source marks the child as separated"
    assert worth > 2


def test_a_note_that_no_family_was_there():
    said, worth = sign(
        "said_alone", in_shelter("Ana", "Lopez", "2010-01-01", claims=(told("none", "", "Traveled with guide. No family in group."),))
    )
    assert said == "A source says that no family was with the child"
    assert worth < -2


@pytest.mark.parametrize(
    ("end_reason", "released_to", "words"),
    [
        ("reunited", "Mother", "The child was reunited with a separated parent"),
        ("released_to_sponsor", "Mother", "The child went to a parent as sponsor"),
        ("released_to_sponsor", "Uncle", "The child went to a sponsor who is no parent"),
        ("transferred", "", ""),
    ],
)
def test_how_the_child_left_the_shelter(end_reason, released_to, words):
    child = in_shelter("Ana", "Lopez", "2010-01-01", end="2018-07-01", end_reason=end_reason, released_to=released_to)
    assert sign("left_shelter", child)[0] == words


def test_where_no_source_marks_anybody_a_missing_mark_says_nothing():
    assert sign("marked_separated", in_shelter("Ana", "Lopez", "2010-01-01"))[0] == ""
    assert sign("said_alone", in_shelter("Ana", "Lopez", "2010-01-01"))[0] == ""


def siblings_near(child, *others):
    """The level of the sign that a child has of brothers and sisters near, its words, and its worth before anything is learnt."""
    case = Case([child, *others])
    found = next(one for one in case.evidence.signs if one.kind == "siblings_near")
    level = int(found.level[case.place[child.record_id]])
    worth = np.log2((found.among_accompanied + 1e-9) / found.among_accompanied.sum() * found.among_alone.sum() / (found.among_alone + 1e-9))
    return level, found.words[level], float(worth[0, level]) if level else 0.0


def test_brothers_and_sisters_near_say_that_somebody_came_and_their_absence_that_nobody_did():
    ana, eva = (at_station(name, "Xitumul Cuc", "2010-03-04", event="E1") for name in ("Ana", "Eva"))
    luz = at_station("Luz", "Vega Tzoc", "2009-03-04", event="E1")
    level, words, worth = siblings_near(ana, eva, luz)
    assert (level, words) == (2, "Probable brothers or sisters were taken into custody near the child")
    assert worth > 0
    level, words, worth = siblings_near(luz, ana, eva)
    assert (level, words) == (1, "No probable brother or sister was taken into custody near the child")
    assert worth < 0


def test_where_nobody_has_brothers_and_sisters_near_that_a_child_has_none_says_nothing():
    assert siblings_near(at_station("Ana", "Xitumul Cuc", "2010-03-04"), at_station("Luz", "Vega Tzoc", "2009-03-04"))[0] == 0


def test_a_sign_is_taught_by_what_everything_else_says_and_never_by_itself():
    children = [at_station("Ana", f"{name} Cuc", born, event=name) for name in SURNAMES for born in ("2014-03-04", "2001-03-04")]
    learner = Learner(Case([*children, *strangers(20)]).evidence)
    alone_by_the_rest = np.linspace(0.05, 0.9, len(learner.number))
    learner.number[:, 0] = alone_by_the_rest
    first = learner._weigh_signs()
    assert np.abs(first[0]).max() > 0.1
    for nth, bits in enumerate(first):
        # The sign itself has since moved what is held of each child.
        odds = alone_by_the_rest / (1 - alone_by_the_rest) / 2**bits
        learner.number[:, 0], learner.signs = odds / (1 + odds), first
        assert learner._weigh_signs()[nth] == pytest.approx(bits)
