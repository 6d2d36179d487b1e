"""A person may say what a file is, and which column is what."""

from pathlib import Path

import pytest

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.settings import read_settings, settings_text

from .written import csv_file, read_one, workbook

ROWS = [["Remarks of the day"], ["UAC name", "Who rang", "Wish"], ["Luis Xol", "Ana Chub", "reunify"]]
SETTING = """
[[file]]
match  = "ice parents *.xlsx"
layout = "hand_list"
[file.columns]
child  = "UAC name"
parent = "Who rang"
"""


def config(folder: Path, text: str) -> Path:
    path = folder / "what.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_setting_says_which_column_is_what(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ICE parents 08-23.xlsx", {"S": ROWS})
    assert read_one(path).extract.layout == ""
    child, adult = read_one(path, config(tmp_path, SETTING)).records.values()
    assert (child.name, child.whole_name, adult.whole_name) == ("ICE parents 08-23.xlsx/S#3:child", "Luis Xol", "Ana Chub")


def test_a_setting_wins_over_what_the_header_seems_to_say(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["Child", "Parent", "Ward"], ["Ana Chub", "the office", "Luis Xol"]])
    text = '[[file]]\nmatch = "*.csv"\nlayout = "hand_list"\n[file.columns]\nchild = "Ward"\nparent = "Child"\n'
    child, adult = read_one(path, config(tmp_path, text)).records.values()
    assert (child.whole_name, adult.whole_name) == ("Luis Xol", "Ana Chub")


def test_a_setting_may_only_name_the_layout(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["CHILD FIRST", "ADULT FIRST", "DATE SEPARATED"], ["Luis", "Ana", "5/11/2018"]])
    assert read_one(path).extract.layout == "separation_list"
    assert read_one(path, config(tmp_path, '[[file]]\nmatch = "a.*"\nlayout = "hand_list"\n')).extract.layout == "hand_list"


def test_a_column_that_the_file_does_not_have_is_refused_by_name(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [["Child", "Somebody"], ["Luis Xol", "Ana Chub"]])
    read = read_one(path, config(tmp_path, '[[file]]\nmatch = "a.csv"\nlayout = "hand_list"\n[file.columns]\nparent = "Mother said"\n'))
    assert not read.records
    assert "Mother said" in read.refusals[0].why


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[file]", "cannot be read"),
        ('[[file]]\nmatch = "*"\n', "match, layout"),
        ('[[file]]\nmatch = "*"\nlayout = "nonsense"\n', "no layout 'nonsense'"),
        ('[[file]]\nmatch = "*"\nlayout = "hand_list"\nsheet = "x"\n', "not sheet"),
        ('[[file]]\nmatch = "*"\nlayout = "hand_list"\n[file.columns]\nzodiac = "x"\n', "no column 'zodiac'"),
    ],
)
def test_settings_that_cannot_be_used_are_wrong_usage(tmp_path: Path, text: str, sentence: str) -> None:
    path = csv_file(tmp_path / "a.csv", ROWS)
    with pytest.raises(BadExtract, match=sentence):
        read_one(path, config(tmp_path, text))


@pytest.mark.parametrize("name", ["sender.toml", "sender.json", "sender"])
def test_settings_that_are_written_are_read_again(tmp_path: Path, name: str) -> None:
    told = [
        {
            "match": "*",
            "layout": "hand_list",
            "columns": {"child.whole_name": 'UAC "name"\t\\ = #', "adult.whole_name": "Parent (as told by phone) ñ \x7f"},
            "order": {"child.born": "dmy"},
            "values": {"relation": {"tutora legal": "guardian"}},
            "widths": [9, 24],
        },
        {"match": "x", "layout": "orr_children", "columns": {}, "order": {}, "values": {}, "widths": []},
    ]
    path = tmp_path / name
    path.write_text(settings_text(told, path), "utf-8")
    one, other = read_settings(path)
    assert (one.columns, one.orders, one.values, one.widths) == (told[0]["columns"], told[0]["order"], told[0]["values"], (9, 24))
    assert other.match == "x" and not other.columns
