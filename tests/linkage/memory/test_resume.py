"""Records that come and go in pieces give the persons of all of them linked at once, under the same version."""

import random
from dataclasses import astuple

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import Identifier, Record
from kinkeeper.linkage.decided import Decisions
from kinkeeper.linkage.memory.held import Memory, remember
from kinkeeper.linkage.memory.resuming import resume
from kinkeeper.linkage.memory.wording import Said
from kinkeeper.linkage.people import LinkedPeople, link_people
from tests.linkage.people_made import families, kept_afterwards, kept_by_border_patrol, listed

HOUSEHOLDS = list(families(seed=7, number=45))


def season() -> list[Record]:
    """Records of two agencies, copies, blurred ones, and the rows of a list that only names people."""
    chance = random.Random(5)
    records = []
    for household in HOUSEHOLDS:
        for person in household:
            records += [kept_by_border_patrol(person), kept_afterwards(person)]
            if chance.random() < 0.3:
                blurred = person.surnames.split()[0]
                records.append(
                    kept_afterwards(person, surnames=blurred, identifiers=(), born=person.born[:4] if chance.random() < 0.5 else "")
                )
            if chance.random() < 0.1:
                records.append(replace(records[-1], record_id=records[-1].record_id + "b", row=records[-1].row + 1))
        if chance.random() < 0.4:
            records += listed(household[0], household[1])
    # More than a line is compared with in a block (`NEIGHBOURS`): who is whose neighbour changes with whoever comes
    # between. More, too, than are looked at for a name on a list (`MET`).
    crowd = HOUSEHOLDS[0][0]
    records += listed(crowd, HOUSEHOLDS[0][1])
    for nth in range(130):
        born = f"{1970 + nth % 20}-0{1 + nth % 9}-1{nth % 7}"
        records.append(kept_by_border_patrol(crowd, born=born, identifiers=() if nth % 3 else crowd_number(nth)))
    return records


def crowd_number(nth: int) -> tuple[Identifier, ...]:
    """An A-number of which two in the crowd have one."""
    return (Identifier("a_number", str(209_000_000 + nth // 2 * 50), ""),)


RECORDS = season()
LEARNT = link_people(RECORDS)
VERSION = LEARNT.formed.version


def at_once(records: list[Record], decisions: Decisions) -> LinkedPeople:
    return link_people(records, decisions, version=VERSION)


def check(memory: Memory, said: Said, records: list[Record], decisions: Decisions) -> None:
    """What is held and said is what linking all at once gives."""
    whole = at_once(records, decisions)
    ids = [one.record_id for one in records]
    fresh = remember(whole.formed, records, decisions)
    assert memory.lines.content == fresh.lines.content
    assert memory.lines.members == fresh.lines.members
    assert memory.lines.keys == fresh.lines.keys
    assert memory.lines.words == fresh.lines.words
    assert memory.cluster.tolist() == fresh.cluster.tolist()
    assert memory.scored.pairs.tolist() == fresh.scored.pairs.tolist()
    np.testing.assert_allclose(memory.scored.odds, fresh.scored.odds, atol=1e-9)
    assert may_be(memory) == may_be(fresh)
    assert [astuple(one)[:2] for one in memory.found] == sorted(astuple(one)[:2] for one in fresh.found)
    assert said.number_persons(ids) == whole.person_of
    assert sorted(map(str, said.joins(ids))) == sorted(map(str, whole.joins))
    assert said.word(said.doubts()) == whole.doubts
    assert [(band.population, said.word(some)) for band, some in said.lots()] == [(lot.population, lot.drawn) for lot in whole.lots]


def may_be(memory: Memory) -> dict[int, tuple[list[int], float]]:
    """By line that waits: whom it may be, the likeliest by their words first, and what one more must weigh."""
    met = memory.met
    told = zip(met.lines.tolist(), met.least.tolist(), strict=True)
    return {line: (met.pairs[met.pairs[:, 0] == line, 1].tolist(), least) for line, least in told}


def nobody() -> Memory:
    return remember(at_once([], Decisions()).formed, [], Decisions())


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test_records_that_come_and_go_in_pieces_give_the_persons_of_all_at_once(chance: random.Random, pieces: int) -> None:
    order = RECORDS[:]
    chance.shuffle(order)
    place = {one.record_id: chance.random() for one in order}
    memory, there, decisions = nobody(), [], Decisions()
    # Several at once touch nearly everything; one alone must be seen by what it touches.
    for nth, come in enumerate([*(order[nth:-4:pieces] for nth in range(pieces)), *([one] for one in order[-4:])]):
        gone = {one.record_id for one in chance.sample(there, len(there) // 4)} if 0 < nth < pieces else set()
        there = [one for one in there if one.record_id not in gone] + come
        there.sort(key=lambda one: place[one.record_id])
        if nth < pieces:
            pairs = [tuple(one.record_id for one in chance.sample(RECORDS, 2)) for _ in range(chance.randrange(4))]
            decisions = Decisions(frozenset(pairs[:1]), frozenset(pairs[1:]))
        resumed = resume(memory, [one.record_id for one in there], come, decisions)
        memory = resumed.memory
        check(memory, Said(resumed), there, decisions)


def test_what_was_learnt_gives_under_its_version_what_it_gave_when_it_was_learnt() -> None:
    again = at_once(RECORDS, Decisions())
    assert again.person_of == LEARNT.person_of
    assert again.joins == LEARNT.joins
    assert again.doubts == LEARNT.doubts
