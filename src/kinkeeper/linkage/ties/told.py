"""Names told: whom a child says it came with, whose child an adult says it is, and words that deny kinship."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kinkeeper.linkage.sentences import say
from kinkeeper.linkage.ties.clues import SILENT, Clue, Floats, Saying, table
from kinkeeper.linkage.ties.nearness import Near, Pairs
from kinkeeper.linkage.ties.statements import MEN, OF_THE_YOUNGER, WOMEN, Hearing, Naming, Statements

SOMEBODY_ELSE, SURNAME, GIVEN, NAME, NUMBER = 1, 2, 3, 4, 5


def names_told(pairs: Pairs, said: Statements, hearing: Hearing) -> list[Clue]:
    """A source tells whom the child came with or whose child it is, and the name fits this adult, or fits somebody else."""
    columns = [one for one in said.namings if one.is_column]
    texts = [one for one in said.namings if not one.is_column]
    return [_namings(pairs, "named_parent", columns, hearing), _namings(pairs, "named_in_text", texts, hearing)]


def _namings(pairs: Pairs, kind: str, namings: list[Naming], hearing: Hearing) -> Clue:
    heard = _Heard(pairs, hearing)
    for naming in namings:
        heard.hear(naming)
    usual = [0.55, 0.03, 0.03, 0.3, 0.09]
    strangers = [0.97, 0.02, 0.005, 0.004, 0.001]
    return Clue(
        kind=kind,
        level=heard.level,
        group=heard.elsewhere,
        among_ties=table(usual, [0.9, 0.03, 0.01, 0.05, 0.01], weight=10.0),
        among_strangers=table(strangers, strangers, weight=10.0),
        chance=heard.chance,
        said=heard.said(),
        words=heard.words,
    )


_OF_CHILD = (
    "The child's record (%(source)s) fits, %(kin)s: '%(words)s'",
    "The child's record (%(source)s) names somebody else, %(kin)s: '%(words)s'",
    "The child's record (%(source)s) gives this A-number, %(kin)s: '%(words)s'",
)
_OF_ADULT = (
    "The adult's record (%(source)s) fits, %(kin)s: '%(words)s'",
    "The adult's record (%(source)s) names somebody else, %(kin)s: '%(words)s'",
    "The adult's record (%(source)s) gives this A-number, %(kin)s: '%(words)s'",
)


class _Heard:
    """The best that was told of each pair."""

    def __init__(self, pairs: Pairs, hearing: Hearing) -> None:
        self.pairs = pairs
        self.hearing = hearing
        self.level = np.full(len(pairs), SILENT, dtype=np.int8)
        self.elsewhere = np.zeros(len(pairs), dtype=np.int8)
        self.chance: Floats = np.full(len(pairs), np.nan)
        self.naming: dict[int, Naming] = {}
        self._by_adult = np.argsort(pairs.adult, kind="stable")
        self._adults = pairs.adult[self._by_adult]

    def hear(self, naming: Naming) -> None:
        """Hold one naming against every pair of the person it speaks for."""
        child_speaks = self.pairs.people[naming.speaker].is_child
        if child_speaks == (naming.relation in OF_THE_YOUNGER):
            return
        for at in self._pairs_of(naming.speaker, child_speaks=child_speaks):
            other = int((self.pairs.adult if child_speaks else self.pairs.child)[at])
            if child_speaks and self._other_sex(naming, other):
                continue
            self._keep(at, other, naming)

    def _pairs_of(self, speaker: int, *, child_speaks: bool) -> Iterable[int]:
        if child_speaks:
            rows = self.pairs.rows_of(speaker)
            return range(rows.start, rows.stop)
        begin, end = np.searchsorted(self._adults, speaker), np.searchsorted(self._adults, speaker, "right")
        found: list[int] = self._by_adult[begin:end].tolist()
        return found

    def _other_sex(self, naming: Naming, adult: int) -> bool:
        sex = self.pairs.people[adult].sex
        return (naming.relation in WOMEN and sex == "M") or (naming.relation in MEN and sex == "F")

    def _keep(self, at: int, other: int, naming: Naming) -> None:
        level, share = self._fit(other, int(self.pairs.child[at] + self.pairs.adult[at] - other), naming)
        if level > self.level[at] or (level == self.level[at] and share < 2 ** self.chance[at]):
            self.level[at], self.elsewhere[at] = level, naming.elsewhere
            self.chance[at] = np.log2(share) if share < 1 else np.nan
            self.naming[at] = naming

    def _fit(self, other: int, speaker: int, naming: Naming) -> tuple[int, float]:
        """How the naming fits the other person, and how often it would fit a stranger with that surname."""
        if naming.a_number and naming.a_number in self.pairs.people[other].a_numbers:
            return NUMBER, self.hearing.chance_of_number
        fit = self.hearing.fit(naming.name, other)
        if fit.is_name or (fit.given and not naming.name.surnames):
            # A surname that child and adult share is weighed where surnames are; here it must not count twice.
            return NAME, self.hearing.chance(fit, self.pairs.people[speaker].surnames)
        if fit.given:
            return GIVEN, self.hearing.chance(fit._replace(surnames=[]))
        return (SURNAME if fit.surnames and not naming.name.given else SOMEBODY_ELSE), 1.0

    def said(self) -> dict[int, Saying]:
        """The pairs whose names or numbers fit what was told of somebody who is not said to live elsewhere."""
        fitting = np.flatnonzero((self.level >= NAME) & (self.elsewhere == 0)).tolist()
        return {at: Saying(self.naming[at].source, self.naming[at].relation) for at in fitting}

    def words(self, at: int) -> str:
        """The passage, verbatim."""
        naming = self.naming[at]
        forms = _OF_CHILD if self.pairs.people[naming.speaker].is_child else _OF_ADULT
        form = forms[{SOMEBODY_ELSE: 1, NUMBER: 2}.get(int(self.level[at]), 0)]
        return say(form, source=naming.source, kin=naming.relation, words=naming.words)


def denied(pairs: Pairs, said: Statements, recorded: NDArray[np.bool_]) -> Clue:
    """A source says that a claimed kinship of one of the two is none; it says most where these two were claimed to be kin."""
    flags = np.zeros(len(pairs.people), dtype=bool)
    flags[sorted(said.denied)] = True
    either = (flags[pairs.child] | flags[pairs.adult]) & np.isin(pairs.near, (Near.EVENT, Near.MINUTES, Near.DAY))
    return Clue(
        kind="denied",
        level=np.where(either, 2, 1).astype(np.int8),
        group=recorded.astype(np.int8),
        among_ties=table([0.9995, 0.0005], [0.999, 0.001], weight=5000.0),
        among_strangers=table([0.98, 0.02], [0.9, 0.1], weight=50.0),
        words=lambda at: say("A source says that a claimed kinship is none") if either[at] else say("No source denies kinship"),
    )
