"""docs/layouts.md says of every layout and field what it is."""

import re
import tomllib
from dataclasses import fields as fields_of
from pathlib import Path

import pytest

from kinkeeper.extracts.layouts import Layout, NamedRule, PairRule, PersonRule, SeparationRule, StayRule, _layout, layouts

PAGE = Path(__file__).parents[2] / "docs" / "layouts.md"


def sections() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_layout_has_a_section_with_every_field_and_header(layout: Layout) -> None:
    section = sections()[layout.name]
    assert layout.title in section
    missing = [
        (field, spelling)
        for field, spellings in layout.columns.items()
        for spelling in spellings
        if not re.search(
            rf"^\| `{re.escape(field)}` \| {layout.holds(field).replace('_', ' ')} \| .*{re.escape(spelling)}", section, re.MULTILINE
        )
    ]
    assert missing == []


def test_no_section_is_about_a_layout_that_is_gone() -> None:
    named = {name for name in sections() if "_" in name or name == "hotline"}
    assert named - {layout.name for layout in layouts()} == set()


def test_the_layout_shown_as_an_example_is_one() -> None:
    """docs/layouts.md, "Adding a layout": what stands there can be copied."""
    (shown,) = re.findall(r"```toml\n(title = .+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    made = _layout("consulate", tomllib.loads(shown))
    assert [person.who for person in made.people] == ["child", "adult"] and made.people[1].stays[0].custodian == "ICE"
    fields = {field for some in (*made.needs, *made.facts.values(), *(stay.start for stay in made.people[1].stays)) for field in some}
    assert fields <= set(made.columns) and made.holds("met_on") == "date" and made.holds("child.age") == "age"
    named = re.search(r"Further keys:.+?`otherwise`", PAGE.read_text("utf-8"), re.DOTALL)
    assert named
    keys = {field.name for rule in (StayRule, NamedRule, SeparationRule, PairRule, PersonRule, Layout) for field in fields_of(rule)}
    assert {key for key in re.findall(r"`(\w+)`", named[0])} <= keys
