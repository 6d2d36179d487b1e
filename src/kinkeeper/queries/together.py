"""Several questions in one: a page that asks a dozen things of the database waits for one answer instead of a dozen.

What is answered comes as JSON: text, whole numbers, booleans, lists and nulls are what they were; a question casts anything else to text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from kinkeeper.queries.access.prepared import prepared

Rows = list[list[Any]]

ENOUGH = 10_001
"""Where a count ends that a page says as "10,000+": one more than it says, so that exactly 10,000 is told from more."""


@dataclass(frozen=True, slots=True)
class Question:
    """A SELECT, how many columns it answers with, and what it asks for by name."""

    sql: str
    columns: int
    asked: Mapping[str, object]


def ask_together(*shared: str, **questions: Question) -> dict[str, Rows]:
    """The rows of each question, in its order, by name. Values that bear the same name in two questions must be the same.

    `shared`: what several of them select from, each as it stands in a WITH; its values are among theirs.
    """
    asked: dict[str, object] = {}
    for one in questions.values():
        assert all(asked.get(name, value) == value for name, value in one.asked.items()), "two values bear one name"
        asked |= one.asked
    with prepared() as cursor:
        first = f"WITH {', '.join(shared)} " if shared else ""
        cursor.execute(f"{first}SELECT " + ", ".join(map(_as_json, questions.values())), asked)
        answers = cursor.fetchone()
    return {name: msgspec.json.decode(answer) if answer else [] for name, answer in zip(questions, answers, strict=True)}


def _as_json(one: Question) -> str:
    names = [f"c{number}" for number in range(one.columns)]
    return f"(SELECT json_agg(json_build_array({', '.join(names)}))::text FROM ({one.sql}) q ({', '.join(names)}))"
