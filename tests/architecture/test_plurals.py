"""One is said as one: no sentence puts a number before a word for several, unless the number can never be one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "kinkeeper"
SEVERAL = (
    "rows|entries|records|days|files|persons|people|children|adults|columns|cells|bytes|tables|lists|clocks|flags|parts|hours|minutes|seconds|"
    "years|ties|separations|families|questions|answers|pairs|letters|words|tries|times|looks|figures|checkpoints|witnesses|sheets|names|"
    "members|batches|steps|cases|warnings|tasks|tags|stays|numbers|sources|spellings|values|filters|views|hooks|tokens|accounts|editions|"
    "differences|mentions|meetings|inquiries|texts|documents|pages|objects|images|scans|places|others"
)
THEN = rf"(?:</?\w+>)* (?:more |other |of the |of its |new |kept |such |open )?(?:{SEVERAL})\b"
WRITTEN = re.compile(r"\{% blocktranslate([^%]*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
TRANSLATED = re.compile(r"%\((?!header|source|most|longest)\w+\)s" + THEN)
"""What is called most or longest is a bound of ours, never one."""
CONSTANT = re.compile(r"_?[A-Z][A-Z_]+(\.\w+)?")

NEVER_ONE = {
    "ledger": "of trees and bytes, said by programs that check; a log of one entry is a test's",
    "witness": "the same",
    "gateway/guard.py": "the same",
    "jobs/publish.py": "the same",
    "queries/log/publications.py": "the same",
    "queries/log/stored.py": "not once",
    "estimation/overlaps.py": "fewer than three lists, or more than can be compared; pairs of three and more",
    "extracts/delivery.py": "a table of more columns than may be",
    "extracts/files": "more than may be",
    "extracts/rows.py": "a row of far more cells than the table has columns",
    "extracts/recipes.py": "of a hundred",
    "cli/backups.py": "the tables of a ledger",
    "cli/verify.py": "the figures of a report",
    "cli/report.py": "a report of several tables",
    "cli/programs/taking.py": "more rows than one person lets go",
    "reports/report.py": "rows of which two are the same",
    "domain/casework/warning_rules.py": "a factor of 10 and more",
    "linkage/ties/encounters.py": "two and more; one and none have sentences of their own",
    "linkage/ties/facts.py": "the same",
    "linkage/ties/wording.py": "the same",
    "queries/standpoint.py": "SQL",
    "web/words/refusals.py": "forms in which sentences are found again that say what they say; `one` is put right there",
    "web/words/comparing.py": "two hours and more",
}
"""File or folder -> why the number before the word can never be one there."""
IN_WORDS = {
    "on %(number)s lists": "two and more; one list has a sentence of its own",
    "From the next run on %(count)s records are one person, %(one)s, with the kin of both.": "two and more",
    "Share still apart after %(days)s days": "30 days and more",
    "May be the person whom inquiry %(id)s looks for (%(for)s): %(chance)s in 100; %(agrees)s.": "a number of an inquiry",
    "It lasts {{ longest }} minutes at most.": "an hour",
    "within %(days)s days": "14 days and more",
    "in the last %(days)s days": "a month",
    "the birthday of %(n)s years": "21 years",
    "the records show %(found)s (%(factor)s times as many)": "ten and more",
    "You can fetch the file for {{ hours }} hours.": "a day",
    "{{ most }} rows": "hundreds",
    "{{ number }} persons and more": "10,000",
    "More than {{ number }} questions": "99",
}
"""Part of a sentence of pages -> why."""


def test_what_is_counted_is_said_of_one_as_of_one() -> None:
    found = [
        f"{path.relative_to(SOURCE)}: {words}"
        for path in sorted(SOURCE.rglob("*.py"))
        if not any(path.relative_to(SOURCE).is_relative_to(place) for place in NEVER_ONE)
        for words in numbers_before_several(ast.parse(path.read_text()))
    ]
    assert not found, "say `counted(number, 'row')`, ngettext, or the number last: 'Rows: 1'"


def test_what_pages_count_is_said_of_one_as_of_one() -> None:
    found = [
        f"{path.name}: {words.strip()}"
        for path in sorted((*SOURCE.rglob("*.html"), *SOURCE.rglob("*.svg")))
        for begins, words in WRITTEN.findall(path.read_text())
        if not re.match(r" (trimmed )?count\b", begins) and re.search(r"\}\}" + THEN, words) and not any(part in words for part in IN_WORDS)
    ]
    assert not found, "say `blocktranslate count`, or the number last"


def test_no_exception_outlives_its_sentence() -> None:
    text = "\n".join(path.read_text() for kind in ("*.py", "*.html") for path in SOURCE.rglob(kind))
    assert [place for place in NEVER_ONE if not (SOURCE / place).exists()] == []
    assert [part for part in IN_WORDS if part not in text] == []


def numbers_before_several(tree: ast.AST) -> Iterator[str]:
    """Of f-strings and of sentences to be translated but those of ngettext, what puts a number before a word for several."""
    either = {id(word) for call in ast.walk(tree) if name_of(call) == "ngettext" for word in ast.walk(call)}
    for one in ast.walk(tree):
        if isinstance(one, ast.JoinedStr):
            yield from said_at_once(one)
        elif isinstance(one, ast.Constant) and id(one) not in either and told_of_several(str(one.value)):
            yield str(one.value)


def told_of_several(words: str) -> bool:
    return TRANSLATED.search(words) is not None and not any(part in words for part in IN_WORDS)


def said_at_once(told: ast.JoinedStr) -> Iterator[str]:
    for number, words in zip(told.values, told.values[1:], strict=False):
        if isinstance(number, ast.FormattedValue) and isinstance(words, ast.Constant) and re.match(THEN, str(words.value)):
            name = ast.unparse(number.value)
            if not CONSTANT.fullmatch(name) and name != "position":
                yield f"{{{name}}}{words.value}"


def name_of(call: ast.AST) -> str:
    return call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
