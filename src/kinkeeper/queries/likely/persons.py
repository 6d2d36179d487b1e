"""One person among all that are known, in a few short questions to the database, whose answers are compared as a whole table is.

1. How common each word told is.
2. The records that share a rare key with what is told. The engine's compiled comparison says how likely each is.
3. Unless one of them is the person beyond doubt: the records that share any key with what was told, or with what may have been meant.
4. Of the likeliest, the persons of whom this viewer may know.

No process holds anything between two questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.linkage.features.nicknames import also_called
from kinkeeper.linkage.finding import Candidates, Counts, Told, Weights, choose_keys, near, score
from kinkeeper.linkage.finding.keys import SOUND, sound_of
from kinkeeper.linkage.finding.questions import Heard
from kinkeeper.linkage.finding.weights import STEP
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.likely.learnt import read_weights
from kinkeeper.queries.standpoint import Standpoint, standing
from kinkeeper.store.arrays import array, text_array

OF_A_KEY, OF_ALL = 600, 2_500
"""Records of one key, and of all keys, that are compared at most."""
FIRST_LOOK = 30
"""Records that the keys of the first look may lead to together, as far as that can be foreseen."""
BEYOND_DOUBT = 10.0
"""Log2 odds (a thousand to one) from which on nobody else is looked for by words that were not told."""
VARIANTS = 6
"""Sounds that a word may be meant by, beside its own."""
FIRST, MORE = 2, 200
"""Records for each person wanted that are asked for first; and at once where they are of too few persons."""
FEWEST, FEWEST_KNOWN = 8, 64
"""Counts below these are told apart for those alone who may know of everybody."""

_COUNTED = f"""
SELECT kind, value, count, '' FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS told(kind, value)
JOIN public.findable_value USING (kind, value)
UNION ALL SELECT 'weights', '', 0, weights::text FROM public.model WHERE step = '{STEP}' AND until IS NULL
"""
_MEANT = """
SELECT told.word, v.sound, v.count FROM unnest(%(words)s::text[], %(near)s::text[], %(sounds)s::int[]) AS told(word, near, sound),
LATERAL (SELECT sound, sum(count)::int AS count FROM public.findable_value WHERE near && told.near::int[]
         GROUP BY sound ORDER BY sound = told.sound DESC, 2 DESC, 1 LIMIT %(variants)s) AS v
"""
_COUNTED_AND_MEANT = f"{_COUNTED} UNION ALL SELECT 'meant', word, count, sound::text FROM ({_MEANT}) meant"
_CANDIDATES = """
SELECT f.record_id, f.line FROM unnest(%(keys)s::int[]) AS asked(key),
LATERAL (SELECT record_id, line FROM public.findable WHERE keys @> ARRAY[asked.key] LIMIT %(of_a_key)s) AS f LIMIT %(of_all)s
"""
_PERSONS = f"""
SELECT * FROM (
    SELECT asked.nth, coalesce(r.person_id, ''), asked.record_id, r.name, r.given, r.surnames, r.whole_name, left(r.born, 10)
    FROM unnest(%(records)s::text[]) WITH ORDINALITY AS asked(record_id, nth), LATERAL (
        SELECT r.*, m.person_id FROM record r LEFT JOIN membership m ON m.record_id = r.record_id AND {standing("m")}
        WHERE r.record_id = asked.record_id AND r.since < %(known_at)s LIMIT 1
    ) r LIMIT %(most)s
) shown ORDER BY nth
"""
"""Record by record in their order, until so many are found that are shown."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody known who may be the person asked for: the record that fits best, and how likely it is."""

    person_id: str
    """Empty where the record is nobody's yet."""
    record_id: str
    record: str
    """Where the record stands: file and row."""
    given: str
    surnames: str
    born: str
    probability: float


@shows(FieldGroup.IDENTITY)
def find_likely(viewer: Viewer, told: Told, standpoint: Standpoint, *, most: int = 5, thoroughly: bool = False) -> Sequence[Likely]:
    """
    The persons known that are most likely the one told of, the likeliest first; each once, by the record that fits best.

    A name may be misspelt, in another order, in parts or with nobody saying which are surnames (`Told.whole`); a birth may be a year.
    Where nothing is told there is nobody. Only persons of whom the viewer may know are among them. `thoroughly`: however sure the
    first look is; that takes a question less where it is not.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        roughly = reach_of(viewer) is not Reach.EVERYBODY
        ranked = [(record, odds) for record, odds, _ in rank(cursor, told, roughly=roughly, thoroughly=thoroughly)]
        found: dict[str, Likely] = {}
        size = FIRST * most
        while ranked and len(found) < most:
            shown = _persons(cursor, dict(ranked), standpoint, size)
            for _, one in shown:
                found.setdefault(one.person_id or one.record_id, one)
            ranked, size = ranked[shown[-1][0] :] if len(shown) == size else [], MORE
    return list(found.values())[:most]


def rank(cursor: CursorWrapper, told: Told, *, roughly: bool = False, thoroughly: bool = False) -> list[tuple[str, float, str]]:
    """The records compared, the likeliest first, each with its log2 odds and its line; of all that are known, whoever asks.

    `roughly`: from rounded counts and thoroughly, so that neither how likely somebody is nor who else is found tells of others whom one
    may not know of. `thoroughly`: however sure the first look is.
    """
    anyway = roughly or thoroughly
    counted = count(cursor, told, meant=anyway)
    counts = {of: _rounded(many, FEWEST) for of, many in counted.counts.items()} if roughly else counted.counts
    known = _rounded(counted.known, FEWEST_KNOWN) if roughly else counted.known
    lines: dict[str, str] = {}
    exactly = {word: [(sound, counted.counts.get((SOUND, str(sound)), 0))] for word, sound in counted.sounds.items()}
    keys = choose_keys(told, exactly, counted.known, budget=FIRST_LOOK)
    if not anyway:
        _look_up(cursor, keys, lines)
    odds = _score(told, lines, (counts, known), counted.weights)
    if anyway or not len(odds) or float(odds.max()) < BEYOND_DOUBT:
        more = choose_keys(told, counted.meant or _meant(cursor, told, counted.sounds), counted.known)
        before = len(lines)
        _look_up(cursor, [*(keys if anyway else ()), *(key for key in more if key not in keys)], lines)
        if len(lines) > before:
            odds = _score(told, lines, (counts, known), counted.weights)
    found = sorted(zip((-odds).tolist(), lines, lines.values(), strict=True))
    return [(record, -less, line) for less, record, line in found]


@dataclass(frozen=True, slots=True)
class Counted:
    """How common what is told is, and what agreement is worth."""

    sounds: Mapping[str, int]
    """By word told, and by what else somebody of that name is called, the number of its sound."""
    counts: Mapping[tuple[str, str], int]
    """By column and value how many records have it; by `sound` and its number how many words of records are heard so."""
    weights: Weights
    meant: Heard
    """By word the sounds that may be meant, where that was asked for along."""

    @property
    def known(self) -> int:
        """How many records there are."""
        return self.counts.get(("record", ""), 0)


def count(cursor: CursorWrapper, told: Told, *, meant: bool = False) -> Counted:
    """How common each word told is; `meant`: and what else may be meant by it."""
    called = {other for word in told.name for other in also_called(word)}
    sounds = sound_of([*told.name, *called])
    values = *sounds, *sounds, *map(str, sounds.values()), told.sex, told.nationality, ""
    kinds = ("given",) * len(sounds) + ("surnames",) * len(sounds) + (SOUND,) * len(sounds) + ("sex", "nationality", "record")
    asked = {"kinds": array(kinds), "values": text_array(values)}
    cursor.execute(*((_COUNTED_AND_MEANT, asked | _near(sounds)) if meant else (_COUNTED, asked)))
    rows = cursor.fetchall()
    ways = [(word, int(sound), many) for kind, word, many, sound in rows if kind == "meant"]
    learnt = next((text for kind, _, _, text in rows if kind == "weights"), "")
    return Counted(
        sounds, {(kind, value): many for kind, value, many, _ in rows}, read_weights(learnt), _heard(told, sounds, ways) if meant else {}
    )


def _meant(cursor: CursorWrapper, told: Told, sounds: Mapping[str, int]) -> Heard:
    """By word the sounds that may be meant: its own, those heard almost alike, those of other names that somebody so named is called by."""
    cursor.execute(_MEANT, _near(sounds))
    return _heard(told, sounds, cursor.fetchall())


def _near(sounds: Mapping[str, int]) -> dict[str, object]:
    """What the question for what may be meant asks for."""
    heard = near(sounds)
    asked = {"words": list(sounds), "near": [array(heard[word][1]) for word in sounds], "sounds": list(sounds.values())}
    return {**asked, "variants": 1 + VARIANTS}


def _heard(told: Told, sounds: Mapping[str, int], rows: Sequence[tuple[str, int, int]]) -> Heard:
    ways: dict[str, list[tuple[int, int]]] = {word: [] for word in sounds}
    for word, sound, many in rows:
        ways[word].append((sound, many))
    # The sound of the word itself comes first, also where nobody has it.
    own = {word: sorted(some, key=lambda way: way[0] != sounds[word]) for word, some in ways.items()}
    return {word: own[word] + [way for other in sorted(also_called(word)) for way in own[other][:1]] for word in told.name}


def _look_up(cursor: CursorWrapper, keys: Sequence[int], lines: dict[str, str]) -> None:
    """Add the records of these keys to those found."""
    if keys:
        cursor.execute(_CANDIDATES, {"keys": array(keys), "of_a_key": OF_A_KEY, "of_all": OF_ALL})
        lines.update(cursor.fetchall())


def _score(told: Told, lines: Mapping[str, str], among: tuple[Counts, int], weights: Weights) -> NDArray[np.float32]:
    return score(told, Candidates(list(lines.values()), *among), weights)


def _rounded(count: int, fewest: int) -> int:
    """The next power of two, and none below `fewest`."""
    return max(fewest, 1 << max(count - 1, 0).bit_length())


def _persons(cursor: CursorWrapper, odds: Mapping[str, float], standpoint: Standpoint, most: int) -> list[tuple[int, Likely]]:
    """The first of the records that the viewer may see, each with its place among all of them, from 1."""
    cursor.execute(_PERSONS, {"records": list(odds), "most": most, **standpoint.parameters})
    return [
        (nth, Likely(person, record, name, given or whole, surnames, born, float(1 / (1 + np.exp2(-odds[record])))))
        for nth, person, record, name, given, surnames, whole, born in cursor.fetchall()
    ]
