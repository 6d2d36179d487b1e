"""A tag: the token on a bracelet, random and with a check character, which says nothing about whoever wears it.

The QR code holds the token alone. What is scanned at each hand-over is an entry, and so a movement.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.court.instants import zone_of
from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace
from kinkeeper.domain.terms import Custodian

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: no I, L, O, U, which are misread."""

CHECKS = LETTERS + "*~$=U"
"""The check character is the token modulo 37: one wrong or two swapped characters never pass."""

LENGTH = 16
"""Characters of a token, without its check: 80 random bits."""


def check_character(token: str) -> str:
    """The check character of a token."""
    number = 0
    for letter in token:
        number = (number * 32 + LETTERS.index(letter)) % 37
    return CHECKS[number]


def as_written(text: str) -> str:
    """What was scanned or typed as tokens are written, whether or not it is one."""
    plain = text.upper().replace("-", "").replace(" ", "")
    return plain[:-1].translate(str.maketrans("OIL", "011")) + plain[-1:]


def read_token(text: str) -> str:
    """
    The token in what was scanned or typed: case, blanks and dashes do not matter, and O, I, L read as 0, 1, 1.

    :raises Refused: where a character does not fit.
    """
    token, check = as_written(text)[:-1], as_written(text)[-1:]
    if len(token) != LENGTH or set(token) - set(LETTERS) or check_character(token) != check:
        raise Refused("One character of the tag does not fit. Scan it again, or type it anew.")
    return token + check


class Tag(Fact, frozen=True):
    """A token given to a person, where and when, and why it is worn no longer."""

    tag: str
    person_id: str
    given_at: Moment
    place: str = ""
    retired_because: str = ""


class Scan(Fact, frozen=True):
    """A tag seen by a custodian at a place."""

    scan_id: str
    tag: str
    at: Moment
    custodian: str
    place: str
    zone: str = ""


# Commands


@dataclass(frozen=True, slots=True)
class GiveTag:
    """Give a person a tag, or say why it is worn no longer."""

    tag: Tag

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.tag.tag,),)


@dataclass(frozen=True, slots=True)
class ScanTag:
    """Say that a tag was scanned."""

    scan: Scan

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((as_written(self.scan.tag),),)


# Entries


class TagGiven(Fact, frozen=True):
    """A person wears a tag, or wears it no longer."""

    tag: Tag

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.tag.tag,)


class TagScanned(Fact, frozen=True):
    """A custodian scanned a person's tag."""

    scan: Scan
    person_id: str

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.scan.tag,)


class TagFile(Fact, frozen=True):
    """A tag with every scan of it."""

    tag: Tag
    scans: tuple[Scan, ...] = ()


@dataclass(slots=True)
class TagState:
    """The tags, by token."""

    tags: dict[tuple[str, ...], TagFile] = field(default_factory=dict)


def decide(state: TagState, command: GiveTag | ScanTag) -> Iterable[TagGiven | TagScanned]:
    """What the command adds.

    :raises Refused: for a token that is none, one that another person wears, or a scan of a tag that nobody wears.
    """
    if isinstance(command, GiveTag):
        return _give(state, command.tag)
    one = command.scan
    token = read_token(one.tag)
    known = state.tags.get((token,))
    if known is None or known.tag.retired_because:
        raise Refused("Nobody wears this tag. Ask for the person's number, and report the tag.")
    if one.custodian not in set(Custodian) or not is_moment(one.at) or len(one.at) < 16:
        raise Refused("A scan says who has the person (CBP, ORR …) and the minute, as 2018-05-17T06:13.")
    if one.zone:
        zone_of(one.zone)
    return [] if any(scan.scan_id == one.scan_id for scan in known.scans) else [TagScanned(replace(one, tag=token), known.tag.person_id)]


def evolve(state: TagState, entry: TagGiven | TagScanned) -> TagState:
    """The state after an entry."""
    known = state.tags.get(entry.key)
    if isinstance(entry, TagGiven):
        state.tags[entry.key] = TagFile(entry.tag, known.scans if known else ())
    elif known:
        state.tags[entry.key] = replace(known, scans=(*known.scans, entry.scan))
    return state


def _give(state: TagState, one: Tag) -> list[TagGiven]:
    read_token(one.tag)
    known = state.tags.get((one.tag,))
    if known and known.tag.person_id != one.person_id:
        raise Refused("Another person wears this tag. Print a new one.")
    if not one.person_id or not is_moment(one.given_at):
        raise Refused("A tag is given to a person at a moment.")
    return [] if known and known.tag == one else [TagGiven(one)]
