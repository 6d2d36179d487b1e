"""Names as written: tidied, `LAST, FIRST` taken apart, several people in one cell told apart."""

import re
from functools import lru_cache

from kinkeeper.extracts.cells import A_NUMBER, is_nothing

NICKNAME = re.compile(r"\([^)]*\)|\[[^\]]*\]|\"[^\"]*\"|“[^”]*”")
BLANKS = re.compile(r"\s+")
PLAIN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
HARD = re.compile(r"\s*[;\n]\s*")
SOFT = re.compile(r"\s*(?:[,/&]|\s(?:y|e|and|with)\s)\s*", re.IGNORECASE)
LIST_NUMBER = re.compile(r"^\s*\d{1,2}\s*[.)]\s*")


@lru_cache(maxsize=65_536)
def tidy_name(text: str) -> str:
    """A name without nicknames in brackets or quotation marks, A-numbers and double blanks; empty where none is given."""
    bare = text
    if not PLAIN.fullmatch(text):
        bare = A_NUMBER.sub(" ", NICKNAME.sub(" ", text))
        bare = BLANKS.sub(" ", bare).strip(" ,;.-\"'*?")
    return "" if is_nothing(bare) else bare


@lru_cache(maxsize=65_536)
def split_name(text: str) -> tuple[str, str, str]:
    """Given names, surnames and the whole name: `LAST, FIRST` says which is which; without a comma only the whole is known."""
    surnames, comma, given = NICKNAME.sub(" ", text).partition(",")
    surnames, given = tidy_name(surnames), tidy_name(given)
    if comma and (given or surnames):
        return given, surnames, ""
    return "", "", tidy_name(text)


def people_in(text: str, ages: int) -> list[str]:
    """The people named in one cell, as written.

    A semicolon or line break always parts them. A comma, `y` or `and` parts them only where the ages
    given beside, a number after each, or whole names on both sides say so: `Ortega y Gasset` is one person.
    """
    hard = [LIST_NUMBER.sub("", part) for part in HARD.split(text) if part.strip(" ,.-")]
    people = [person for part in hard for person in _softly(part, ages if len(hard) == 1 else 0)]
    return people or [text]


def _softly(text: str, ages: int) -> list[str]:
    parts = [LIST_NUMBER.sub("", part).strip() for part in SOFT.split(text) if part.strip()]
    if len(parts) < 2:
        return [text]
    numbered = sum(bool(A_NUMBER.search(part)) for part in parts) == len(parts)
    whole = "," not in text and all(len(tidy_name(part).split()) > 1 for part in parts)
    listed = text.count(",") > 1 and all(len(tidy_name(part).split()) > 1 for part in parts)
    if ages == len(parts) or numbered or (ages != 1 and (whole or listed)):
        return parts
    return [text]
