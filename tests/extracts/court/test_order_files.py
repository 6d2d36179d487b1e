"""An order's file: read whole, or refused in one sentence that names what cannot be read."""

from pathlib import Path

import pytest

from kinkeeper.domain.errors import BadExtract
from kinkeeper.extracts.court import read_order, shipped_orders

FILE = """
order_id = "here"
version = 1
kind = "order"
title = "An order"
titulo = "Una orden"
authority = "18-cv-0428"
status = "verified"
issued_on = "2018-06-26"
from_day = "2018-06-26"
"""
CLOCK = '[[clocks]]\nclock = "c"\ntitle = "t"\ntitulo = "t"\nowner = "x"\nstart = "placed"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FILE + "moon = 1\n", "'moon' is not a part of an order"),
        (FILE + CLOCK + 'finish = "x"\n', "'clocks.finish' is not"),
        (FILE.replace("version = 1", 'version = "one"'), "Expected `int`"),
        (FILE + 'calendar = "lunar"\n', "there is no calendar 'lunar'"),
        ("order_id = ", "is not TOML"),
        (FILE.replace('title = "An order"\n', ""), "missing required field `title`"),
    ],
)
def test_a_file_that_is_no_order_is_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "order.toml").write_text(text)
    with pytest.raises(BadExtract, match=words) as refused:
        read_order(tmp_path / "order.toml")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_what_cannot_be_read_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "order.toml").write_bytes(content)
    with pytest.raises(BadExtract, match=r"order\.toml cannot be read"):
        read_order(tmp_path / "order.toml")


def test_defaults_may_be_written_out(tmp_path: Path) -> None:
    (tmp_path / "order.toml").write_text(FILE + 'until_day = ""\ninclude = []\n' + CLOCK + "rolls = false\nstop = []\n")
    assert read_order(tmp_path / "order.toml").clocks[0].clock == "c"


def test_every_order_that_came_along_says_how_far_it_was_checked_and_speaks_both_languages() -> None:
    for order in shipped_orders():
        assert order.status in ("verified", "recalled") and order.titulo != order.title
        assert all(rule.titulo != rule.title for rule in order.clocks)
