"""What stands in a file is printed as it stands."""

import pytest

from kinkeeper.cli.console import print_table


def test_words_in_brackets_are_no_style(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Words", ("words", "rows"), [("[mother] of [red]", 1)])
    assert "[mother] of [red]" in capsys.readouterr().out
