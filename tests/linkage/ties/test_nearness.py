"""Which children and adults were near each other, how near, and how many others were."""

from kinkeeper.linkage.ties.nearness import Near
from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import at_station, in_detention, in_shelter, row_of, strangers


def nearness(child, adult, *others):
    case = Case([child, adult, *others])
    at = case.at(child, adult)
    return None if at is None else Near(int(case.evidence.pairs.near[at]))


CHILD = at_station("Ana", "Lopez", "2010-03-04", "2018-05-17T06:13", event="YUM1")


def test_one_event_is_nearer_than_one_time():
    assert nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", "2018-05-17T06:13", event="YUM1")) == Near.EVENT
    assert nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", "2018-05-17T06:33", event="YUM2")) == Near.MINUTES
    assert nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", "2018-05-17T16:13")) == Near.DAY
    assert nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", "2018-05-17")) == Near.DAY
    assert nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", "2018-05-18")) == Near.NEXT_DAY


def test_another_place_or_another_week_is_no_candidate():
    assert nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", place="El Paso")) is None
    assert nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", "2018-05-24")) is None


def test_a_day_apart_without_a_surname_in_common_is_no_candidate():
    assert nearness(CHILD, at_station("Luis", "Ramos", "1980-01-01", "2018-05-18")) is None


def test_a_misspelt_place_is_the_place_it_is_spelt_like():
    others = strangers(30, "2018-05-01")
    assert (
        nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", place="Yumma"), *others) == Near.DAY
        or nearness(CHILD, at_station("Luis", "Lopez", "1980-01-01", place="Yumma"), *others) == Near.MINUTES
    )


def test_a_row_brings_two_together_who_were_never_near():
    child, adult = at_station("Ana", "Lopez", "2010-03-04"), at_station("Luis", "Lopez", "1980-01-01", "2018-06-30", place="El Paso")
    listed = row_of("separation_list", ("Ana", "Lopez"), ("Luis", "Lopez"))
    case = Case([child, adult, *listed], [child, listed[0]], [adult, listed[1]])
    assert Near(int(case.evidence.pairs.near[case.at(child, adult)])) == Near.APART


def test_neighbouring_numbers_bring_two_together_where_no_place_is_known():
    child = in_shelter("Ana", "Lopez", "2010-03-04", numbers={"a_number": 201000002})
    adult = in_detention("Luis", "Lopez", "1980-01-01", numbers={"a_number": 201000001})
    far = in_detention("Jorge", "Lopez", "1980-01-01", numbers={"a_number": 201000900})
    case = Case([child, adult, far])
    assert Near(int(case.evidence.pairs.near[case.at(child, adult)])) == Near.NOT_KNOWN
    assert case.at(child, far) is None


def test_everybody_who_was_there_is_counted():
    adults = [at_station("Luis", "Lopez", f"198{at}-01-01", event="YUM1") for at in range(5)]
    case = Case([CHILD, *adults])
    assert case.evidence.pairs.crowd[case.place[CHILD.record_id], Near.EVENT] == 5
    assert case.words("time_and_place", CHILD, adults[0]) == "Taken into custody in one event, YUM1, with 4 other adults"


def test_minutes_are_told():
    adult = at_station("Luis", "Lopez", "1980-01-01", "2018-05-17T06:19", event="YUM2")
    assert Case([CHILD, adult]).words("time_and_place", CHILD, adult) == "Taken into custody 6 minutes apart at Yuma, with no other adult"
