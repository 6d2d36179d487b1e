"""Headers as words: `Civ Id(Subject Key)`, `CIV_ID`, `Statue Charge` and `Reason fo Separation` all find their column."""

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

NEAR = 0.85
"""Headers this alike are the same."""
MISSPELT = 0.9
"""How alike a word and its misspelling are."""
SHORT, LONG = 5, 10
"""Words shorter than SHORT must agree letter by letter (`in` is not `on`, `date` is not `late`); one slip is forgiven
from there on, two from LONG letters on. `mother` and `brother`, `parent` and `patient` are two slips apart."""

FILLERS = frozenset({"of", "for", "the", "de", "del", "la", "el", "los", "las", "s"})
BIRTH = re.compile(r"\b(?:birth ?date|birth ?day|date birth|fecha nacimiento|dob)\b")
SAME: dict[str, str] = {
    "no": "number",
    "nbr": "number",
    "num": "number",
    "nr": "number",
    "dt": "date",
    "dttm": "datetime",
    "fname": "first",
    "lname": "last",
    "cd": "code",
    "a": "alien",
    "afile": "alien",
    "apprehended": "apprehension",
    "discharged": "discharge",
    "admitted": "admission",
    "referred": "referral",
    "separated": "separation",
    "births": "birth",
    "mothers": "mother",
    "fathers": "father",
    "parents": "parent",
    "adults": "adult",
    **dict.fromkeys(("minor", "minors", "menor", "menores", "kid", "kids", "juvenile", "uac", "uc", "children", "child"), "child"),
    **dict.fromkeys(("nino", "nina", "ninos", "ninas", "hijo", "hija", "hijos", "hijas"), "child"),
}

WORD = re.compile(r"[a-z]+|\d+")


@lru_cache(maxsize=65_536)
def words(header: str) -> tuple[str, ...]:
    """The words of a header that say something, in order: folded, without accents, `#` read as number.

    An apostrophe's s goes (`Child's`); so do words that only join (`of`, `de`).
    """
    plain = anyascii(header).casefold().replace("'s", "").replace("#", " number ").replace("_", " ")
    said = " ".join(word for word in WORD.findall(plain) if word not in FILLERS)
    return tuple(_plain(word) for word in BIRTH.sub("birthdate", said).split())


@lru_cache(maxsize=65_536)
def _plain(word: str) -> str:
    """The one word that stands for all of its forms, misspelt ones too: `separatd` is `separation`."""
    if word in SAME or len(word) <= SHORT:
        return SAME.get(word, word)
    return next((SAME[form] for form in SAME if len(form) > SHORT and is_misspelt(word, form)), word)


@lru_cache(maxsize=65_536)
def shapes(header: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a header: whole, and without what stands in brackets."""
    whole = words(header)
    bare = words(re.sub(r"\([^)]*\)", " ", header))
    joined = words(header.replace("(", "").replace(")", ""))
    return tuple(dict.fromkeys(shape for shape in (whole, joined, bare) if shape))


@lru_cache(maxsize=262_144)
def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two headers are, 0 to 1: the share of their letters that stands in words both have (or misspell)."""
    left = list(other)
    shared = 0.0
    for word in one:
        best = max(left, key=lambda candidate: _same(word, candidate), default="")
        score = _same(word, best) if best else 0.0
        if score:
            left.remove(best)
            shared += score * (len(word) + len(best))
    total = sum(map(len, one)) + sum(map(len, other))
    return shared / total if total else 0.0


@lru_cache(maxsize=262_144)
def _same(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return MISSPELT if is_misspelt(one, other) else 0.0


def is_misspelt(one: str, other: str) -> bool:
    """Whether two words differ by no more than a slip of the pen: a letter lost, added, changed or swapped."""
    shorter = min(len(one), len(other))
    slips = 0 if shorter < SHORT else 1 if shorter < LONG else 2
    return OSA.distance(one, other, score_cutoff=slips) <= slips
