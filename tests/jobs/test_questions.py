"""What readers decide holds in the next run, whatever the score, and no longer when they take it back."""

from typing import Any

import pytest

from kinkeeper.domain.access import Actor
from kinkeeper.domain.records import ReceiveRecords, Record
from kinkeeper.domain.requests import Request
from kinkeeper.domain.reviews import AskQuestions, JudgeQuestion, Key, Question, TakeBackJudgement
from kinkeeper.domain.ties import Tie
from kinkeeper.site.database import Database
from tests.linkage.people_made import families, kept_afterwards, kept_by_border_patrol
from tests.linkage.ties.test_find_ties import season

ANA, BEN, EVA = (Actor(name, "HHS", "operator") for name in ("ana", "ben", "eva"))


def send(command: Any, actor: Actor = ANA) -> None:
    from kinkeeper.gateway import submit
    from kinkeeper.queries.moments import ledger_size

    submit([Request(f"test:{ledger_size()}:{actor.name}", command)], actor=actor)


def quiet(*_: object) -> None:
    """A job's progress that nobody watches."""


def link(records: list[Record]) -> dict[str, str]:
    """Run linkage; whose record each is held to be."""
    from kinkeeper.jobs.link import link_records
    from kinkeeper.queries.people import get_person_of

    link_records(records, actor=ANA, progress=quiet)
    return get_person_of(ANA)


def ties(records: list[Record]) -> dict[tuple[str, str], Tie]:
    """Run ties; those known, by the first records of child and adult."""
    from kinkeeper.jobs.ties import assess_ties
    from kinkeeper.queries.findings import list_ties
    from kinkeeper.queries.people import get_person_of

    assess_ties(records, actor=ANA, progress=quiet)
    person_of = get_person_of(ANA)
    first: dict[str, str] = {}
    for record in records:
        first.setdefault(person_of[record.record_id], record.record_id)
    return {(first[tie.child], first[tie.adult]): tie for tie in list_ties(ANA)}


def size() -> int:
    from kinkeeper.queries.moments import ledger_size

    return ledger_size()


def persons(person_of: dict[str, str]) -> set[frozenset[str]]:
    """Which records are one person, whatever the person is called."""
    groups: dict[str, set[str]] = {}
    for record, person in person_of.items():
        groups.setdefault(person, set()).add(record)
    return {frozenset(group) for group in groups.values()}


def settle(key: Key, answer: str, *readers: Actor) -> None:
    """Ask the question, where the machine did not, and let readers answer."""
    send(AskQuestions("by hand", (Question(*key, "0.5000", reunites=len(readers) > 1),)))
    for reader in readers or (ANA,):
        send(JudgeQuestion(*key, answer, "compared the photographs", reader.name), reader)


@pytest.fixture
def people(database: Database) -> list[Record]:
    held = [person for household in families(seed=3, number=30) for person in household]
    records = [kept(person) for person in held for kept in (kept_by_border_patrol, kept_afterwards)]
    send(ReceiveRecords(tuple(records)))
    return records


def test_two_records_said_to_be_of_two_persons_come_apart_and_together_again(people: list[Record]) -> None:
    person_of = link(people)
    one, other = people[0].record_id, people[1].record_id
    assert person_of[one] == person_of[other]
    settle(("person", one, other), "different")
    parted = link(people)
    assert parted[one] != parted[other]
    assert {record for record in parted if parted[record] != person_of[record]} <= {one, other}
    send(TakeBackJudgement("person", one, other, "ana"))
    assert persons(link(people)) == persons(person_of)


def test_records_that_say_exactly_the_same_come_apart_where_readers_say_so(people: list[Record]) -> None:
    from kinkeeper.domain.facts import replace

    again = replace(people[0], record_id="r999999", name="again.csv#9", row=9)
    send(ReceiveRecords((again,)))
    records = [*people, again]
    person_of = link(records)
    assert person_of["r999999"] == person_of[people[0].record_id]
    settle(("person", people[0].record_id, "r999999"), "different")
    parted = link(records)
    assert parted["r999999"] != parted[people[0].record_id] == parted[people[1].record_id]


def test_two_records_said_to_be_of_one_person_come_together_whatever_they_say(people: list[Record]) -> None:
    from django.db import connection

    person_of = link(people)
    one, other = people[0].record_id, people[7].record_id
    assert person_of[one] != person_of[other]
    settle(("person", one, other), "same")
    joined = link(people)
    assert joined[one] == joined[other] == joined[people[1].record_id]
    with connection.cursor() as cursor:
        cursor.execute("SELECT joins::text FROM person WHERE person_id = %s AND until IS NULL", [joined[one]])
        assert "Readers compared the two records" in cursor.fetchone()[0]
    send(TakeBackJudgement("person", one, other, "ana"))
    assert persons(link(people)) == persons(person_of)


def test_different_outranks_a_chain_of_same(people: list[Record]) -> None:
    link(people)
    a, b, c = (people[at].record_id for at in (0, 8, 16))
    settle(("person", a, b), "same")
    settle(("person", b, c), "same")
    settle(("person", a, c), "different")
    joined = link(people)
    assert joined[a] != joined[c]


def test_an_answer_that_waits_for_a_second_reader_changes_nothing(people: list[Record]) -> None:
    person_of = link(people)
    key = ("person", people[0].record_id, people[1].record_id)
    send(AskQuestions("by hand", (Question(*key, "0.5000", reunites=True),)))
    send(JudgeQuestion(*key, "different", "two photographs", "ana"))
    assert link(people) == person_of
    send(JudgeQuestion(*key, "different", "two photographs", "ben"), BEN)
    assert link(people) != person_of


def test_a_tie_that_readers_refute_is_refuted_until_they_take_it_back(database: Database) -> None:
    records, _ = season(12)
    send(ReceiveRecords(tuple(records)))
    link(records)
    before = ties(records)
    ends, tie = next((ends, tie) for ends, tie in before.items() if float(tie.probability) > 0.9)
    settle(("tie", *ends), "different", ANA, BEN)
    refuted = ties(records)[ends]
    assert (refuted.status, refuted.probability) == ("refuted", "0.0000")
    assert "compared the photographs" in refuted.evidence[0].words
    send(TakeBackJudgement("tie", *ends, "ben"), BEN)
    assert ties(records)[ends] == tie


def test_a_tie_that_readers_confirm_is_used_and_takes_the_place_of_others(database: Database) -> None:
    records, _ = season(12)
    send(ReceiveRecords(tuple(records)))
    link(records)
    before = ties(records)
    stranger = next(one for one in records if one.given == "Hugo" and one.surnames.startswith("Solo"))
    child = next(one for one in records if one.given == "Ana" and one.encountered == stranger.encountered)
    ends = child.record_id, stranger.record_id
    assert ends not in before or float(before[ends].probability) < 0.5
    settle(("tie", *ends), "same", ANA, BEN)
    found = ties(records)
    assert (found[ends].status, found[ends].probability, found[ends].decided) == ("corroborated", "0.9999", True)
    total = sum(float(one.weight) for one in found[ends].evidence)
    assert total == pytest.approx(13.29, abs=0.01)
    for reader in (ANA, BEN):
        send(TakeBackJudgement("tie", *ends, reader.name), reader)
    left = ties(records)[ends]
    assert float(left.probability) < 0.5 and not left.decided


def test_running_again_adds_nothing_also_after_decisions(database: Database) -> None:
    records, _ = season(12)
    send(ReceiveRecords(tuple(records)))
    link(records)
    before = ties(records)
    settle(("tie", *next(iter(before))), "different", ANA, BEN)
    settle(("person", records[0].record_id, records[1].record_id), "different")
    link(records)
    ties(records)
    at = size()
    link(records)
    ties(records)
    assert size() == at


def test_what_is_in_doubt_is_asked_with_evidence_that_adds_up(database: Database) -> None:
    from kinkeeper.queries.review.verdicts import list_draws, list_reviewed

    records, _ = season(40)
    send(ReceiveRecords(tuple(records)))
    link(records)
    ties(records)
    asked = [one.question for subject in ("person", "tie") for one in list_reviewed(ANA, subject)]
    assert {"person", "tie"} >= {one.subject for one in asked} and len(asked) > 10
    for one in asked:
        odds = 2 ** sum(float(fact.weight) for fact in one.evidence)
        assert odds / (1 + odds) == pytest.approx(float(one.probability), abs=0.002)
    drawn = {(draw.subject, *ends) for draw in list_draws(ANA) for ends in draw.drawn}
    assert drawn == {one.key for one in asked if one.why == "control"}
    assert all(len(draw.drawn) == min(draw.population, 40) for draw in list_draws(ANA))


def test_a_model_is_kept_with_its_version_and_runs_say_which_they_used(people: list[Record]) -> None:
    from django.db import connection

    from kinkeeper.queries.findings import get_model_version

    def told(sql: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return [row[0] for row in cursor.fetchall()]

    link(people)
    assert get_model_version(ANA, "link") == 1 and get_model_version(ANA, "ties") == 0
    identified = "SELECT convert_from(body, 'UTF8') FROM part WHERE k = 2 AND convert_from(body, 'UTF8') LIKE '%\"person\":%' ORDER BY seq"
    assert ', model 1"' in told(identified)[-1]
    link(people)
    assert get_model_version(ANA, "link") == 1
    others = [person for household in families(seed=9, number=20) for person in household]
    more = [kept(person) for person in others for kept in (kept_by_border_patrol, kept_afterwards)]
    send(ReceiveRecords(tuple(more)))
    link([*people, *more])
    assert get_model_version(ANA, "link") == 2 and told("SELECT version FROM model ORDER BY since") == [1, 2]
    assert ', model 2"' in told(identified)[-1]
    ties([*people, *more])
    assert get_model_version(ANA, "ties") == 1
