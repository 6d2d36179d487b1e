"""Signs in a child's own records that somebody was, or was not, with it."""

import numpy as np
import pytest

from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import FLAG, at_station, in_shelter, told


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
