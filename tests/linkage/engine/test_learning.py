"""What is learnt from a table: how common values are, how many relatives there are, what each level is worth."""

import numpy as np
import polars as pl
import pytest

from kinkeeper.jobs.dedupe import score_persons
from kinkeeper.linkage.engine.columns import Role, recognise
from kinkeeper.linkage.engine.counting import learn_model
from kinkeeper.linkage.engine.deduplicate import deduplicate
from kinkeeper.linkage.engine.full_names import split_name
from kinkeeper.linkage.engine.persons import spanning
from kinkeeper.linkage.engine.table import Table, prepare

from .people import people


def prepared(records: pl.DataFrame) -> Table:
    return prepare(records, recognise(records.columns))


def test_families_teach_that_there_are_relatives_and_single_persons_that_there_are_none() -> None:
    families = people(1500)
    alone = families.with_columns(pl.col("who").str.split(".").list.get(1).alias("member")).filter(pl.col("member") == "0").drop("member")
    with_kin, without = (learn_model(prepared(some.drop("who"))) for some in (families, alone))
    assert with_kin.relatives > 0.1
    assert without.relatives < with_kin.relatives / 5


def test_the_share_of_pairs_of_one_person_is_found_without_labels() -> None:
    records = people(1500)
    sizes = records.group_by("who").len()["len"]
    true = float((sizes * (sizes - 1) / 2).sum()) / (records.height * (records.height - 1) / 2)
    assert learn_model(prepared(records.drop("who"))).prior == pytest.approx(true, rel=0.15)


def test_copies_of_a_record_do_not_make_its_values_common() -> None:
    records = people(200).drop("who")
    copied = pl.concat([records, *[records.head(1)] * 500])
    plain, crowded = prepared(records).plan, prepared(copied).plan
    assert crowded.contents == plain.contents
    assert crowded.shares["given"] == pytest.approx(plain.shares["given"])


def test_agreement_weighs_for_and_difference_against() -> None:
    table = prepared(people(1500).drop("who"))
    weights = learn_model(table).weights()
    sex = next(nth for nth, one in enumerate(table.plan.fields) if one.name == "sex")
    assert weights[sex, 2] < -2
    assert np.all(weights[:, 0] == 0)


def test_given_names_and_surnames_in_each_others_columns_are_found() -> None:
    records = people(1200, seed=3)
    turned = records.with_row_index().with_columns(
        given_name=pl.when(pl.col("index") % 10 == 0).then("surname1").otherwise("given_name"),
        surname1=pl.when(pl.col("index") % 10 == 0).then(pl.col("given_name").str.split(" ").list.first()).otherwise("surname1"),
    )
    found = score_persons(deduplicate(turned.drop("who", "index")).person, turned["who"])
    assert found.recall > 0.8
    assert found.precision > 0.97


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("LOPEZ GARCIA, Ana Maria", ("Ana Maria", "LOPEZ GARCIA")),
        ("Ana Lopez", ("Ana", "Lopez")),
        ("Ana Lopez Garcia", ("Ana", "Lopez Garcia")),
        ("Ana Maria Lopez Garcia", ("Ana Maria", "Lopez Garcia")),
        ("Pele", ("Pele", "")),
    ],
)
def test_a_whole_name_is_split(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


def test_whole_names_find_the_same_persons_as_their_parts() -> None:
    records = people(800)
    parts = pl.concat_str(["surname1", "surname2"], separator=" ", ignore_nulls=True)
    whole = records.select("dob", "sex", "who", full_name=pl.concat_str([parts, pl.lit(", "), "given_name"]))
    found = score_persons(deduplicate(whole.drop("who")).person, whole["who"])
    assert found.precision > 0.95
    assert found.recall > 0.9


def test_columns_are_known_by_the_names_that_agencies_give_them() -> None:
    names = ["Given Name", "APELLIDO_PATERNO", "Apellido Materno", "DateOfBirth", "A-Number", "Zip Code", "rec_id"]
    found = recognise(names)
    assert list(found.roles.values()) == [Role.GIVEN, Role.SURNAME, Role.SURNAME2, Role.BORN, Role.NUMBER, Role.POSTCODE]
    assert found.left == {"rec_id": "its name is not known"}


def test_the_surest_pairs_that_connect_all_are_one_fewer_than_records() -> None:
    pairs = np.array([(0, 1), (1, 2), (0, 2), (3, 4)])
    assert spanning(5, pairs, np.array([2, 0, 1, 3])).tolist() == [True, False, True, True]
