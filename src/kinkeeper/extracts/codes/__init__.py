"""Code lists as data: CSV files of `code,label,spellings,source,status`, spellings parted by `|`.

`status` says how far a line can be trusted: verified (seen in the source named) or recalled.
A spelling that starts and ends with `/` is a pattern (regular expression on folded text); patterns are
tried in the order of the file, after all whole spellings.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import Indel

NEAR = 0.85
SHORT = 4
"""Spellings up to this long are never taken for misspelt ones."""
SPELLING = re.compile(r"/[^/]+/(?=\||$)|[^|]+")
NOT_WORD = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """A text without accents, case, punctuation and double blanks."""
    return NOT_WORD.sub(" ", anyascii(text).casefold()).strip()


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
    spelt: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def find(self, text: str) -> str | None:
        """The code of a text as somebody wrote it; None where the list does not say."""
        plain = folded(text)
        if plain in self.spelt:
            return self.spelt[plain]
        return next((code for pattern, code in self.patterns if pattern.search(plain)), None)

    def nearest(self, text: str) -> str | None:
        """The code of a text, small misspellings forgiven (`Guatamela`, `Grandmohter`)."""
        found = self.find(text)
        plain = folded(text)
        if found is None and len(plain) > SHORT:
            near = process.extractOne(plain, self.spelt.keys(), scorer=Indel.normalized_similarity, score_cutoff=NEAR)
            return self.spelt[near[0]] if near else None
        return found


@cache
def code_list(name: str) -> CodeList:
    """A code list by its file's name."""
    text = (resources.files(__package__) / f"{name}.csv").read_text("utf-8")
    codes = tuple(
        Code(row["code"], row["label"], tuple(SPELLING.findall(row["spellings"])), row["source"], row["status"])
        for row in csv.DictReader(text.splitlines())
    )
    spelt: dict[str, str] = {}
    patterns: list[tuple[re.Pattern[str], str]] = []
    for code in codes:
        for spelling in (code.label, *code.spellings):
            if len(spelling) > 2 and spelling[0] == spelling[-1] == "/":
                patterns.append((re.compile(spelling[1:-1]), code.code))
            else:
                spelt.setdefault(folded(spelling), code.code)
    return CodeList(codes, spelt, tuple(patterns))
