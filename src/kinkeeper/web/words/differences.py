"""How two values differ: which characters, and in words. The eye sees the marks, a screen reader hears the words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from anyascii import anyascii
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz.distance import OSA

from kinkeeper.linkage.features.names import sound

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Kind(StrEnum):
    """Whether two values agree: the shape in the middle column."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters of a value, and whether the other value has others there."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values beside each other, in runs of characters, and how they differ in words."""

    one: tuple[Run, ...]
    other: tuple[Run, ...]
    kind: Kind
    words: str


def names(one: str, other: str) -> Difference:
    """Two names, or parts of them: whole words are held against each other, then the letters of those that are alike."""
    if not one or not other:
        return blank(one, other)
    if one == other:
        return same(one)
    left, right = one.split(), other.split()
    partners = _partners(left, right)
    taken = set(partners.values())
    alone = [[word for at, word in enumerate(left) if at not in partners], [word for at, word in enumerate(right) if at not in taken]]
    alike = [(left[at], right[to]) for at, to in partners.items() if _fold(left[at]) != _fold(right[to])]
    kind, told = _of_words(alone, alike, in_order=list(partners.values()) == sorted(partners.values()), matched=len(partners))
    mine = _runs_of_words(left, {at: right[to] for at, to in partners.items()})
    theirs = _runs_of_words(right, {to: left[at] for at, to in partners.items()})
    return Difference(mine, theirs, kind, told)


def _partners(left: Sequence[str], right: Sequence[str]) -> dict[int, int]:
    """The word of the right that each word of the left is or is spelt like: equal words first, then the most alike."""
    close = sorted(
        (apart, at, to)
        for at, one in enumerate(left)
        for to, other in enumerate(right)
        if (apart := _apart(_fold(one), _fold(other))) is not None
    )
    found: dict[int, int] = {}
    for _apart_by, at, to in close:
        if at not in found and to not in found.values():
            found[at] = to
    return dict(sorted(found.items()))


def _apart(one: str, other: str) -> int | None:
    """By how many letters two words differ; None where they are two words."""
    apart = OSA.distance(one, other)
    if apart == 0 or (apart <= 2 and min(len(one), len(other)) > 3) or (len(one) > 2 and sound(one.upper()) == sound(other.upper())):
        return apart
    return None


def _of_words(alone: Sequence[Sequence[str]], alike: Sequence[tuple[str, str]], *, in_order: bool, matched: int) -> tuple[Kind, str]:
    more = len(alone[0]) + len(alone[1])
    if alone[0] and alone[1]:
        return (Kind.NEAR, _("Partly the same")) if matched else (Kind.DIFFERENT, _("Different"))
    if more:
        told = ngettext("%(count)s word more", "%(count)s words more", more) % {"count": more}
        return Kind.NEAR, (_one_word(*alike[0]) + ", " + told[:1].lower() + told[1:]) if alike else told
    if len(alike) == 1:
        return Kind.NEAR, _one_word(*alike[0])
    if alike:
        return Kind.NEAR, _("Spelt differently")
    return (Kind.SAME, _("Same but for accents and capitals")) if in_order else (Kind.NEAR, _("Same words in another order"))


def _runs_of_words(words_of: Sequence[str], partners: dict[int, str]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for at, word in enumerate(words_of):
        runs += [Run(" ")] if at else []
        runs += _runs(word, partners[at]) if at in partners else [Run(word, differs=True)]
    return tuple(runs)


def dates(one: str, other: str) -> Difference:
    """Two dates: which part differs, or which are exchanged."""
    if not one or not other:
        return blank(one, other)
    if one == other:
        return same(one)
    told, kind = _("Different"), Kind.DIFFERENT
    if _DATE.fullmatch(one) and _DATE.fullmatch(other):
        kind, told = _dates_apart(one, other)
    elif one[: len(other)] == other or other[: len(one)] == one:
        kind, told = Kind.NEAR, _("One is less exact")
    return _parts(one, other, kind, told)


def numbers(one: str, other: str) -> Difference:
    """Two numbers that agencies gave: digits exchanged or changed."""
    if not one or not other:
        return blank(one, other)
    if one == other:
        return same(one)
    apart = OSA.distance(one, other)
    if apart == 1 and len(one) == len(other):
        exchanged = Counter(one) == Counter(other)
        return _marked(one, other, Kind.NEAR, _("Two digits exchanged") if exchanged else _("1 digit differs"))
    if apart == 1:
        return _marked(one, other, Kind.NEAR, _("1 digit more"))
    if one.isdigit() and other.isdigit() and abs(int(one) - int(other)) < 10:
        return _marked(one, other, Kind.NEAR, _("Follow each other"))
    return _marked(one, other, Kind.DIFFERENT, _("Different"))


def plain(one: str, other: str) -> Difference:
    """Two values that agree or do not."""
    if not one or not other:
        return blank(one, other)
    if one.casefold() == other.casefold():
        return Difference((Run(one),), (Run(other),), Kind.SAME, _("Same"))
    return Difference((Run(one, differs=True),), (Run(other, differs=True),), Kind.DIFFERENT, _("Different"))


def beside(one: str, other: str, kind: Kind, told: str) -> Difference:
    """Two values that are not held letter by letter against each other."""
    if not one or not other:
        return blank(one, other)
    return Difference((Run(one),), (Run(other),), kind, told)


def blank(one: str, other: str) -> Difference:
    """At least one value is not given."""
    told = _("One is blank") if one or other else _("Both are blank")
    return Difference((Run(one),) if one else (), (Run(other),) if other else (), Kind.BLANK, told)


def same(value: str) -> Difference:
    """Twice the same."""
    return Difference((Run(value),), (Run(value),), Kind.SAME, _("Same"))


def _marked(one: str, other: str, kind: Kind, told: str) -> Difference:
    """Both values with the runs of characters in which they differ."""
    return Difference(_runs(one, other), _runs(other, one), kind, told)


def _runs(one: str, other: str) -> tuple[Run, ...]:
    """A value in runs that stand in the other as well or do not; accents and capitals are not marked."""
    matcher = SequenceMatcher(None, [_fold(letter) for letter in one], [_fold(letter) for letter in other], autojunk=False)
    return tuple(Run(one[a:b], differs=tag != "equal") for tag, a, b, _c, _d in matcher.get_opcodes() if b > a)


def _fold(text: str) -> str:
    """Without accents and capitals."""
    return anyascii(text).casefold() or text


def _one_word(one: str, other: str) -> str:
    """How two spellings of a word differ."""
    folded, folded2 = _fold(one), _fold(other)
    apart = OSA.distance(folded, folded2)
    if apart == 1 and len(folded) != len(folded2):
        longer, shorter = sorted((folded, folded2), key=len, reverse=True)
        place = next((at for at, letter in enumerate(shorter) if longer[at] != letter), len(shorter))
        return _("1 letter added: %(letter)s") % {"letter": longer[place]}
    if sound(folded.upper()) == sound(folded2.upper()):
        return _("Sounds alike")
    return ngettext("%(count)s letter differs", "%(count)s letters differ", apart) % {"count": apart}


def _parts(one: str, other: str, kind: Kind, told: str) -> Difference:
    """Two dates with the parts that differ."""
    left, right = one.split("-"), other.split("-")
    if len(left) != len(right):
        return _marked(one, other, kind, told)

    def runs(mine: Sequence[str], theirs: Sequence[str]) -> tuple[Run, ...]:
        found = [Run(mine[0], differs=mine[0] != theirs[0])]
        for a, b in zip(mine[1:], theirs[1:], strict=True):
            found += [Run("-"), Run(a, differs=a != b)]
        return tuple(found)

    return Difference(runs(left, right), runs(right, left), kind, told)


def _dates_apart(one: str, other: str) -> tuple[Kind, str]:
    (year, month, day), (year2, month2, day2) = one.split("-"), other.split("-")
    if year == year2 and (month, day) == (day2, month2):
        return Kind.NEAR, _("Day, month swapped")
    if OSA.distance(one, other) == 1:
        return Kind.NEAR, _("1 digit differs")
    parts = [_("year")] * (year != year2) + [_("month")] * (month != month2) + [_("day")] * (day != day2)
    if len(parts) == 1:
        return Kind.NEAR, _("Only the %(part)s differs") % {"part": parts[0]}
    if year == year2:
        return Kind.DIFFERENT, _("Same year, another day")
    years = abs(int(year) - int(year2))
    return Kind.DIFFERENT, ngettext("About %(count)s year apart", "About %(count)s years apart", years) % {"count": years}
