"""What a showing is worth, and that it is learnt from the records at hand."""

import numpy as np
import pytest

from kinkeeper.linkage.ties.clues import Clue, table
from tests.linkage.ties.looking import Case
from tests.linkage.ties.records_made import SURNAMES, at_station, row_of, strangers


def clue(level, **more):
    usual, strange = table([0.8, 0.2], weight=10.0), table([0.2, 0.8], weight=10.0)
    return Clue("any", np.array(level, dtype=np.int8), usual, strange, words=str, **more)


def test_a_level_is_worth_log2_of_its_shares_and_silence_nothing():
    one = clue([0, 1, 2])
    assert one.bits(one.among_ties, one.among_strangers) == pytest.approx([0, 2, -2])


def test_a_chance_counted_from_the_data_takes_the_place_of_the_table():
    one = clue([1, 1], chance=np.array([-10.0, np.nan]))
    assert one.bits(one.among_ties, one.among_strangers) == pytest.approx([np.log2(0.8) + 10, 2])


def test_what_is_learnt_outweighs_what_is_usual():
    one = clue([1] * 50 + [2] * 50)
    sure = np.array([0.0] * 50 + [1.0] * 50)
    before = one.bits(one.among_ties, one.among_strangers)
    after = one.bits(one.learn_ties(sure), one.learn_strangers(1 - sure))
    assert before[0] > 0 > before[-1]
    assert after[0] < 0 < after[-1]


def test_groups_have_shares_of_their_own():
    usual, strange = table([0.9, 0.1], [0.5, 0.5], weight=10.0), table([0.5, 0.5], [0.5, 0.5], weight=10.0)
    one = Clue("any", np.array([1, 1], dtype=np.int8), usual, strange, words=str, group=np.array([0, 1], dtype=np.int8))
    assert one.bits(one.among_ties, one.among_strangers) == pytest.approx([np.log2(1.8), 0])


def test_one_nationality_says_much_in_a_mixed_crowd_and_little_where_all_have_it():
    child, adult = at_station("Ana", "Garcia Cuc", "2010-03-04"), at_station("Luis", "Garcia Mora", "1982-03-04", sex="M")
    alike = Case([child, adult, *strangers(30)])
    mixed = Case([child, adult, *strangers(30, nationality="HND")])
    assert mixed.worth("nationality", child, adult) > alike.worth("nationality", child, adult) + 1
    assert alike.worth("nationality", child, adult) < 0.3


def test_a_list_that_often_names_people_nobody_else_ties_is_believed_less():
    def case(wrong):
        records, same = [], []
        for at in range(30):
            when = f"2018-05-{1 + at % 28:02d}"
            surname = f"{SURNAMES[at % 14]}{('tzoc', 'umanzor', 'ixquiac')[at // 14]}"
            child = at_station("Ana", f"{surname} Cuc", "2010-03-04", when, event=f"E{at}")
            kin = at_station("Luis", f"{surname} Mora", "1982-03-04", when, event=f"E{at}", sex="M")
            other = at_station("Hugo", "Otro Vega", "1999-03-04", when, event=f"E{at}", sex="M", nationality="HND")
            row = row_of("weekly_list", ("Ana", f"{surname} Cuc"), ("Luis", f"{surname} Mora"))
            records += [child, kin, other, *row]
            same += [[child, row[0]], [other if at < wrong else kin, row[1]]]
        return Case(records, *same), records[-5], records[-4]

    right, *ends = case(wrong=0)
    often_wrong, *others = case(wrong=12)
    assert right.worth("list:weekly_list", *ends) > often_wrong.worth("list:weekly_list", *others) + 0.3


@pytest.mark.parametrize(("fewer", "more"), [(0, 2), (2, 6), (6, 15), (15, 40), (40, 80)])
def test_the_more_strangers_are_there_the_less_a_tie_is_sure(fewer, more):
    child, adult = at_station("Ana", "Garcia Cuc", "2010-03-04"), at_station("Luis", "Garcia Mora", "1982-03-04", sex="M")
    few, many = Case([child, adult, *strangers(fewer)]), Case([child, adult, *strangers(more)])
    assert many.probability(child, adult) <= few.probability(child, adult) + 1e-9
    assert many.worth("time_and_place", child, adult) < few.worth("time_and_place", child, adult)
