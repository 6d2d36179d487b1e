import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.custody import Gap, Timeline, timeline
from kinkeeper.domain.facts import replace
from kinkeeper.domain.placements import Placement
from kinkeeper.domain.records import Stay
from kinkeeper.domain.terms import Custodian, StayEnd

from .families_held import DETENTION, MARSHALS, SHELTER, STATION, STATION_FATHER, a_record

moments = st.sampled_from(
    [
        "",
        "2018",
        "2018-05",
        "2018-05-17",
        "2018-05-17T06:13",
        "2018-05-17T23:59:59",
        "2018-05-18",
        "2018-06-30",
        "2019-02-28",
        "2020-02-29",
        "2099-01-01",
    ]
)
stays = st.builds(
    Stay,
    custodian=st.sampled_from(list(Custodian)).map(str),
    place=st.sampled_from(["", "McAllen", "MCALLEN", "Port Isabel"]),
    start=moments,
    end=moments,
    end_reason=st.sampled_from(list(StayEnd)).map(str),
    released_to=st.sampled_from(["", "Mother"]),
)
histories = st.lists(stays, max_size=8).map(lambda found: [a_record(f"r{n}", stay) for n, stay in enumerate(found)])


def of(*stays_told: Stay) -> Timeline:
    return timeline([a_record(f"r{n}", stay) for n, stay in enumerate(stays_told)])


def shown(found: Timeline) -> list[tuple[str, str, str]]:
    return [(str(one.custodian), one.start, one.until) for one in found.periods]


def test_stays_of_three_agencies_become_one_line():
    assert shown(of(DETENTION, STATION_FATHER, MARSHALS)) == [
        ("CBP", "2018-05-17T06:13", "2018-05-19T09:00"),
        ("USMS", "2018-05-19", "2018-05-24"),
        ("ICE", "2018-05-24T13:21", ""),
    ]


def test_one_stay_told_by_two_sources_is_one_period_that_names_both():
    rough = replace(STATION, place="", start="2018-05-17", end="2018-05-18", end_reason="")
    [period] = of(rough, STATION).periods
    assert (period.place, period.start, period.end, period.end_reason) == ("McAllen", STATION.start, STATION.end, "transferred")
    assert period.said_by == ("r0", "r1")
    assert not period.disagreement


def test_an_older_extract_that_knows_no_end_yet_agrees_with_a_later_one():
    [period] = of(SHELTER, replace(SHELTER, end="2018-07-08", end_reason="transferred")).periods
    assert (period.end, period.said_by, period.disagreement) == ("2018-07-08", ("r0", "r1"), False)


@pytest.mark.parametrize(
    "other",
    [
        replace(SHELTER, place="Shelter Two", end="2018-07-08"),
        replace(SHELTER, end="2018-07-30"),
        replace(SHELTER, end="2018-07-08", end_reason="turned_18"),
        Stay("ICE", "Port Isabel", "2018-06-01", "2018-06-20"),
    ],
    ids=["another place", "another end", "another reason", "another custodian"],
)
def test_statements_that_contradict_each_other_both_stay_and_are_marked(other):
    found = of(replace(SHELTER, end="2018-07-08", end_reason="transferred"), other)
    assert [(one.said_by, one.disagreement) for one in sorted(found.periods, key=lambda one: one.said_by)] == [
        (("r0",), True),
        (("r1",), True),
    ]


@pytest.mark.parametrize("start", ["2018-05-18", "2018-05-18T09:00", "2018-05-19"])
def test_a_move_on_one_day_or_over_night_is_neither_a_disagreement_nor_a_gap(start):
    found = of(STATION, replace(SHELTER, start=start))
    assert not any(one.disagreement for one in found.periods)
    assert found.gaps() == ()


def test_a_stay_that_ends_before_it_begins_stays_and_is_marked():
    [period] = of(Stay("ORR", "Shelter One", "2018-05-18", "2018-05-11")).periods
    assert period.disagreement


def test_a_station_that_wrote_no_end_had_the_person_until_the_next_custodian_did():
    assert shown(of(replace(STATION, end=""), SHELTER)) == [("CBP", STATION.start, "2018-05-18"), ("ORR", "2018-05-18", "")]


def test_on_one_day_the_station_comes_first_whatever_hours_were_written():
    found = of(Stay("ICE", "Port Isabel", "2018-05-17"), Stay("CBP", "McAllen", "2018-05-17T06:13"))
    assert shown(found) == [("CBP", "2018-05-17T06:13", "2018-05-17"), ("ICE", "2018-05-17", "")]
    assert not any(one.disagreement for one in found.periods)


def test_time_that_nobody_accounts_for_is_a_gap():
    found = of(replace(STATION_FATHER, end="2018-05-19"), replace(DETENTION, end="2018-06-01", end_reason="transferred"))
    assert found.gaps() == (Gap("2018-05-19", "2018-05-24T13:21"), Gap("2018-06-01", ""))


def test_two_days_without_a_record_are_a_gap():
    assert of(STATION, replace(SHELTER, start="2018-05-20")).gaps() == (Gap("2018-05-18T14:00", "2018-05-20"),)


def test_nobody_without_stays_has_gaps():
    assert Timeline().gaps() == ()
    assert of(SHELTER).gaps() == ()


@pytest.mark.parametrize(
    ("reason", "then"),
    [("removed", "ABROAD"), ("released", "RELEASED"), ("released_to_sponsor", "SPONSOR"), ("reunited", "SPONSOR")],
)
def test_after_a_stay_a_person_is_abroad_or_at_liberty(reason, then):
    found = of(Stay("ICE", "Port Isabel", "2018-05-24", "2018-06-08T10:00", reason))
    assert shown(found)[1:] == [(then, "2018-06-08T10:00", "")]
    assert found.periods[1].said_by == ("r0",)
    assert found.gaps() == ()


@pytest.mark.parametrize("reason", ["transferred", "turned_18", "other", ""])
def test_after_any_other_end_nobody_is_said_to_have_the_person(reason):
    found = of(Stay("ORR", "Shelter One", "2018-05-24", "2018-06-08", reason))
    assert len(found.periods) == 1
    assert found.gaps() == (Gap("2018-06-08", ""),)


def test_liberty_ends_where_the_next_stay_begins():
    found = of(Stay("ICE", "", "2018-05-24", "2018-06-08", "released"), Stay("ICE", "", "2018-08-01"))
    assert shown(found) == [("ICE", "2018-05-24", "2018-06-08"), ("RELEASED", "2018-06-08", "2018-08-01"), ("ICE", "2018-08-01", "")]


def test_nobody_is_at_liberty_whom_another_source_still_holds():
    found = of(Stay("ICE", "Karnes", "2018-05-24", "2018-06-08", "released"), Stay("ICE", "Eloy", "2018-06-01", "2018-07-01", "removed"))
    assert shown(found)[2:] == [("ABROAD", "2018-07-01", "")]
    assert [one.disagreement for one in found.periods] == [True, True, False]


def test_staff_may_report_what_no_extract_has():
    reported = Placement("p1", "rosa", Stay("HOSPITAL", "Driscoll", "2018-05-18", "2018-05-20"))
    found = timeline([a_record("r0", STATION)], [reported])
    assert [(one.custodian, one.said_by) for one in found.periods] == [("CBP", ("r0",)), ("HOSPITAL", ("p1",))]


def test_a_stay_known_only_by_its_end_stands_at_its_end():
    found = of(Stay("ICE", "Port Isabel", "", "2018-06-08", "removed"))
    assert shown(found) == [("ICE", "2018-06-08", "2018-06-08"), ("ABROAD", "2018-06-08", "")]


def test_a_stay_without_any_date_is_kept_apart():
    found = of(Stay("ICE", "Port Isabel", ""))
    assert found.periods == ()
    assert [one.place for one in found.undated] == ["Port Isabel"]


@pytest.mark.parametrize(
    ("day", "where"),
    [("2018-05-16", []), ("2018-05-17", ["CBP"]), ("2018-05-18", ["CBP", "ORR"]), ("2018-05-19", ["ORR"]), ("2031-01-01", ["ORR"])],
)
def test_where_a_person_was_on_a_day(day, where):
    assert [one.custodian for one in of(STATION, SHELTER).on(day)] == where


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(records, chance):
    assert timeline(chance.sample(records, len(records))) == timeline(records)


@given(histories)
def test_no_statement_is_ever_lost(records):
    found = timeline(records)
    assert {source for one in (*found.periods, *found.undated) for source in one.said_by} == {record.record_id for record in records}


@given(histories)
def test_the_line_runs_forwards_and_gaps_lie_outside_all_periods(records):
    found = timeline(records)
    starts = [one.start[:10] for one in found.periods]
    assert starts == sorted(starts)
    for gap in found.gaps():
        assert not any(one.start[:10] <= gap.start[:10] and (not one.until or one.until[:10] > gap.start[:10]) for one in found.periods)


@given(histories)
def test_the_same_records_twice_are_the_same_line(records):
    again = [replace(record, record_id=record.record_id + "'") for record in records]

    def told(found):
        return [(one.custodian, one.place, one.start, one.end, one.end_reason) for one in found.periods]

    assert len(told(timeline(records + again))) == len(told(timeline(records)))
