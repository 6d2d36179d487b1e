import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Refused
from kinkeeper.domain.people import IdentifyPeople, Join, PeopleState, Person, decide

from .histories import History

RECORDS = [f"r{n}" for n in range(6)]


@st.composite
def runs(draw):
    """A linkage run: some of the records, each given to one of four persons."""
    who = draw(st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(["P1", "P2", "P3", "P4"])))
    people = [Person(person, tuple(sorted(record for record in who if who[record] == person))) for person in sorted(set(who.values()))]
    return IdentifyPeople("run", tuple(draw(st.permutations(people))))


def assert_partition(state: PeopleState) -> None:
    """Every record stands with one person, and both ways of asking agree."""
    by_person = [(record, person_id) for person_id, person in state.people.items() for record in person.records]
    assert len(by_person) == len(state.person_of)
    assert dict(by_person) == state.person_of
    assert all(person.records and person.person_id == person_id for person_id, person in state.people.items())


@given(st.lists(runs(), max_size=6))
def test_people_stay_a_partition_of_the_records(commands):
    history = History()
    for command in commands:
        history.give(command)
        state = history.states["people"]
        assert_partition(state)
        assert all(state.people[person.person_id].records == person.records for person in command.people)


@given(runs(), runs(), st.randoms(use_true_random=False))
def test_the_order_of_persons_in_a_run_changes_nothing(first, second, chance):
    shuffled = IdentifyPeople("run", tuple(chance.sample(second.people, len(second.people))))
    one, other = History().try_all([first, second]), History().try_all([first, shuffled])
    assert one.states["people"] == other.states["people"]


@given(st.lists(runs(), max_size=4))
def test_the_same_run_twice_adds_nothing(commands):
    history = History().try_all(commands)
    assert not commands or history.give(commands[-1]) == []


def test_a_join_can_be_undone():
    history = History()
    history.give(IdentifyPeople("run 1", (Person("P1", ("r1", "r2"), (Join("r1", "r2", "0.9800", "same A-number"),)),)))
    history.give(IdentifyPeople("run 2", (Person("P1", ("r1",)), Person("P2", ("r2",)))))
    assert history.states["people"].person_of == {"r1": "P1", "r2": "P2"}
    assert history.states["people"].people["P1"].joins == ()


def test_a_person_who_loses_a_record_loses_the_joins_that_held_it():
    history = History()
    joins = (Join("r1", "r2", "0.9800", ""), Join("r2", "r3", "0.9100", ""))
    history.give(IdentifyPeople("run 1", (Person("P1", ("r1", "r2", "r3"), joins),)))
    history.give(IdentifyPeople("run 2", (Person("P2", ("r3",)),)))
    assert history.states["people"].people["P1"] == Person("P1", ("r1", "r2"), joins[:1])


@pytest.mark.parametrize(
    "people",
    [
        (Person("P1", ("r1",)), Person("P2", ("r1", "r2"))),
        (Person("P1", ()),),
        (Person("P1", ("r1",)), Person("P1", ("r2",))),
        (Person("P1", ("r1", "r1")),),
    ],
    ids=["a record given to two", "no record", "a person named twice", "a record named twice"],
)
def test_a_run_that_is_no_partition_is_refused(people):
    with pytest.raises(Refused):
        decide(PeopleState(), IdentifyPeople("run", people))
