"""What the rules refuse, and how a file was read and why a part of it was not, in the reader's language. What is recorded is English."""

import re
from functools import cache

from django.utils.translation import get_language, gettext

from kinkeeper.domain.errors import KinkeeperError


def _(english: str) -> str:
    """Mark a sentence for translation."""
    return english


SENTENCES: tuple[str, ...] = (
    _("This is not an age."),
    _("Nobody is that old."),
    _("This is not a sex."),
    _("This is no country that the list of countries has."),
    _("An A-number has 7 to 9 digits."),
    _("An A-number of zeros is nobody's."),
    _("This is no relation that the list of relations has."),
    _("This is not a name."),
    _("This is not a date."),
    _("The year %(year)s cannot be meant."),
    _("There is no such day."),
    _("There is no such time of day."),
    _("The spreadsheet lost what stood here."),
    _("The person would be born after the extract was made."),
    _("The row names %(people)s people; it is not said whose this is."),
    _("The row names nobody and tells nothing about a person."),
    _("The row holds the letters of spreadsheet columns, not data."),
    _("None of the row's cells can be read as what its column holds."),
    _("The row has %(cells)s cells, far more than the table has columns."),
    _("Some bytes are not UTF-8 like the rest of the file; they were read as Windows-1252."),
    _("Characters were lost before the file came here; the rest was read."),
    _("The cell held characters that cannot be seen; they were left out."),
    _("The cell was UTF-8 that somebody had read as Windows-1252; it was read back."),
    _("The cell holds signs that stand in no word: its encoding is doubtful. It was kept as it is."),
    _("A word of the cell mixes letters of two alphabets that look alike. It was kept as it is."),
    _("The row holds NUL characters: the file was damaged on its way. Ask for it again."),
    _("This is not %(what)s. Known: %(known)s."),
    _("The table fits no layout that is known. None of its headers is known. Say what it is: on the desk, or with --config."),
    _("The table fits no layout that is known. Nearest: %(nearest)s; missing: %(missing)s. Say what it is: on the desk, or with --config."),
)
HOW: tuple[str, ...] = (
    _("%(header)s: read with the month first, as it was said."),
    _("%(header)s: read with the day first, as it was said."),
    _("%(header)s: no cell shows whether day or month comes first; %(count)s were read with the month first. Say if it is not so."),
    _("%(header)s: no cell shows whether day or month comes first; %(count)s were read with the day first. Say if it is not so."),
    _(
        "%(header)s: read with the month first, as %(so)s cells allow nothing else; "
        "%(odd)s can only be meant the other way and were read so."
    ),
    _("%(header)s: read with the day first, as %(so)s cells allow nothing else; %(odd)s can only be meant the other way and were read so."),
    _("%(header)s: read with the month first, as %(so)s cells allow nothing else."),
    _("%(header)s: read with the day first, as %(so)s cells allow nothing else."),
    _("The text was read as %(columns)s columns of fixed width."),
    _("The text was read as %(encoding)s."),
    _("The workbook holds macros; they were not run."),
    _("The workbook holds formulas; they were not worked out, their last values were read."),
    _("Some cells begin like a formula; they are kept as text, and nothing was worked out."),
    _("The workbook counts its days from 1904; bare numbers in columns of days were read so."),
    _("The column %(header)s holds JSON; it was read as columns of its own: %(names)s."),
    _("The column '%(header)s' is gone (read as %(field)s). In its place stands '%(other)s': is it the same?"),
    _("The column '%(header)s' is gone (read as %(field)s)."),
    _("The column '%(header)s' is gone. In its place stands '%(other)s': is it the same?"),
    _("The column '%(header)s' is gone."),
    _("The column '%(header)s' is new (read as %(field)s)."),
    _("The column '%(header)s' is new."),
    _("Columns have moved: %(headers)s. They were found by their headers."),
    _("'%(header)s' held %(before)s and holds %(now)s now."),
    _("'%(header)s' followed the first day of a row by %(before)s days and follows it by %(now)s now: it may mean another day."),
    _("'%(header)s', days after the first day of a row: %(before)s before, %(now)s now. It may mean another day."),
    _("'%(header)s' was given in %(before)s of 100 rows and is in %(now)s now."),
    _("'%(header)s' says otherwise than before: %(values)s."),
    _("'%(header)s' was given in %(before)s rows of 100 and is in %(now)s now."),
)
"""How a table was read, and what is otherwise than in its sender's last file."""
KINDS = frozenset({_("days"), _("names"), _("A-numbers"), _("sexes"), _("ages"), _("countries"), _("kinship"), _("text")})
"""What columns are said to hold."""
ONE = ((r"cells\ allow", "cells? allows?"), (r"were\ read", "(?:was|were) read"))
"""What a sentence says otherwise of one cell than of several."""
OF_ONE = (
    (re.compile(r"\b1 cells allow\b"), "1 cell allows"),
    (re.compile(r"\b1 were read\b"), "1 was read"),
    (re.compile(r"\b1 can only be meant the other way and were\b"), "1 can only be meant the other way and was"),
)
PLACE = re.compile(r"%\\\((\w+)\\\)s")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(PLACE.sub(r"(?P<\1>.+?)", _of_one_or_more(re.escape(one)))), one) for one in (*SENTENCES, *HOW))


def _of_one_or_more(form: str) -> str:
    for several, either in ONE:
        form = form.replace(several, either)
    return form


def in_words(sentence: str) -> str:
    """The sentence in the reader's language; as it was recorded, where it is none of these."""
    for form, words in _forms():
        if match := form.fullmatch(sentence):
            told = {name: gettext(value) if value in KINDS else value for name, value in match.groupdict().items()}
            return _said_of_one(gettext(words) % told) if told else gettext(words)
    return sentence


def _said_of_one(sentence: str) -> str:
    """The English sentence where it speaks of one cell; entries of earlier versions say it as of several."""
    for several, one in OF_ONE:
        sentence = several.sub(one, sentence)
    return sentence


class Said(str):
    """A sentence as a page says it. `lang`: its language where it is not the reader's; a reader who cannot see it hears it so."""

    __slots__ = ("lang",)
    lang: str


def refusal(error: KinkeeperError) -> Said:
    """The sentence of a refusal: its form in the reader's language, with what stands in its places; English where it has no other."""
    words = gettext(error.form) if error.form else ""
    said = Said(words % error.told if error.told else words)
    said.lang = "en" if words == error.form and not (get_language() or "en").startswith("en") else ""
    return said
