"""Evidence as a waterfall: each bar begins where the last one ended, and together they are the sum.

Weights are decimal text in bits; they are added exactly, so that the bars and the sum never differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinkeeper.domain.ties import Evidence
from kinkeeper.web.words.evidence import told

WIDTH = 220
PRIOR = "prior"
"""The kind of evidence that says how likely a tie is before any other is looked at."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its words, its weight, and its bar from `x` on, `width` wide, on a drawing 220 wide."""

    words: str
    language: str
    """Of the words, where it is not the page's."""
    weight: Decimal
    signed: str
    """`+5.3`, `−1.7`."""
    is_prior: bool
    x: float
    width: float

    @property
    def against(self) -> bool:
        """Whether it speaks against the tie."""
        return self.weight < 0 and not self.is_prior


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The facts in order, the sum and its bar, and where zero is."""

    facts: tuple[Fact, ...]
    total: Decimal
    signed: str
    x: float
    width: float
    zero: float

    @property
    def odds(self) -> str:
        """`32 to 1` as two whole numbers, the smaller 1."""
        odds = Decimal(2) ** abs(self.total)
        rounded = f"{odds:,.0f}" if odds >= 10 else f"{odds:.1f}".removesuffix(".0")
        return f"{rounded} : 1" if self.total >= 0 else f"1 : {rounded}"


def waterfall(evidence: Sequence[Evidence]) -> Waterfall:
    """The prior first, then what speaks for the tie, the weightiest first, then what speaks against it."""
    weighed = [(one, Decimal(one.weight or "0")) for one in evidence]
    ordered = sorted(weighed, key=lambda pair: (pair[0].kind != PRIOR, pair[1] < 0, -abs(pair[1])))
    steps = [Decimal(0)]
    for _, weight in ordered:
        steps.append(steps[-1] + weight)
    digits = max((-int(weight.as_tuple().exponent) for _, weight in weighed), default=0)
    low, high = min(steps), max(steps)
    scale = (WIDTH - 8) / float(high - low) if high > low else 0.0

    def at(value: Decimal) -> float:
        return round(4 + float(value - low) * scale, 1)

    facts = tuple(
        Fact(
            *told(one),
            weight,
            signed(weight, digits),
            one.kind == PRIOR,
            at(min(start, start + weight)),
            max(1.0, round(abs(float(weight)) * scale, 1)),
        )
        for (one, weight), start in zip(ordered, steps, strict=False)
    )
    total = steps[-1]
    width = max(1.0, round(abs(float(total)) * scale, 1))
    return Waterfall(facts, total, signed(total, digits), at(min(total, Decimal(0))), width, at(Decimal(0)))


def signed(weight: Decimal, digits: int) -> str:
    """A weight with its sign and so many digits after the point: as many as the longest has, so that what is read adds up."""
    return f"{weight:+.{digits}f}".replace("-", "−")
