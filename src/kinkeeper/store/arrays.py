"""Arrays as PostgreSQL reads them: as one text they are sent in a fraction of the time that the driver takes over a list."""

from collections.abc import Iterable


def array(items: Iterable[float | str]) -> str:
    """An array of numbers or plain words."""
    return "{" + ",".join(map(str, items)) + "}"


def text_array(texts: Iterable[str]) -> str:
    """An array of texts, whatever is in them."""
    return "{" + ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts) + "}"
