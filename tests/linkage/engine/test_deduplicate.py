"""A table of people in, a person for every row out; also where the table is hostile."""

import time

import numpy as np
import polars as pl
import pytest

from kinkeeper.domain.errors import BadExtract
from kinkeeper.jobs.dedupe import score_persons
from kinkeeper.linkage.engine.columns import recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.deduplicate import Setting, deduplicate
from kinkeeper.linkage.engine.persons import Known, find_persons
from kinkeeper.linkage.engine.scoring import score
from kinkeeper.linkage.engine.table import prepare

from .people import people


def test_badly_written_records_find_their_persons_without_labels() -> None:
    records = people(1500)
    found = deduplicate(records.drop("who"))
    right = score_persons(found.person, records["who"])
    assert right.precision > 0.98
    assert right.recall > 0.93


def test_relatives_who_share_names_and_place_stay_apart() -> None:
    records = people(1500)
    found = deduplicate(records.drop("who"))
    both = records.with_columns(pl.Series("person", found.person), family=pl.col("who").str.split(".").list.first())
    mixed = both.group_by("person").agg(pl.col("who").n_unique())
    assert (mixed["who"] > 1).mean() < 0.02


def test_persons_are_numbered_in_the_order_of_their_first_rows() -> None:
    person = deduplicate(people(100).drop("who")).person
    first = [person.tolist().index(number) for number in range(1, int(person.max()) + 1)]
    assert first == sorted(first)


def test_records_that_a_person_said_are_two_stay_two() -> None:
    records = people(400).drop("who")
    person = deduplicate(records).person
    number = int(np.bincount(person).argmax())
    one, other = np.flatnonzero(person == number)[:2].tolist()
    again = deduplicate(records, setting=Setting(apart=[(one, other)])).person
    assert again[one] != again[other]


def test_two_certain_births_and_two_certain_sexes_are_not_one_person() -> None:
    records = people(400).drop("who")
    table = prepare(records, recognise(records.columns))
    model = learn_model(table)
    scored = score(table, model, 0.0)
    several = find_persons(table, model, scored)
    certain = np.arange(1, records.height + 1, dtype=np.int32)
    for known in (Known(birth=certain), Known(sex=certain)):
        found = find_persons(table, model, scored, known)
        assert found.impossible > 0
        assert len(np.unique(found.first)) == records.height
    assert len(np.unique(several.first)) < records.height


# Hostile tables


def test_a_hundred_thousand_copies_of_one_record_are_one_person_soon() -> None:
    copies = pl.DataFrame({"given_name": ["ANA LUCIA"] * 100_000, "surname1": ["CAAL"] * 100_000, "dob": ["2011-04-05"] * 100_000})
    others = people(500).select("given_name", "surname1", "dob")
    started = time.perf_counter()
    person = deduplicate(pl.concat([copies, others])).person
    assert len(np.unique(person[:100_000])) == 1
    assert len(np.unique(person[100_000:])) > 400
    assert time.perf_counter() - started < 30


def test_a_table_whose_values_are_all_equal_is_refused() -> None:
    with pytest.raises(BadExtract, match="all its values are equal"):
        deduplicate(pl.DataFrame({"given_name": ["ANA"] * 1000, "dob": ["2011-04-05"] * 1000}))


def test_a_table_without_a_usable_column_is_refused_with_what_is_needed() -> None:
    with pytest.raises(BadExtract, match="a date of birth"):
        deduplicate(pl.DataFrame({"colour": ["red", "blue"], "sex": ["F", "M"]}))
    with pytest.raises(BadExtract, match="No usable column"):
        deduplicate(pl.DataFrame({"given_name": pl.Series([None, None], dtype=pl.String)}))


def test_a_column_of_nulls_is_left_out_and_said() -> None:
    records = people(100).drop("who").with_columns(sex=pl.lit(None, dtype=pl.String))
    assert deduplicate(records).columns.left["sex"] == "it is empty"


def test_names_of_one_letter_make_nobody_one_person() -> None:
    letters = pl.DataFrame({"given_name": list("ABCDE") * 2000, "surname1": list("XYZWV") * 2000})
    started = time.perf_counter()
    person = deduplicate(letters).person
    assert time.perf_counter() - started < 20
    assert len(np.unique(person)) == 10_000


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_table_of_hardly_any_rows_is_answered_or_refused(rows: int) -> None:
    table = pl.DataFrame({"given_name": ["ANA", "LUIS"], "dob": ["2001-02-03", "1999-01-02"]}).head(rows)
    try:
        assert len(deduplicate(table).person) == rows
    except BadExtract as refused:
        assert "No usable column" in str(refused)
