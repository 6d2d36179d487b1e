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
MISREAD = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u02c6-\u02dc\u2013-\u2122]")
"""UTF-8 that somebody read as Windows-1252 and saved: `JosÃ©`."""
ODD = re.compile(r"(?<=[^\W\d_])[†‡ƒ¤£¢¥¦§¬±¶×÷‰€‹›ˆ˜¡¿„‚…](?=[^\W\d_])")
"""Signs that stand in no word: a letter of another encoding."""
TWO_ALPHABETS = re.compile("[A-Za-z\u00c0-\u024f][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z\u00c0-\u024f]")
UNFIT = re.compile(f"{UNSEEN.pattern[:-1]}{NUL}{LOST}]")
"""What cannot be kept."""
HARMED = re.compile(f"{UNFIT.pattern}|{MISREAD.pattern}|{ODD.pattern}|{TWO_ALPHABETS.pattern}")

WHY_FOREIGN = "Some bytes are not UTF-8 like the rest of the file; they were read as Windows-1252."
WHY_LOST = "Characters were lost before the file came here; the rest was read."
WHY_UNSEEN = "The cell held characters that cannot be seen; they were left out."
WHY_MISREAD = "The cell was UTF-8 that somebody had read as Windows-1252; it was read back."
WHY_ODD = "The cell holds signs that stand in no word: its encoding is doubtful. It was kept as it is."
WHY_TWO_ALPHABETS = "A word of the cell mixes letters of two alphabets that look alike. It was kept as it is."
WHY_NUL = "The row holds NUL characters: the file was damaged on its way. Ask for it again."


def is_unfit(text: str) -> bool:
    """Whether a text holds what cannot be kept."""
    return UNFIT.search(text) is not None


def is_harmed(text: str) -> bool:
    """Whether a text needs mending, or is doubtful."""
    return not (text.isascii() and text.isprintable()) and HARMED.search(text) is not None


def mended(text: str) -> tuple[str, str]:
    """The text fit to be read and kept, and what was wrong with it."""
    why = ""
    if FOREIGN.search(text):
        text, why = FOREIGN.sub(_of_windows, text), WHY_FOREIGN
    if LOST in text:
        text, why = text.replace(LOST, ""), WHY_LOST
    if MISREAD.search(text) and (read := _read_back(text)) != text:
        text, why = read, why or WHY_MISREAD
    if UNSEEN.search(text):
        text, why = UNSEEN.sub("", text), why or WHY_UNSEEN
    if NUL in text:
        text, why = text.replace(NUL, SHOWN_NUL), WHY_NUL
    doubt = WHY_TWO_ALPHABETS if TWO_ALPHABETS.search(text) else WHY_ODD if ODD.search(text) or MISREAD.search(text) else ""
    return text.strip(), why or doubt


def shown(text: str) -> str:
    """A text fit to be kept, whatever was wrong with it."""
    return mended(text)[0] if is_harmed(text) else text


def _read_back(text: str) -> str:
    """The text before it was read as Windows-1252; itself, where it was not."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _of_windows(match: re.Match[str]) -> str:
    byte = bytes([ord(match[0]) - 0xDC00])
    return byte.decode("cp1252", errors="ignore") or byte.decode("latin-1")
