"""One person among all that are known, in four short questions to the database, whose answers are compared as a whole table is.

1. How common each word told is, and which words are heard almost alike.
2. The records that share keys with what is told: rare keys first, a bounded number of records, those that share most.
3. The engine's compiled comparison says how likely each is.
4. Of the likeliest, the persons of whom this viewer may know.

No process holds anything between two questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.backends.utils import CursorWrapper

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.access.decisions import FieldGroup, Reach, reach_of
from kinkeeper.linkage.features.nicknames import also_called
from kinkeeper.linkage.finding import Candidates, Told, make_question, near, score
from kinkeeper.linkage.finding.keys import Lasting, sound_of
from kinkeeper.linkage.finding.questions import Heard
from kinkeeper.queries.access.prepared import prepared
from kinkeeper.queries.access.reading import shows
from kinkeeper.queries.likely.learnt import weights_in_force
from kinkeeper.queries.standpoint import Standpoint, standing

OF_A_KEY, OF_ALL, COMPARED = 600, 2_500, 150
"""Records of one key, and of all keys, that are looked at; those sharing most that are compared."""
VARIANTS = 6
"""Sounds that a word may be meant by, beside its own."""
FIRST, AT_ONCE = 3, 60
"""Records for each person wanted whose persons are asked for first; and at once where the viewer may not know of enough of them."""
FEWEST, FEWEST_KNOWN = 8, 64
"""Counts below these are told apart for those alone who may know of everybody."""

_WORDS = """
SELECT 'count', kind, value, 0, count FROM public.findable_value
WHERE (kind IN ('given', 'surnames') AND value = ANY(%(words)s::text[])) OR (kind = 'sex' AND value = %(sex)s)
   OR (kind = 'nationality' AND value = %(nationality)s) OR (kind = 'record' AND value = '')
UNION ALL
SELECT 'sound', told.word, '', v.sound, v.count
FROM unnest(%(words)s::text[], %(near)s::text[], %(sounds)s::int[]) AS told(word, near, sound),
LATERAL (SELECT sound, sum(count)::int AS count FROM public.findable_value WHERE near && told.near::int[]
         GROUP BY sound ORDER BY sound = told.sound DESC, 2 DESC, 1 LIMIT %(variants)s) AS v
"""
_CANDIDATES = """
WITH hit AS MATERIALIZED (
    SELECT f.here, asked.worth FROM unnest(%(keys)s::int[], %(worth)s::float8[]) AS asked(key, worth),
    LATERAL (SELECT ctid AS here FROM public.findable WHERE keys @> ARRAY[asked.key] LIMIT %(of_a_key)s) AS f LIMIT %(of_all)s
), best AS MATERIALIZED (
    SELECT here FROM hit GROUP BY here ORDER BY sum(worth) DESC, here LIMIT %(compared)s
)
SELECT record_id, given, surnames, born, sex, nationality, a_number FROM best JOIN public.findable f ON f.ctid = best.here
"""
_PERSONS = f"""
SELECT asked.nth, coalesce(m.person_id, ''), r.record_id, r.name, r.given, r.surnames, r.whole_name, left(r.born, 10)
FROM unnest(%(records)s::text[]) WITH ORDINALITY AS asked(record_id, nth) JOIN record r ON r.record_id = asked.record_id
LEFT JOIN membership m ON m.record_id = r.record_id AND {standing("m")}
WHERE r.since < %(known_at)s ORDER BY asked.nth
"""


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
def find_likely(viewer: Viewer, told: Told, standpoint: Standpoint, *, most: int = 5) -> Sequence[Likely]:
    """
    The persons known that are most likely the one told of, the likeliest first; each once, by the record that fits best.

    A name may be misspelt, in another order, in parts or with nobody saying which are surnames (`Told.whole`); a birth may be a year.
    Where nothing is told there is nobody. Only persons of whom the viewer may know are among them.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with prepared() as cursor:
        ranked = [(record, odds) for record, odds, _ in rank(cursor, told, roughly=reach_of(viewer) is not Reach.EVERYBODY)]
        found: dict[str, Likely] = {}
        start, size = 0, FIRST * most
        while start < len(ranked) and len(found) < most:
            for one in _persons(cursor, dict(ranked[start : start + size]), standpoint):
                found.setdefault(one.person_id or one.record_id, one)
            start, size = start + size, AT_ONCE
    return list(found.values())[:most]


def rank(cursor: CursorWrapper, told: Told, *, roughly: bool = False) -> list[tuple[str, float, Lasting]]:
    """The records compared, the likeliest first, each with its log2 odds and what it says; of all that are known, whoever asks.

    `roughly`: from rounded counts, so that how likely somebody is does not tell how many others, whom one may not know of, are called so.
    """
    meant, exact = heard(cursor, told)
    counts = {of: _rounded(count, FEWEST) for of, count in exact.items()} if roughly else exact
    known = exact.get(("record", ""), 0)
    known = _rounded(known, FEWEST_KNOWN) if roughly else known
    question = make_question(told, meant, known)
    if not question.keys:
        return []
    asked = {"keys": _array(question.keys), "worth": _array(question.worth)}
    cursor.execute(_CANDIDATES, {**asked, "of_a_key": OF_A_KEY, "of_all": OF_ALL, "compared": COMPARED})
    rows = cursor.fetchall()
    people = [Lasting(*row[1:]) for row in rows]
    odds = score(told, Candidates(people, counts, known), weights_in_force(cursor))
    order = np.lexsort(([row[0] for row in rows], -odds)).tolist()
    return [(rows[at][0], float(odds[at]), people[at]) for at in order]


def heard(cursor: CursorWrapper, told: Told) -> tuple[Heard, Mapping[tuple[str, str], int]]:
    """By word the sounds that may be meant; by column and value how many records have it."""
    called = {word: sorted(also_called(word)) for word in told.name}
    name = list(dict.fromkeys([*called, *(other for others in called.values() for other in others)]))
    sound = sound_of(name)
    asked = {"words": name, "near": [_array(one) for one in near(name)], "sounds": [sound[word] for word in name]}
    cursor.execute(_WORDS, {**asked, "sex": told.sex, "nationality": told.nationality, "variants": 1 + VARIANTS})
    counts: dict[tuple[str, str], int] = {}
    ways: dict[str, list[tuple[int, int]]] = {word: [] for word in name}
    for what, first, value, number, count in cursor.fetchall():
        if what == "count":
            counts[first, value] = count
        else:
            ways[first].append((number, count))
    # The sound of the word itself comes first, also where nobody has it.
    own = {word: sorted(some, key=lambda way: way[0] != sound[word]) for word, some in ways.items()}
    return {word: own[word] + [way for other in called[word] for way in own[other][:1]] for word in called}, counts


def _rounded(count: int, fewest: int) -> int:
    """The next power of two, and none below `fewest`."""
    return max(fewest, 1 << max(count - 1, 0).bit_length())


def _array(numbers: Sequence[float]) -> str:
    """An array as PostgreSQL reads it: as one text it is sent in a fraction of the time."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _persons(cursor: CursorWrapper, odds: Mapping[str, float], standpoint: Standpoint) -> list[Likely]:
    """Those of the records that the viewer may see, in order."""
    cursor.execute(_PERSONS, {"records": list(odds), **standpoint.parameters})
    return [
        Likely(person, record, name, given or whole, surnames, born, float(1 / (1 + np.exp2(-odds[record]))))
        for _, person, record, name, given, surnames, whole, born in cursor.fetchall()
    ]
