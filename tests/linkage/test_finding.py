"""One person compared with a few others, who lie in no table: as a table of them would be compared."""

import ctypes

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kinkeeper.linkage.engine.coding import code_column
from kinkeeper.linkage.engine.native import at, kernel
from kinkeeper.linkage.engine.plan import make_plan
from kinkeeper.linkage.engine.rules import make_ways
from kinkeeper.linkage.engine.scoring import patterns_of_pairs
from kinkeeper.linkage.engine.table import Table, rows_of
from kinkeeper.linkage.finding import Candidates, Told, agreement, choose_keys, keys_of, ordinary, score
from kinkeeper.linkage.finding.keys import Lasting, lasting, number_keys, of_line, sound_of
from kinkeeper.linkage.finding.scoring import ROLES, People
from tests.linkage.engine.people import people

MADE = [
    lasting(
        row["given_name"] or "",
        f"{row['surname1'] or ''} {row['surname2'] or ''}",
        row["dob"] or "",
        "FM"[n % 2],
        "GT",
        str(201345600 + n % 40),
    )
    for n, row in enumerate(people(400, seed=4).iter_rows(named=True))
]
ODD = [
    Lasting("UNKNOWN", "FNU", "soon", "unknown", "N/A", "x"),
    Lasting("J", "DELACRUZ LOPEZ GARCIA", "1990", "F", "", "201345678"),
    Lasting("A" * 40, "B" * 23 + " C", "1990-13-01", "", "GT", "1" * 40),
    Lasting(born="2990-12-31"),
]


def test_lines_are_compared_as_the_table_of_the_same_people_is() -> None:
    """The engine reads the columns of a table, a question reads lines: every pair agrees in the same pattern."""
    some = [*MADE, *ODD]
    columns = {name: (role, code_column(pl.Series([getattr(one, name) or None for one in some]))) for name, role in ROLES.items()}
    plan = make_plan(columns, len(some))
    for field in plan.fields:
        field.rarity = field.rarity_of_word = np.zeros(len(plan.texts), dtype=np.float32)
    chance = np.random.default_rng(1)
    pairs = np.ascontiguousarray(chance.integers(0, len(some), (20_000, 2)))
    by_table = patterns_of_pairs(Table(plan, rows_of(plan), [], make_ways([])[0]), pairs)
    read = People([one.line for one in some])
    by_line = np.zeros(len(pairs), dtype=np.uint64)
    table = read.compared(ordinary(), Candidates([], {}, len(some)), 0)
    kernel().levels_of_pairs(ctypes.byref(table), at(pairs), ctypes.c_int64(len(pairs)), at(by_line), None)
    assert len(np.unique(by_table)) > 200
    assert (by_table == by_line).all()


@given(st.lists(st.builds(lasting, *[st.text(max_size=40)] * 6), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_whatever_is_told_is_one_line_and_is_read_back(some: list[Lasting]) -> None:
    for one in some:
        assert "\n" not in one.line
        assert of_line(one.line) == one
    odds = score(Told(given="Ana", surnames="Pop", born="2011"), Candidates([one.line for one in some], {}, 100), ordinary())
    assert len(odds) == len(some)
    assert np.isfinite(odds).all()


def test_what_was_told_comes_before_what_may_have_been_meant_and_rare_before_common() -> None:
    told = Told(given="Ana", surnames="Caal", a_number="201345678")
    sound = sound_of(["ANA", "CAAL"])
    heard = {"ANA": [(sound["ANA"], 5_000), (77, 3)], "CAAL": [(sound["CAAL"], 20)]}
    keys = choose_keys(told, heard, 100_000, budget=1_000)
    alone = keys_of([lasting("ANA", "CAAL")])[0]
    assert keys[:2] == [number_keys(told.a_number)[0], next(key for key in keys if key in alone)]
    assert len(choose_keys(told, heard, 100_000, budget=0)) == 1
    exactly = {word: ways[:1] for word, ways in heard.items()}
    assert set(choose_keys(told, exactly, 100_000)) < set(keys)
    assert choose_keys(Told(sex="F"), {}, 100) == []
    assert len(choose_keys(told, heard, 0)) > 1, "nobody is known yet"


def test_agreement_is_said_in_words() -> None:
    asked = lasting("Ana Lucia", "Caal", "2011-04-05", "F", "", "201345678")
    other = lasting("Ana", "Kaal", "2011-05-04", "M", "GT", "201345687")
    assert agreement(asked, other) == {"given": "near", "surnames": "near", "born": "near", "sex": "other", "a_number": "near"}
    whole = lasting("Ana", "Caal Tzoc", "2011-04-05", "F", "GT", "201345678")
    assert agreement(whole, whole) == dict.fromkeys(ROLES, "same")
