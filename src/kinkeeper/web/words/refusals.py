"""Why a row or a cell was not read, in the reader's language. What is recorded is English; all that readers of files say is here."""

import re
from functools import cache

from django.utils.translation import gettext


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
)
PLACE = re.compile(r"%\\\((\w+)\\\)s")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(one))), one) for one in SENTENCES)


def why_not_read(sentence: str) -> str:
    """The sentence in the reader's language; as it was recorded, where it is none of these."""
    for form, words in _forms():
        if match := form.fullmatch(sentence):
            return gettext(words) % match.groupdict() if match.groupdict() else gettext(words)
    return sentence
