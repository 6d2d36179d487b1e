"""What is held between two runs: the lines and what they are found by, the pairs that matter, who is whom, and the version it goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from kinkeeper.domain.records import Record
from kinkeeper.linkage.blocking import columns_of_keys
from kinkeeper.linkage.decided import Decisions
from kinkeeper.linkage.forming import Formed, Met, Scored, Version, may_matter
from kinkeeper.linkage.frames import Frame, frame_of, lasting_code
from kinkeeper.linkage.lines import NONE, Content
from kinkeeper.linkage.listed import Found, named_only, word_table

Places = NDArray[np.int64]
Keys = NDArray[np.int64]

Held = TypeVar("Held")

WORD = np.dtype([("word", "<i8"), ("weight", "<f8")])
_decoder = msgspec.msgpack.Decoder(Content)


def packed(content: Content) -> bytes:
    """A content as bytes: equal ones give equal bytes."""
    return msgspec.msgpack.encode(content)


def unpacked(content: bytes) -> Content:
    """The content of such bytes."""
    told: Content = _decoder.decode(content)
    return told


@dataclass(slots=True)
class Lines:
    """Lines in the order of their content; the lists are of one length."""

    number: list[int]
    """By which a line is known where it is kept, whatever comes between it and its neighbours."""
    content: list[bytes]
    members: list[list[str]]
    """Ids of the records that say this, in the order in which they were told."""
    keys: list[bytes]
    """All keys by which it is compared with others, of all rules together."""
    words: list[bytes]
    """The words of its name (`WORD`)."""
    waits: list[bool]
    """Whether only its row on a list can tell who it is."""

    def __len__(self) -> int:
        return len(self.content)

    def woven(self, other: "Lines", here: Places, there: Places) -> "Lines":
        """These lines, at the places `here`, with others."""

        def weave(one: Sequence[Held], more: Sequence[Held]) -> list[Held]:
            placed = dict(zip(here.tolist(), one, strict=True)) | dict(zip(there.tolist(), more, strict=True))
            return [placed[line] for line in range(len(placed))]

        return Lines(
            weave(self.number, other.number),
            weave(self.content, other.content),
            weave(self.members, other.members),
            weave(self.keys, other.keys),
            weave(self.words, other.words),
            weave(self.waits, other.waits),
        )

    def only(self, places: Places) -> "Lines":
        """Those at these places."""

        def take(held: Sequence[Held]) -> list[Held]:
            return [held[place] for place in places.tolist()]

        return Lines(take(self.number), take(self.content), take(self.members), take(self.keys), take(self.words), take(self.waits))

    def waiting(self) -> NDArray[np.bool_]:
        """By line whether it waits."""
        return np.array(self.waits, dtype=bool)

    def line_of(self) -> dict[str, int]:
        """The line of each record."""
        return {record: line for line, members in enumerate(self.members) for record in members}


@dataclass(slots=True)
class Memory:
    """What one run leaves to the next."""

    version: Version
    lines: Lines
    scored: Scored
    """The pairs that may matter, in order."""
    cluster: NDArray[np.int64]
    met: Met
    found: list[Found]
    claims: dict[str, list[str]]
    """By record that stands in a row with others: their records."""
    decisions: Decisions


def remember(formed: Formed, records: Sequence[Record], decisions: Decisions) -> Memory:
    """What a whole run leaves."""
    frame, scored = formed.frame, formed.scored
    ids = [record.record_id for record in records]
    lines = lines_of(frame, [[ids[at] for at in members] for members in frame.members], range(len(frame)))
    kept = may_matter(frame, formed.version.model, scored.pairs, scored.first)
    matter = Scored(scored.pairs[kept], scored.first[kept], scored.odds[kept])
    return Memory(formed.version, lines, matter, formed.cluster, formed.met, formed.found, claims_of(records), decisions)


def claims_of(records: Sequence[Record]) -> dict[str, list[str]]:
    """By record that stands in a row with others: their records."""
    told = ((record.record_id, [claim.record for claim in record.claims if claim.record]) for record in records if record.claims)
    return {record: others for record, others in told if others}


def lines_of(frame: Frame, members: Sequence[list[str]], numbers: Sequence[int]) -> Lines:
    """The lines of a frame as they are held."""
    table = word_table(frame)
    words = np.empty(len(table.line), dtype=WORD)
    words["word"], words["weight"] = table.word, table.weight
    return Lines(
        number=list(numbers),
        content=[packed(content) for content in frame.contents],
        members=list(members),
        keys=_by_line(*_keys(frame), len(frame)),
        words=_by_line(table.line, words, len(frame)),
        waits=named_only(frame).tolist(),
    )


def _keys(frame: Frame) -> tuple[Places, Keys]:
    """Lines in order and the keys of each, told apart by their rules."""
    lines, found = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for name, keys in columns_of_keys(frame).items():
        known = np.flatnonzero(keys != NONE)
        lines.append(known)
        found.append(keys[known] * _ODD + np.int64(lasting_code(name)) * _SPREAD)
    line = np.concatenate(lines)
    order = np.argsort(line, kind="stable")
    return line[order], np.concatenate(found)[order]


_ODD, _SPREAD = np.int64(0x1E3779B97F4A7C15), np.int64(8_388_593)


def _by_line(line: Places, values: NDArray[Any], count: int) -> list[bytes]:
    body, width = values.tobytes(), values.itemsize
    ends = (np.searchsorted(line, np.arange(count + 1)) * width).tolist()
    return [body[start:end] for start, end in pairwise(ends)]


def spread(held: Sequence[bytes], dtype: Any) -> tuple[Places, NDArray[Any]]:
    """Lines in order and what each holds, as one array."""
    values = np.frombuffer(b"".join(held), dtype=dtype)
    sizes = np.fromiter(map(len, held), dtype=np.int64, count=len(held)) // np.dtype(dtype).itemsize
    return np.repeat(np.arange(len(held)), sizes), values


def frame_for(memory: Memory, lines: Places, mates: Mapping[int, Sequence[int]]) -> Frame:
    """The frame of some lines, told in order: its members are places in the lines told, and its mates those of them that are in it."""
    place = {line: nth for nth, line in enumerate(lines.tolist())}
    return frame_of(
        [unpacked(memory.lines.content[line]) for line in place],
        [(nth,) for nth in range(len(place))],
        [tuple(place[mate] for mate in mates.get(line, ()) if mate in place) for line in place],
        memory.version.reading,
    )
