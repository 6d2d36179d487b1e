"""Where a passage of free text speaks of kin or gives a number: the words to be marked for whoever reads it. A suggestion, never more."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kinkeeper.extracts.cells import A_NUMBER
from kinkeeper.extracts.remarks import ALONE, KIN_WORD, LONGEST, length_of_name

KIN, NAME, NUMBER, PHONE, ALONE_SAID = "kin", "name", "a_number", "phone", "alone"
PHONE_NUMBER = re.compile(
    r"(?<![\w-])(?:\+?\d{1,3}[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])|(?<![\w-])\+?\d{10,12}(?![\w-])"
)
FEWEST_WORDS = 3
"""A cell of fewer words is no passage: it is a name or a number, and says so by its column."""
LONGEST_NAME = 200
BETWEEN = re.compile(r"[\s(:,-]*")


class Mention(NamedTuple):
    """A stretch of the text, and what it is."""

    start: int
    end: int
    kind: str


class Run(NamedTuple):
    """A piece of a text; `kind` says what it mentions, empty where nothing."""

    text: str
    kind: str


def is_passage(text: str) -> bool:
    """Whether a cell holds free text."""
    return len(text.split()) >= FEWEST_WORDS


def mentions(text: str) -> tuple[Mention, ...]:
    """What a passage mentions, in its order, none within another."""
    text = text[:LONGEST]
    found = sorted(_all(text), key=lambda one: (one.start, -one.end))
    apart: list[Mention] = []
    for one in found:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return tuple(apart)


def _all(text: str) -> Iterator[Mention]:
    yield from (Mention(*one.span(), NUMBER) for one in A_NUMBER.finditer(text))
    yield from (Mention(*one.span(), PHONE) for one in PHONE_NUMBER.finditer(text))
    yield from (Mention(*one.span(), ALONE_SAID) for one in ALONE.finditer(text))
    for kin in KIN_WORD.finditer(text):
        yield Mention(*kin.span(), KIN)
        begin = BETWEEN.match(text, kin.end())
        start = begin.end() if begin else kin.end()
        if length := length_of_name(text[start : start + LONGEST_NAME]):
            yield Mention(start, start + length, NAME)


def runs(text: str) -> tuple[Run, ...]:
    """The whole text in pieces, those that mention something by themselves."""
    pieces: list[Run] = []
    at = 0
    for one in mentions(text) if is_passage(text) else ():
        pieces += [Run(text[at : one.start], ""), Run(text[one.start : one.end], one.kind)]
        at = one.end
    return tuple(run for run in (*pieces, Run(text[at:], "")) if run.text)
