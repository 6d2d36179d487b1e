"""Whole tables in which somebody is on record by what they are called."""

import ctypes

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.errors import Unavailable
from kinkeeper.linkage.engine import native, nicknames
from kinkeeper.linkage.engine.coding import texts_of
from kinkeeper.linkage.engine.columns import recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.online import KnownPeople
from kinkeeper.linkage.engine.scoring import score_pairs
from kinkeeper.linkage.engine.table import prepare
from kinkeeper.linkage.features.nicknames import all_called, is_nickname

from .people import people


def odds(given_name: str, other: str) -> float:
    """How likely two records that differ in the given name alone are one person, among many."""
    told = {"surname1": "XOL", "surname2": "BATZ", "dob": "2011-04-05", "sex": "M", "nationality": "GTM", "birth_place": "GT-01"}
    two = pl.DataFrame([{**told, "given_name": name} for name in (given_name, other)])
    records = people(600, seed=3).drop("who")
    table = prepare(pl.concat([two, records], how="diagonal"), recognise(records.columns))
    return float(score_pairs(table, learn_model(table), np.array([[0, 1]]))[0])


@pytest.mark.parametrize(("formal", "nickname"), [("JOSE", "PEPE"), ("GUADALUPE", "LUPITA"), ("JESUS LUIS", "CHUY LUIS")])
def test_a_nickname_speaks_for_one_person_and_another_name_against_it(formal: str, nickname: str) -> None:
    another = "WILMER" + nickname.removeprefix(nickname.split()[0])
    assert odds(formal, nickname) > odds(formal, another) + 4
    assert odds(nickname, formal) > odds(another, formal) + 4
    assert odds(formal, formal) > odds(formal, nickname)


@given(st.sampled_from(sorted(all_called())), st.sampled_from([*sorted(all_called()), "WILMER", "X"]))
def test_the_kernels_table_says_what_the_list_says(one: str, other: str) -> None:
    numbers = nicknames.numbers_of(texts_of([one, other]))
    assert bool(nicknames.called()[numbers[0], numbers[1]]) == is_nickname(one, other)
    assert nicknames.meet(numbers) == (is_nickname(one, other) or is_nickname(one, one) or is_nickname(other, other))


def test_a_table_in_which_no_two_names_belong_together_looks_none_up() -> None:
    records = pl.DataFrame({"given_name": ["WILMER", "JOSE", "ANA"], "dob": ["2011-04-05"] * 3})
    assert all(one.nickname is None for one in prepare(records, recognise(records.columns)).plan.fields)


def test_who_is_asked_for_by_a_nickname_is_likelier_than_by_another_name() -> None:
    records = people(300, seed=4).drop("who")
    known = KnownPeople(records)
    first = records.filter(pl.col("given_name") == "JOSE").row(0, named=True)
    told = {name: first[name] for name in ("surname1", "dob")}
    called, another = (known.find({**told, "given_name": name}, 1)[0] for name in ("PEPE", "WILMER"))
    assert called.record == another.record
    assert called.probability > another.probability


def test_a_library_that_was_compiled_for_another_version_is_refused() -> None:
    assert native.refuse_older(native.kernel()) is native.kernel()
    with pytest.raises(Unavailable, match="run make install"):
        native.refuse_older(ctypes.CDLL(None))
