"""Texts in the compiled kernel: folded, heard and compared as the plain Python of the same rules does it."""

import re

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from kinkeeper.linkage.engine import coding
from kinkeeper.linkage.features.names import sound

WORDS = st.text("ABCDEGHIJKLMNOPQRSTUVXYZ", min_size=1, max_size=24)
VALUES = st.none() | st.text(max_size=40)


@given(st.lists(VALUES, max_size=60))
def test_equal_values_have_equal_codes_and_no_value_has_none(values: list[str | None]) -> None:
    coded = coding.code_column(pl.Series(values, dtype=pl.String))
    distinct = list(dict.fromkeys(value for value in values if value))
    assert coded.values == distinct
    assert coded.codes.tolist() == [distinct.index(value) + 1 if value else 0 for value in values]


def test_a_column_of_many_chunks_and_long_values_is_read_whole() -> None:
    parts = [pl.Series([f"{'x' * 30}{n % 700}" for n in range(start, start + 5000)]) for start in (0, 5000)]
    column = pl.concat([*parts, pl.Series([None], dtype=pl.String)]).slice(3)
    coded = coding.code_column(column)
    assert [coded.values[code - 1] for code in coded.codes.tolist()[:-1]] == column.to_list()[:-1]
    assert coded.codes[-1] == 0


def test_numbers_and_dates_are_read_as_they_are_written() -> None:
    assert coding.code_column(pl.Series([7, None, 7])).values == ["7"]
    dates = pl.Series(["2018-06-26"]).str.to_date()
    assert coding.code_column(dates).values == ["2018-06-26"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Núñez-López", "NUNEZ LOPEZ"),
        ("  d'Angelo  ", "DANGELO"),
        ("Mª José", "MA JOSE"),
        ("Ștefan Țurcanu", "STEFAN TURCANU"),
        ("Unknown", ""),
        ("FNU", ""),
        ("N", "N"),
        ("", ""),
        ("a b c d e f g h i j k l m n o", "A B C D E F G H I J K L"),
    ],
)
def test_a_value_is_folded_to_plain_words(written: str, folded: str) -> None:
    texts = coding.fold(coding.code_column(pl.Series([written])))
    assert coding.as_str(texts[-1]) == folded


@given(st.lists(WORDS, min_size=1, max_size=20))
def test_a_word_is_heard_as_the_documented_rule_hears_it(words: list[str]) -> None:
    assert [coding.as_str(text) for text in coding.sounds(coding.texts_of(words))] == [sound(word) for word in words]


@given(WORDS, WORDS)
def test_likeness_is_that_of_jaro_and_winkler(one: str, other: str) -> None:
    found = coding.similarities(coding.texts_of([one]), coding.texts_of([other]))[0]
    assert found == pytest.approx(JaroWinkler.similarity(one, other), abs=1e-9)


@example("A", "AAA", 0.8)
@given(WORDS, WORDS, st.sampled_from([0.8, 0.88, 0.92]))
def test_the_bound_by_letters_never_turns_a_likeness_away(one: str, other: str, least: float) -> None:
    found, _ = coding.alike(coding.texts_of([one]), coding.texts_of([other]), least)
    likeness = JaroWinkler.similarity(one, other)
    # A and AAA are as like as the bound but for the last bit of a float: there either answer is right.
    assert bool(found[0]) == (likeness >= least) or abs(likeness - least) < 1e-9


@given(st.text("AB", min_size=1, max_size=5), st.text("AB", min_size=1, max_size=5))
def test_one_edit_is_one_edit(one: str, other: str) -> None:
    _, found = coding.alike(coding.texts_of([one]), coding.texts_of([other]), 0.0)
    assert bool(found[0]) == (OSA.distance(one, other) <= 1)


def test_dates_are_read_in_the_ways_they_are_written() -> None:
    written = ["2010-03-05", "20100305", "2010", "5/13/2010", "2010-03-05T00:00:00", "yesterday", "2010-13-40"]
    decimal = coding.dates(coding.code_column(pl.Series(written)))
    read = [f"{value & 0xFFFFFFFF:08x}" for value in decimal.tolist()[1:]]
    assert read == ["20100305", "20100305", "20100000", "20100513", "20100305", "00000000", "00000000"]


@given(st.lists(st.dates().map(str) | st.text("0123456789-", min_size=9, max_size=11) | st.text(max_size=12), max_size=40))
def test_dates_read_in_the_kernel_are_those_that_the_rule_in_words_reads(written: list[str]) -> None:
    coded = coding.code_column(pl.Series(written, dtype=pl.String))
    read = coding.dates(coded).view(np.uint32).tolist()
    iso = [value for value in coded.values if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)]
    for code, value in enumerate(coded.values, start=1):
        if value in iso:
            year, month, day = map(int, value.split("-"))
            right = 1000 <= year <= 2999 and month <= 12 and day <= 31
            assert f"{read[code]:08x}" == (value.replace("-", "") if right else "00000000")


@pytest.mark.parametrize(("written", "day_first"), [(["03/05/2010"], False), (["03/05/2010", "13/05/2010"], True), (["05/13/2010"], False)])
def test_a_column_says_by_itself_whether_the_day_stands_first(written: list[str], day_first: bool) -> None:
    assert coding.day_stands_first(coding.code_column(pl.Series(written))) == day_first


def test_numbers_of_texts_are_given_in_the_order_of_first_appearance() -> None:
    (ids, others), distinct = coding.number([coding.texts_of(["ROSA", "", "ANA", "ROSA"]), coding.texts_of(["EVA", "ANA"])])
    assert ids.tolist() == [1, 0, 2, 1]
    assert others.tolist() == [3, 2]
    assert [coding.as_str(text) for text in distinct] == ["", "ROSA", "ANA", "EVA"]
    assert ids.dtype == np.int32
