import pytest

from kinkeeper.domain.facts import replace
from kinkeeper.domain.outcomes import outcome_alone, outcome_of
from kinkeeper.domain.records import Stay

from .families_held import AS_OF, DETENTION, MARSHALS, SHELTER, STATION, STATION_FATHER, held, tie


def left_care(reason: str, to: str = "", on: str = "2018-07-08", born: str = ""):
    return held("rosa", STATION, replace(SHELTER, end=on, end_reason=reason, released_to=to), born=born)


def father(reason: str = "", on: str = "", sex: str = "M"):
    return held("juan", STATION_FATHER, MARSHALS, replace(DETENTION, end=on, end_reason=reason), sex=sex)


@pytest.mark.parametrize(
    ("child", "adult", "relation", "outcome"),
    [
        (left_care("reunited", "Father"), father("released", "2018-07-09"), "parent", "reunited"),
        (left_care("reunited", "Father"), father(), "parent", "reunited"),
        (left_care("reunited"), father(), "parent", "reunited"),
        (left_care("reunited", "Mother"), father(), "parent", "released_to_other"),
        (left_care("reunited", "Mother"), father("released", "2018-07-09"), "parent", "reunited"),
        (left_care("reunited", "Legal Guardian"), father("released", "2018-07-09"), "guardian", "reunited"),
        (left_care("reunited", "Father"), father("released", "2018-07-09"), "sibling", "released_to_other"),
        (left_care("released_to_sponsor", "Father"), father("released", "2018-06-20"), "parent", "reunited"),
        (left_care("released_to_sponsor", "father"), father("released", "2018-06-20"), "parent", "reunited"),
        (left_care("released_to_sponsor", "Father"), father("released", "2018-07-11"), "parent", "reunited"),
        (left_care("released_to_sponsor", "Father"), father("released", "2018-07-12"), "parent", "released_to_other"),
        (left_care("released_to_sponsor", "Father"), father("removed", "2018-06-20"), "parent", "released_to_other"),
        (left_care("released_to_sponsor", "Father"), father(), "parent", "released_to_other"),
        (left_care("released_to_sponsor", "Mother"), father("released", "2018-06-20"), "parent", "released_to_other"),
        (left_care("released_to_sponsor", "Uncle"), father("released", "2018-07-08"), "parent", "released_to_other"),
        (left_care("released_to_sponsor", "Brother"), father("released", "2018-07-09"), "sibling", "reunited"),
        (left_care("released_to_sponsor", "Brother"), father("released", "2018-06-01"), "sibling", "released_to_other"),
        (left_care("released_to_sponsor", "Family Friend"), father("released", "2018-06-01"), "other_kin", "released_to_other"),
        (left_care("other"), father(), "parent", "released_to_other"),
        (left_care("removed"), father("removed", "2018-06-20"), "parent", "released_to_other"),
        (left_care("turned_18"), father("removed", "2018-06-20"), "parent", "turned_18"),
    ],
)
def test_what_became_of_a_child_that_left_care(child, adult, relation, outcome):
    assert outcome_of(tie(relation), child, adult, AS_OF) == (outcome, "2018-07-08")


def test_a_sponsor_may_be_the_adult_whose_sex_no_source_gives():
    adult = father("released", "2018-06-20", sex="")
    assert outcome_of(tie(), left_care("released_to_sponsor", "Mother"), adult, AS_OF) == ("reunited", "2018-07-08")


@pytest.mark.parametrize(
    ("adult", "outcome", "on"),
    [
        (father(), "apart", ""),
        (father("released", "2018-06-20"), "apart", ""),
        (father("removed", "2018-06-20"), "adult_removed", "2018-06-20"),
        (father("removed", "2018-08-24"), "apart", ""),
    ],
    ids=["held", "released, and the child is not with him", "removed", "removed later"],
)
def test_while_the_child_is_in_care_the_adults_removal_is_the_outcome(adult, outcome, on):
    assert outcome_of(tie(), held("rosa", STATION, SHELTER), adult, AS_OF) == (outcome, on)


def test_of_several_removals_the_last_one_parts_them_now():
    twice = (Stay("ICE", "Eloy", "2012-03-02", "2012-05-01", "removed"), Stay("ICE", "Eloy", "2018-05-24", "2018-06-20", "removed"))
    assert outcome_of(tie(), held("rosa", STATION, SHELTER), held("juan", *twice), AS_OF) == ("adult_removed", "2018-06-20")


def test_what_happened_after_the_day_asked_for_is_not_known_yet():
    child = left_care("reunited", "Father")
    assert outcome_of(tie(), child, father(), "2018-07-07") == ("apart", "")
    assert outcome_of(tie(), child, father(), "2018-07-08") == ("reunited", "2018-07-08")


@pytest.mark.parametrize("reason", ["transferred", ""])
def test_a_move_to_another_program_is_no_leaving(reason):
    assert outcome_of(tie(), left_care(reason), father(), AS_OF) == ("apart", "")


def test_the_last_program_tells():
    moved = replace(SHELTER, end="2018-06-01", end_reason="transferred")
    child = held("rosa", STATION, moved, Stay("ORR", "Shelter Two", "2018-06-01", "2018-07-08", "reunited", "", "Father"))
    assert outcome_of(tie(), child, father(), AS_OF) == ("reunited", "2018-07-08")


def test_a_discharge_without_a_day_is_a_discharge():
    child = held("rosa", STATION, replace(SHELTER, end_reason="reunited"))
    assert outcome_alone(child, AS_OF) == ("reunited", "")


@pytest.mark.parametrize(
    ("born", "as_of", "outcome"),
    [
        ("2000-08-23", "2018-08-23", ("turned_18", "2018-08-23")),
        ("2000-08-24", "2018-08-23", ("apart", "")),
        ("2004-02-29", "2022-02-28", ("apart", "")),
        ("2004-02-29", "2022-03-01", ("turned_18", "2022-03-01")),
        ("2000", "2018-08-23", ("apart", "")),
    ],
)
def test_a_child_still_in_care_turns_18_on_its_birthday(born, as_of, outcome):
    assert outcome_of(tie(), held("rosa", STATION, SHELTER, born=born), father(), as_of) == outcome


def test_no_record_of_the_child_is_not_the_same_as_apart():
    assert outcome_of(tie(), held("rosa", STATION), father(), AS_OF) == ("unknown", "")
    assert outcome_of(tie(), held("rosa"), father("removed", "2018-06-20"), AS_OF) == ("adult_removed", "2018-06-20")


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [("reunited", "reunited"), ("other", "released_to_other"), ("released_to_sponsor", "released_to_other"), ("turned_18", "turned_18")],
)
def test_a_childs_own_records_tell_where_no_adult_is_known(reason, outcome):
    assert outcome_alone(left_care(reason), AS_OF) == (outcome, "2018-07-08")
