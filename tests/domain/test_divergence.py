import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.divergence import RECORDED_ALONE, find_separation, find_separations, find_unanswered_flags
from kinkeeper.domain.facts import replace
from kinkeeper.domain.records import SeparationFlag, Stay
from kinkeeper.domain.terms import Custodian, StayEnd

from .families_held import (
    AS_OF,
    DETENTION,
    FAMILY_DETENTION,
    MARSHALS,
    SHELTER,
    STATION,
    STATION_FATHER,
    a_record,
    held,
    listed,
    tie,
)

CHILD = held("rosa", STATION, SHELTER, born="2010-02-01")
FATHER = held("juan", STATION_FATHER, MARSHALS, DETENTION, born="1985-06-03", sex="M")


def separation(child=CHILD, adult=FATHER, as_of=AS_OF, **of_tie):
    return find_separation(tie(**of_tie), child, adult, as_of)


def test_the_adult_booked_to_the_marshals_and_the_child_to_orr_are_apart_though_nobody_says_so():
    """F-10: nobody pressed a button."""
    found = separation()
    assert (found.child, found.adult, found.separated_on) == ("rosa", "juan", "2018-05-18")
    assert (found.basis, found.reason_as_recorded, found.reason_code, found.probability) == ("detected", "", "", "0.9700")
    assert (found.child_place, found.adult_place) == ("ORR, Shelter One", "USMS, S.D. Tex.")
    assert (found.outcome, found.outcome_on) == ("apart", "")


@pytest.mark.parametrize("relation", ["parent", "guardian", "grandparent", "sibling", "other_kin", "unknown"])
def test_any_kin_can_be_separated(relation):
    assert separation(relation=relation)


def test_a_refuted_tie_parts_nobody():
    assert separation(status="refuted", probability="0.0000") is None


@pytest.mark.parametrize(
    "stays",
    [
        (replace(STATION, released_to=""), FAMILY_DETENTION),
        (replace(STATION, end_reason="released"),),
        (STATION, FAMILY_DETENTION, Stay("ICE", "Dilley", "2018-06-08", "2018-06-20", "released")),
        (Stay("HOSPITAL", "Driscoll", "2018-05-17", "2018-05-19", "released"),),
    ],
    ids=["family detention", "released together", "moved together", "hospital together"],
)
@pytest.mark.parametrize("extra", [(), (listed("juan-0"),)], ids=["not listed", "listed in error"])
def test_a_family_that_stayed_together_is_not_apart_whatever_a_list_says(stays, extra):
    assert separation(held("rosa", *stays, extra=extra), held("juan", *stays)) is None


def test_a_child_with_another_parent_in_family_detention_is_not_apart():
    assert separation(held("rosa", STATION, FAMILY_DETENTION)) is None


@pytest.mark.parametrize("start", ["2018-05-15", "2018-05-19", "2018-06-17"])
def test_two_who_came_on_different_days_were_not_separated_by_an_agency(start):
    other_day = replace(STATION_FATHER, start=start, end="2018-06-19")
    assert separation(adult=held("juan", other_day, event="MCS1806000117")) is None


def test_one_party_may_be_booked_in_two_events_around_midnight():
    after_midnight = replace(STATION_FATHER, start="2018-05-18T00:20")
    assert separation(adult=held("juan", after_midnight, MARSHALS, event="MCS1805000563"))


def test_one_event_is_one_party_whatever_the_days_say():
    assert separation(adult=held("juan", replace(STATION_FATHER, start="2018-05-25", end="2018-05-27"), MARSHALS))


def test_two_in_the_care_of_orr_are_not_apart():
    assert separation(adult=held("juan", STATION, SHELTER)) is None


def test_nobody_is_apart_before_it_happens():
    assert separation(as_of="2018-05-17") is None
    found = separation(as_of="2018-05-18")
    assert (found.child_place, found.adult_place) == ("ORR, Shelter One", "")


# When


@pytest.mark.parametrize(
    ("child", "adult", "day"),
    [
        ((STATION, SHELTER), (STATION_FATHER, MARSHALS), "2018-05-18"),
        ((replace(STATION, end="2018-05-20"), replace(SHELTER, start="2018-05-20")), (STATION_FATHER, MARSHALS), "2018-05-19"),
        ((replace(STATION, end=""), replace(SHELTER, start="2018-05-21")), (STATION_FATHER, MARSHALS), "2018-05-19"),
        ((SHELTER,), (STATION_FATHER, MARSHALS), "2018-05-18"),
        ((STATION, SHELTER), (MARSHALS, DETENTION), "2018-05-18"),
        ((replace(SHELTER, start="2018-05-21"),), (MARSHALS, DETENTION), "2018-05-19"),
        ((replace(STATION, end="2018-05-16"), SHELTER), (STATION_FATHER,), "2018-05-18"),
        (
            (STATION, replace(STATION, place="Ursula", start="2018-05-18T16:00", end="2018-05-20"), replace(SHELTER, start="2018-05-20")),
            (STATION_FATHER,),
            "2018-05-19",
        ),
    ],
    ids=[
        "the child first",
        "the adult first",
        "no end of the child's station",
        "no station record of the child",
        "no station record of the adult",
        "no station record at all",
        "an end before its start",
        "two stations",
    ],
)
def test_the_day_is_the_one_on_which_the_first_of_the_two_left_the_station(child, adult, day):
    assert separation(held("rosa", *child), held("juan", *adult)).separated_on == day


def test_an_adults_earlier_detention_does_not_date_the_separation():
    before = (Stay("CBP", "Yuma", "2012-03-01", "2012-03-02", "transferred"), Stay("ICE", "Eloy", "2012-03-02", "2012-05-01", "removed"))
    found = separation(adult=held("juan", *before, STATION_FATHER, MARSHALS))
    assert (found.separated_on, found.adult_place) == ("2018-05-18", "USMS, S.D. Tex.")


def test_an_adult_of_whom_nothing_is_known_after_the_station_is_apart_from_a_child_in_care():
    assert separation(adult=held("juan", replace(STATION_FATHER, end=""))).adult_place == ""


# What sources say


def test_a_list_row_gives_the_reason_and_makes_it_recorded():
    found = separation(held("rosa", STATION, SHELTER, extra=(listed("juan-0", "crim hx"),)))
    assert (found.basis, found.reason_as_recorded, found.reason_code) == ("recorded", "crim hx", "PROSECUTION")


def test_a_list_row_about_another_adult_says_nothing_of_this_one():
    found = separation(held("rosa", STATION, SHELTER, extra=(listed("ana-0"),)))
    assert (found.basis, found.reason_as_recorded) == ("detected", "")


def test_a_flag_that_names_nobody_speaks_of_every_tied_adult():
    assert separation(held("rosa", STATION, SHELTER, extra=(listed(reason=""),))).basis == "recorded"


def test_a_reason_is_taken_from_whichever_source_gives_one():
    unnamed = a_record("orr:child", separation=SeparationFlag("Parent Criminal History", "CRIMINAL_HISTORY"))
    found = separation(held("rosa", STATION, SHELTER, extra=(listed("juan-0", reason=""), unnamed)))
    assert found.reason_as_recorded == "Parent Criminal History"
    both = separation(held("rosa", STATION, SHELTER, extra=(listed("juan-0", "ZTP"), unnamed)))
    assert both.reason_as_recorded == "ZTP"


def test_a_list_is_believed_where_no_custody_record_speaks_against_it():
    """The child's stay with ORR is in no extract, or not yet linked."""
    found = separation(held("rosa", STATION, extra=(listed("juan-0"),)))
    assert (found.separated_on, found.child_place, found.outcome, found.basis) == ("2018-05-18", "", "unknown", "recorded")


def test_a_list_may_be_all_that_is_known():
    child = held("rosa", extra=(listed("juan-x", on="2018-05-17"),))
    found = separation(child, held("juan", extra=(a_record("juan-x"),)))
    assert (found.separated_on, found.adult_place, found.outcome) == ("2018-05-17", "", "unknown")


@pytest.mark.parametrize(
    ("born", "apart"), [("2000-05-19", True), ("2000-05-18", False), ("", True), ("2000-02-29", False), ("2000", True)]
)
def test_a_list_is_not_believed_of_somebody_who_was_18(born, apart):
    found = separation(held("rosa", STATION, born=born, extra=(listed("juan-0"),)))
    assert (found is not None) == apart


def test_whom_orr_took_in_was_found_to_be_a_child():
    assert separation(held("rosa", STATION, SHELTER, born="1996-05-17"))


# All of them


def test_every_pair_is_listed_once_in_order():
    mateo, ana = dataclasses.replace(CHILD, person_id="mateo"), dataclasses.replace(FATHER, person_id="ana")
    people = {one.person_id: one for one in (CHILD, FATHER, mateo, ana)}
    ties = [replace(tie(), child=child, adult=adult) for child in ("rosa", "mateo") for adult in ("juan", "ana")]
    found = find_separations(people, [*ties, *ties], AS_OF)
    assert [one.key for one in found] == [("mateo", "ana"), ("mateo", "juan"), ("rosa", "ana"), ("rosa", "juan")]


@pytest.mark.parametrize(
    "other", [replace(tie(), probability="0.4999"), replace(tie(), adult="nobody"), replace(tie(), child="nobody"), tie(status="refuted")]
)
def test_ties_that_are_not_listed_part_nobody(other):
    assert find_separations({"rosa": CHILD, "juan": FATHER}, [other], AS_OF) == []


UNNAMED = listed(reason="Zero Tolerance Policy")
NAMED = replace(UNNAMED, given="ROSA")


def test_a_child_of_a_list_without_names_is_listed_without_an_adult():
    child = held("rosa", STATION, replace(SHELTER, end="2018-07-08", end_reason="reunited"), extra=(UNNAMED,))
    [found] = find_separations({"rosa": child}, [], AS_OF)
    assert (found.key, found.separated_on, found.basis, found.probability) == (("rosa", ""), "2018-05-18", "recorded", RECORDED_ALONE)
    assert (found.reason_as_recorded, found.outcome, found.outcome_on) == ("Zero Tolerance Policy", "reunited", "2018-07-08")


@pytest.mark.parametrize(
    ("flag", "ties", "keys"),
    [
        (UNNAMED, [], [("mateo", "")]),
        (NAMED, [], [("mateo", "")]),
        (UNNAMED, [tie()], [("mateo", ""), ("rosa", "juan")]),
        (NAMED, [tie()], [("rosa", "juan")]),
        (listed("juan-0"), [], []),
    ],
    ids=["no names", "no ties known", "no names beside other files", "kin searched for in vain", "the row names somebody"],
)
def test_a_child_is_listed_without_an_adult_only_where_kin_could_not_be_searched_for(flag, ties, keys):
    people = {"mateo": held("mateo", SHELTER, extra=(flag,)), "rosa": CHILD, "juan": FATHER}
    assert [one.key for one in find_separations(people, ties, AS_OF)] == keys


def test_a_flag_that_nothing_bears_out_is_kept_to_be_looked_into():
    """F-30: an indication is neither a separation nor dropped."""
    together = (STATION, FAMILY_DETENTION)
    people = {
        "rosa": held("rosa", STATION, SHELTER, extra=(listed("juan-0"), listed())),
        "juan": FATHER,
        "mateo": held("mateo", SHELTER, extra=(NAMED,)),
        "luz": held("luz", *together, extra=(listed("ana-0"),)),
        "ana": held("ana", *together),
    }
    ties = [tie(), replace(tie(), child="luz", adult="ana")]
    found = find_unanswered_flags(people, find_separations(people, ties, AS_OF))
    assert [(one.child, one.adult_records) for one in found] == [("luz", {"ana-0"}), ("mateo", set())]


def test_a_row_about_another_adult_is_not_answered_by_this_separation():
    people = {"rosa": held("rosa", STATION, SHELTER, extra=(listed("ana-0"),)), "juan": FATHER}
    [found] = find_unanswered_flags(people, find_separations(people, [tie()], AS_OF))
    assert found.adult_records == {"ana-0"}


def test_a_list_without_adults_leaves_no_flag_unanswered():
    people = {"rosa": held("rosa", SHELTER, extra=(UNNAMED,))}
    assert find_unanswered_flags(people, find_separations(people, [], AS_OF)) == []


# Whatever stands in the files

moments = st.sampled_from(["", "2018", "2018-05", "2018-05-17", "2018-05-17T06:13", "2018-05-18", "2018-06-30", "2020-02-29", "2099-01-01"])
any_stay = st.builds(
    Stay,
    custodian=st.sampled_from(list(Custodian)).map(str),
    place=st.just(""),
    start=moments,
    end=moments,
    end_reason=st.sampled_from(list(StayEnd)).map(str),
    released_to=st.sampled_from(["", "Mother", "Cousin"]),
)
custody = st.lists(any_stay, max_size=6)
births = st.sampled_from(["", "2000-02-29", "2018-05-17", "2031-01-01"])


@given(custody, custody, births, st.booleans(), st.sampled_from(["2018-05-17", "2018-08-23", "2099-12-31"]))
def test_no_custody_is_too_odd(child_stays, adult_stays, born, on_list, as_of):
    extra = (listed("juan-0", on="2018-05-17"), listed()) if on_list else ()
    people = {"rosa": held("rosa", *child_stays, born=born, extra=extra[:1]), "juan": held("juan", *adult_stays)}
    for found in find_separations(people, [tie()], as_of):
        assert len(found.separated_on) in (0, 10)
        assert found.outcome_on[:10] <= as_of


@given(custody, births)
def test_two_who_were_always_in_the_same_places_were_never_apart(stays, born):
    assert separation(held("rosa", *stays, born=born), held("juan", *stays)) is None


@given(custody, custody)
def test_a_separation_once_seen_is_seen_on_every_later_day(child_stays, adult_stays):
    child, adult = held("rosa", *child_stays), held("juan", *adult_stays)
    early, late = (separation(child, adult, as_of) for as_of in ("2018-05-18", "2018-08-23"))
    if early and not any(one.custodian == "ORR" for one in adult.custody.periods):
        assert late and late.separated_on == early.separated_on
