"""Several people in one row's cells: `Luis Xol (A202-385-793); Eva Xol`, beside `12 y 7 años`."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kinkeeper.domain.records import Identifier
from kinkeeper.extracts.cells import A_NUMBER_KIND, find_a_numbers
from kinkeeper.extracts.columns import Columns, Faults
from kinkeeper.extracts.kin import Told
from kinkeeper.extracts.layouts import PersonRule
from kinkeeper.extracts.names import people_in, split_name

OF_EACH = ("born", "age", "sex", "a_number")
"""What a row that names several people tells of each, in cells of as many parts."""
HARD = re.compile(r"\s*[;\n]\s*")
SOFT = re.compile(r"\s*(?:[;\n,/&]|\b(?:y|e|and)\b)\s*", re.IGNORECASE)
AGE_BESIDE_NAME = re.compile(r"[(\[,]\s*(\d{1,2})\s*(?:a[nñ]os|yrs?|y/?o|years? old)?\s*[)\]]?\s*$", re.IGNORECASE)
WHOSE = "The row names {people} people; it is not said whose this is."


class SeveralReader:
    """Tells the people of one cell apart, and gives each what is theirs."""

    def __init__(self, rule: PersonRule, columns: Columns) -> None:
        self._who = rule.who
        self._names = columns.get(rule.field("whole_name"))
        self._each = [(name, column) for name in OF_EACH if (column := columns.get(rule.field(name)))]

    def is_given(self, cells: Sequence[str]) -> bool:
        """Whether the row tells a birth, an age, a sex or a number of any of them."""
        return any(column.text(cells) for _, column in self._each)

    def read(self, told: Told, cells: Sequence[str], faults: Faults) -> Iterator[tuple[str, Told]]:
        """Who (`child`, `child2`, …) and what is told of each, beside what is `told` of all of them."""
        people = people_in(self._names.text(cells) if self._names else "", self._count(cells))
        shares = self._shares(len(people), cells, faults)
        for place, person in enumerate(people):
            one = told | shares[place]
            if len(people) > 1:
                one |= dict.fromkeys(("given", "surnames", "whole_name"), "") | _named(person)
            if "age" not in one and (match := AGE_BESIDE_NAME.search(person)):
                one["age"] = int(match[1])
            beside = [Identifier(A_NUMBER_KIND, number, raw) for number, raw in find_a_numbers(person)]
            one["identifiers"] = tuple(dict.fromkeys((*beside, *one.pop("a_number", ()), *told.get("identifiers", ()))))
            yield f"{self._who}{place + 1 if place else ''}", one

    def _count(self, cells: Sequence[str]) -> int:
        """Of how many people the other cells tell; 0 where they do not say."""
        return max((len(_parts(name, column.text(cells))) for name, column in self._each), default=0)

    def _shares(self, people: int, cells: Sequence[str], faults: Faults) -> list[dict[str, Any]]:
        shares: list[dict[str, Any]] = [{} for _ in range(people)]
        for name, column in self._each:
            text = column.text(cells)
            parts = [text] if people == 1 else _parts(name, text)
            if parts and len(parts) != people:
                faults[column.header] = (text, WHOSE.format(people=people))
                continue
            for share, part in zip(shares, parts, strict=False):
                if (value := column.read(part, faults)) is not None:
                    share[name] = value
        return shares


def _parts(name: str, text: str) -> list[str]:
    """The parts of a cell; only ages are parted by small words and commas, which stand inside dates too."""
    return [part for part in (SOFT if name == "age" else HARD).split(text) if part]


def _named(person: str) -> Told:
    return {name: value for name, value in zip(("given", "surnames", "whole_name"), split_name(person), strict=True) if value}
