"""docs/layouts.md says of every layout and field what it is."""

import re
from pathlib import Path

import pytest

from kinkeeper.extracts.layouts import Layout, layouts

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
