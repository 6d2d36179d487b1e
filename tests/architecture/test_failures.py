"""Every failure that this exists for has a test named after it, and the page that lists them is true."""

from .failures import GOLDEN, PAGE, ROWS, by_row, every_test, page


def test_every_row_has_a_test_named_after_it() -> None:
    rows = by_row()
    assert list(ROWS) == list(range(1, 35))
    assert [number for number in ROWS if not rows[number]] == []
    assert [name for name in GOLDEN.values() if name not in every_test()] == []


def test_the_page_of_failures_is_the_one_the_tests_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make it anew: .venv/bin/python -m tests.architecture.failures"
