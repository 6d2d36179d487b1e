"""The page about the season names every rate as it is."""

import re
from pathlib import Path

from kinkeeper.season.data_files import settings_of
from kinkeeper.season.rates import rates

PAGE = Path(__file__).parents[2] / "docs" / "season.md"
ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<value>[\d.]+) \| (?P<status>\w+) \| (?P<source>.+) \| (?P<meaning>.+) \|$", re.MULTILINE)


def test_the_page_has_every_rate_with_its_value_source_and_meaning() -> None:
    told = {
        row["name"]: (float(row["value"]), row["status"], row["source"], row["meaning"])
        for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))
    }
    assert told == {name: (each.value, each.status, each.source, each.meaning) for name, each in rates().items()}


def test_the_page_names_every_file() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{form['file']}`" in page for form in settings_of("files.toml").values())
