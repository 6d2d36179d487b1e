"""Code lists as data: CSV files of `code,label,spellings,source,status`, spellings parted by `|`.

`status` says how far a line can be trusted: verified (seen in the source named) or recalled.
A spelling that starts and ends with `/` is a pattern (regular expression on folded text).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from anyascii import anyascii


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a code list."""

    code: str
    label: str
    spellings: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list, ready to look up spellings in."""

    codes: tuple[Code, ...]
    exact: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def find(self, text: str) -> str:
        """The code of a text as somebody wrote it; empty where the list does not say."""
        plain = folded(text)
        if plain in self.exact:
            return self.exact[plain]
        return next((code for pattern, code in self.patterns if pattern.search(plain)), "")


@cache
def code_list(name: str) -> CodeList:
    """A code list by its file's name."""
    text = (resources.files(__package__) / f"{name}.csv").read_text("utf-8")
    codes = tuple(
        Code(row["code"], row["label"], tuple(filter(None, row["spellings"].split("|"))), row["source"], row["status"])
        for row in csv.DictReader(text.splitlines())
    )
    exact: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for code in codes:
        for spelling in (code.label, *code.spellings):
            if len(spelling) > 2 and spelling[0] == spelling[-1] == "/":
                patterns.append((re.compile(spelling[1:-1]), code.code))
            else:
                exact.setdefault(folded(spelling), code.code)
    return CodeList(codes, exact, tuple(patterns))


NOT_WORD = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """A text without accents, case, punctuation and double blanks."""
    return NOT_WORD.sub(" ", anyascii(text).casefold()).strip()
