"""Stays in custody, and a source's own word of a separation, as one row tells them."""

from collections.abc import Iterable, Sequence
from itertools import repeat

from kinkeeper.domain.dates import Moment
from kinkeeper.domain.records import SeparationFlag, Stay
from kinkeeper.domain.terms import StayEnd
from kinkeeper.extracts.block import Block
from kinkeeper.extracts.codes import code_list, folded
from kinkeeper.extracts.columns import Column, Columns, Faults
from kinkeeper.extracts.layouts import SeparationRule, StayRule

TICKED = frozenset(["x", "y", "yes", "si", "true", "1", "s", "checked", "separated"])
NO_REASON = "LEGACY_UNKNOWN"
REMOVED: str = StayEnd.REMOVED.value


def _present(columns: Columns, fields: Iterable[str]) -> tuple[Column, ...]:
    return tuple(column for field in fields if (column := columns.get(field)))


def _first(columns: Sequence[Column], cells: Sequence[str], faults: Faults) -> Moment:
    for column in columns:
        moment: Moment | None = column.value(cells, faults)
        if moment:
            return moment
    return ""


def _first_text(columns: Sequence[Column], cells: Sequence[str]) -> str:
    for column in columns:
        if text := column.text(cells):
            return text
    return ""


def _firsts(columns: Sequence[Column], block: Block) -> list[Moment]:
    found: list[Moment] = [""] * len(block)
    for column in columns:
        found = [one or other or "" for one, other in zip(found, column.values(block), strict=True)]
    return found


def _first_texts(columns: Sequence[Column], block: Block) -> list[str]:
    found = [""] * len(block)
    for column in columns:
        found = [one or other for one, other in zip(found, column.texts(block), strict=True)]
    return found


class StayReader:
    """Reads one kind of stay."""

    def __init__(self, rule: StayRule, columns: Columns) -> None:
        self._rule = rule
        self._place = _present(columns, rule.place)
        self._start = _present(columns, rule.start)
        self._end = _present(columns, rule.end)
        self._last_end = _present(columns, rule.last_end)
        self._reason = _present(columns, rule.reason)
        self._released_to = columns.get(rule.released_to)
        self._held_by, self._end_code = columns.get(rule.held_by), columns.get(rule.end_code)
        self._codes = code_list(rule.codes) if rule.codes else None
        self._known: dict[str, str] = {}

    def read(self, cells: Sequence[str], faults: Faults) -> Stay | None:
        """The stay; None where the row tells neither when it began nor when it ended."""
        start = _first(self._start, cells, faults)
        end = _first(self._end, cells, faults)
        said, reason = self._ended(cells) if self._reason else ("", "")
        if not end and self._last_end and (end := _first(self._last_end, cells, faults)):
            reason = reason or REMOVED
        if not start and not end:
            return None
        if self._end_code:
            reason = self._end_code.value(cells, faults) or reason
        return Stay(
            custodian=(self._held_by.value(cells, faults) or "") if self._held_by else self._rule.custodian,
            place=_first_text(self._place, cells),
            start=start,
            end=end,
            # A source may say how a stay ended and leave out when.
            end_reason=reason or (self._rule.ended if end else ""),
            end_as_recorded=said,
            released_to=self._released_to.text(cells) if self._released_to else "",
        )

    def read_all(self, block: Block) -> list[Stay | None]:
        """`read` of every row of a block."""
        starts, ends = _firsts(self._start, block), _firsts(self._end, block)
        said, reasons = self._all_ended(block)
        if self._last_end and "" in ends:
            lasts = _firsts(self._last_end, block)
            reasons = [reason or ("" if end or not last else REMOVED) for reason, end, last in zip(reasons, ends, lasts, strict=True)]
            ends = [end or last for end, last in zip(ends, lasts, strict=True)]
        if self._end_code:
            reasons = [code or reason for code, reason in zip(self._end_code.values(block), reasons, strict=True)]
        ended = self._rule.ended
        reasons = [reason or (ended if end else "") for reason, end in zip(reasons, ends, strict=True)]
        released_to: Iterable[str] = self._released_to.texts(block) if self._released_to else repeat("")
        held: Iterable[str] = (one or "" for one in self._held_by.values(block)) if self._held_by else repeat(self._rule.custodian)
        stays = map(Stay, held, _first_texts(self._place, block), starts, ends, reasons, said, released_to)
        return [stay if start or end else None for stay, start, end in zip(stays, starts, ends, strict=True)]

    def _all_ended(self, block: Block) -> tuple[list[str], list[str]]:
        found = [("", "")] * len(block)
        for column in self._reason:
            told = [(text, self._code(text) if text else "") for text in column.texts(block)]
            # The first that the code list knows counts; else the first that is given.
            found = [one if one[1] or not (other[1] or not one[0]) else other for one, other in zip(found, told, strict=True)]
        return [text for text, _ in found], [code for _, code in found]

    def _ended(self, cells: Sequence[str]) -> tuple[str, str]:
        """How the stay ended: as recorded, and by the code list. The first column that the list knows counts."""
        first = ""
        for column in self._reason:
            text = column.text(cells)
            first = first or text
            if text and (code := self._code(text)):
                return text, code
        return first, ""

    def _code(self, text: str) -> str:
        if text not in self._known:
            self._known[text] = (self._codes.find(text) if self._codes else None) or ""
        return self._known[text]


class SeparationReader:
    """Reads a source's own word that a child was separated."""

    def __init__(self, rule: SeparationRule, columns: Columns) -> None:
        self._flag = columns.get(rule.flag)
        self._reason = columns.get(rule.reason)
        self._on = columns.get(rule.on)
        self._place = columns.get(rule.place)
        self._always = not rule.flag

    def read(self, cells: Sequence[str], faults: Faults) -> SeparationFlag | None:
        """The flag; None where the row does not say that the child was separated."""
        reason = self._reason.text(cells) if self._reason else ""
        if not self._says_so(cells, reason):
            return None
        code = code_list("separation_reasons").find(reason) if reason else ""
        on = self._on.value(cells, faults) if self._on else ""
        return SeparationFlag(reason, code or NO_REASON, on or "", self._place.text(cells) if self._place else "")

    def read_all(self, block: Block) -> list[SeparationFlag | None]:
        """`read` of every row of a block; a row of which a cell cannot be read is doubtful."""
        found: list[SeparationFlag | None] = []
        for place, cells in enumerate(block.rows):
            faults: Faults = {}
            found.append(self.read(cells, faults))
            if faults:
                block.doubtful.add(place)
        return found

    def _says_so(self, cells: Sequence[str], reason: str) -> bool:
        if self._flag:
            return folded(self._flag.text(cells)) in TICKED
        return self._always or bool(reason)
