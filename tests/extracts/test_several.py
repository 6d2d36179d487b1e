"""Several people in one row: each is given what is theirs, and nothing is given to somebody it may not belong to."""

from pathlib import Path

from .written import WasRead, read_rows, table


def parents(folder: Path, text: str) -> WasRead:
    return read_rows(folder, table(text))


def test_cells_of_as_many_parts_as_people_are_shared_out(tmp_path: Path) -> None:
    read = parents(
        tmp_path,
        """
        Parent    | Ana Chub
        Children  | Luis Xol; Eva Xol
        Child A#  | A202-385-793; A202-385-794
        Child DOB | 5/10/2006; 6/11/2009
        Child Sex | M; F
        Ages      | 12, 9
        """,
    )
    luis, eva, _ = read.records.values()
    assert [(one.born, one.sex, one.age, one.identifiers[0].value) for one in (luis, eva)] == [
        ("2006-05-10", "M", 12, "202385793"),
        ("2009-06-11", "F", 9, "202385794"),
    ]
    assert read.refusals == []


def test_what_may_be_anybody_s_is_nobody_s_and_is_said(tmp_path: Path) -> None:
    read = parents(
        tmp_path,
        """
        Parent   | Ana Chub
        Children | Luis Xol; Eva Xol
        Child A# | A202-385-793
        Ages     | 12, 9, 7
        """,
    )
    assert [(one.age, one.identifiers) for one in list(read.records.values())[:2]] == [(None, ()), (None, ())]
    assert {(refusal.column, refusal.value) for refusal in read.refusals} == {("Child A#", "A202-385-793"), ("Ages", "12, 9, 7")}


def test_ages_and_numbers_beside_the_names(tmp_path: Path) -> None:
    read = parents(
        tmp_path,
        """
        Parent   | Ana Chub
        Children | Luis Xol A202-385-793 (12); Eva Xol (9 años)
        """,
    )
    luis, eva, _ = read.records.values()
    assert [(one.whole_name, one.age, [number.value for number in one.identifiers]) for one in (luis, eva)] == [
        ("Luis Xol", 12, ["202385793"]),
        ("Eva Xol", 9, []),
    ]


def test_a_child_without_a_name_but_with_a_number_is_somebody(tmp_path: Path) -> None:
    read = parents(
        tmp_path,
        """
        Parent   | Ana Chub
        Children |
        Child A# | A202-385-793
        """,
    )
    assert [record.name for record in read.records.values()] == ["list.csv#2:child", "list.csv#2:adult"]


def test_an_age_that_cannot_be_read_takes_no_other_away(tmp_path: Path) -> None:
    read = parents(
        tmp_path,
        """
        Parent   | Ana Chub
        Children | Luis Xol; Eva Xol
        Ages     | x, 9
        """,
    )
    assert [record.age for record in read.records.values()] == [None, 9, None]
    assert read.refused == [(2, "Ages", "x")]
