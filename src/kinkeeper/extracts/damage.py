"""Characters that came to harm on their way, or that nobody can see: mended or left out, and said.

What leaves this library holds no NUL, no half of a character, nothing that hides or turns the text around it.
"""

import re

NUL = "\0"
SHOWN_NUL = "␀"

FOREIGN = re.compile("[\udc80-\udcff]")
"""A byte that is not of the file's encoding, as `surrogateescape` keeps it."""
LOST = "\ufffd"
UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
HARMED = re.compile(f"{UNSEEN.pattern[:-1]}{NUL}{LOST}]")

WHY_FOREIGN = "Some bytes are not UTF-8 like the rest of the file; they were read as Windows-1252."
WHY_LOST = "Characters were lost before the file came here; the rest was read."
WHY_UNSEEN = "The cell held characters that cannot be seen; they were left out."
WHY_NUL = "The row holds NUL characters: the file was damaged on its way. Ask for it again."


def is_harmed(text: str) -> bool:
    """Whether a text needs mending."""
    return not (text.isascii() and text.isprintable()) and HARMED.search(text) is not None


def mended(text: str) -> tuple[str, str]:
    """The text fit to be read and kept, and what was wrong with it."""
    why = WHY_UNSEEN
    if FOREIGN.search(text):
        text, why = FOREIGN.sub(_of_windows, text), WHY_FOREIGN
    if LOST in text:
        text, why = text.replace(LOST, ""), WHY_LOST
    return UNSEEN.sub("", text).replace(NUL, SHOWN_NUL).strip(), why


def shown(text: str) -> str:
    """A text fit to be kept, whatever was wrong with it."""
    return mended(text)[0] if is_harmed(text) else text


def _of_windows(match: re.Match[str]) -> str:
    byte = bytes([ord(match[0]) - 0xDC00])
    return byte.decode("cp1252", errors="ignore") or byte.decode("latin-1")
