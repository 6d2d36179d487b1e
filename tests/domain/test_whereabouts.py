from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.records import Claim, Identifier, SeparationFlag, Stay
from kinkeeper.domain.whereabouts import FlaggedSeparation, Whereabouts, whereabouts

from .families_held import STATION, a_record

EVENT = Identifier("event", "MCS1805000562", "MCS1805000562")
UNIT = Identifier("family_unit", "6108964", "6108964")
FLAG = SeparationFlag("ZTP", "PROSECUTION", "2018-05-18")
RECORDS = [
    a_record("r1", STATION, born="2010-02-01", sex="F", encountered="2018-05-17T06:13", identifiers=(EVENT, UNIT)),
    a_record("r2", born="2010-01-02", sex="F"),
    a_record("r3", born="2010-02-01", encountered="2018"),
    a_record("r4", born="2010", sex="M", separation=FLAG, claims=(Claim("father", record="r9"), Claim("mother", name="ANA"))),
    a_record("r5", Stay("ORR", "Shelter One", "2018-05-18"), separation=SeparationFlag()),
]


def test_what_the_records_of_one_person_say():
    found = whereabouts("rosa", RECORDS)
    assert (found.born, found.sex) == ("2010-02-01", "F")
    assert found.events == {"MCS1805000562"}
    assert found.encountered == {"2018-05-17"}
    assert found.records == {"r1", "r2", "r3", "r4", "r5"}
    assert [one.custodian for one in found.custody.periods] == ["CBP", "ORR"]


def test_a_flag_knows_the_adults_whom_its_row_names():
    assert whereabouts("rosa", RECORDS).flags == (
        FlaggedSeparation(FLAG, frozenset({"r9"})),
        FlaggedSeparation(SeparationFlag(), frozenset()),
    )


def test_nothing_is_known_of_a_person_without_records():
    assert whereabouts("rosa", []) == Whereabouts("rosa")


def test_where_sources_are_even_the_answer_does_not_depend_on_their_order():
    two = [a_record("r1", born="2010-02-01"), a_record("r2", born="2010-01-02")]
    assert whereabouts("rosa", two) == whereabouts("rosa", two[::-1])


@given(st.permutations(RECORDS))
def test_the_order_of_records_changes_nothing(records):
    assert whereabouts("rosa", records) == whereabouts("rosa", RECORDS)
