"""A drill plays a policy through the one door and says whether it may go ahead."""

from dataclasses import replace

import pytest

from kinkeeper.domain.requests import Request
from kinkeeper.domain.ties import RefuteTie
from kinkeeper.gateway import submit
from kinkeeper.jobs.drill import Outcome, play, read_back
from kinkeeper.queries.standpoint import find_standpoint
from kinkeeper.reports import drill
from kinkeeper.season.surge import Policy, days
from kinkeeper.site.database import Database
from tests.web.scene import OFFICER

SMALL = Policy(arrivals=40, days=8, beds=200, staff=5, separated=0.5)


def played(policy: Policy) -> Outcome:
    return play(policy, actor=OFFICER)


def answer(outcome: Outcome) -> tuple[str, list[str]]:
    made = drill.make(OFFICER, outcome, find_standpoint(OFFICER, today="2018-05-30"))
    return str(made.counted.breakdowns[0].figures[0].count), [str(words) for _day, words in drill.broken(outcome)]


def test_no_tie_is_lost_and_every_separation_is_raised_though_all_are_redesignated_and_the_line_is_down(database: Database) -> None:
    outcome = played(replace(SMALL, line_down=3))
    assert outcome.ties_stated > 100 and outcome.pairs_parted > 50
    assert (outcome.ties_lost, outcome.not_raised, outcome.raised_besides, outcome.recorded_twice) == (0, 0, 0, 0)
    assert outcome.sent_twice > 0 and max(one.unsent for one in outcome.days) > 3
    assert answer(outcome) == ("go", [])


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (replace(SMALL, beds=20), ["Children wait for a bed: all are taken.", "72-hour clocks break."]),
        (replace(SMALL, staff=0), ["Staff are more than three days behind in writing down why families were parted."]),
    ],
)
def test_what_breaks_forbids_the_policy_and_says_what_it_would_take(database: Database, policy: Policy, says: list[str]) -> None:
    outcome = played(policy)
    assert answer(outcome) == ("no go", says)
    made = drill.make(OFFICER, outcome, find_standpoint(OFFICER, today="2018-05-30"))
    told = {line.key: line.count for one in made.counted.breakdowns for line in one.figures}
    assert int(str(told["beds"])) > 20 and int(str(told["staff"])) >= 1
    assert (outcome.ties_lost, outcome.not_raised) == (0, 0), "the system keeps every family though beds run out"


def test_a_tie_that_is_lost_is_seen(database: Database) -> None:
    """A drill that could not find a loss would prove nothing: here somebody refutes a tie that no test of the drill refuted."""
    outcome, all_days = played(SMALL), list(days(SMALL))
    family = next(one for one in all_days[0].arrived if one.recorded and not one.refuted)
    submit([Request("lost", RefuteTie(family.children[0], family.adult, "by mistake"))], actor=OFFICER)
    read_back(outcome, all_days)
    assert outcome.ties_lost == 1 and answer(outcome) == ("no go", ["Ties that were lost: 1."])
