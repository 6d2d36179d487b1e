"""What the program says of its own work: lines of JSON in which only keys of a list stand, each with a value of its own form.

Whatever else a line was given (a message, a path, an exception's words, values of a request) is dropped and counted: names and numbers
of persons stand in no log, whoever wrote the line, also a library. Who looked at whom is in the access log, and there alone.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kinkeeper.domain.errors import Unavailable

PACKAGE = Path(__file__).resolve().parent.parent
OURS, EVENTS = "kinkeeper", frozenset({"request", "command", "webhook"})
"""Our own lines, and what they can be about."""
STDERR = "-"
FRAMES = 6

_NAME = re.compile(r"[a-z_]{1,40}")
ALLOWED: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "at": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
        "level": re.compile(r"[A-Z]{1,10}"),
        "event": re.compile(r"[A-Za-z_.]{1,60}"),
        "request": re.compile(r"[0-9a-f]{16}"),
        "agency": re.compile(r"[A-Z_]{1,20}"),
        "role": _NAME,
        "purpose": _NAME,
        "operation": re.compile(r"(?:page|api|command|job|webhook|none)(?: [a-z][a-z0-9_-]{0,60})?"),
        "method": re.compile(r"GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|OTHER"),
        "status": re.compile(r"\d{1,3}"),
        "ms": re.compile(r"\d{1,9}"),
        "code": _NAME,
        "fault": re.compile(r"[A-Za-z_]{1,60}"),
        "where": re.compile(r"(?:[a-z_/]{1,60}\.py:\d{1,5} ?){1,6}"),
        "dropped": re.compile(r"\d{1,6}"),
    }
)
"""Key -> the whole form of its value."""
_RECORD = frozenset(logging.makeLogRecord({}).__dict__) | {"told", "message", "asctime", "taskName"}


class Lines(logging.Formatter):
    """A record as one line of JSON; `dropped` counts what it was given beside that, here and in all."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped = 0

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        kept = {name: value for name, value in self._said(record) if name in ALLOWED and ALLOWED[name].fullmatch(str(value))}
        dropped = sum(1 for _ in self._said(record)) - len(kept) + _more(record)
        self.dropped += dropped
        return json.dumps(kept | ({"dropped": dropped} if dropped else {}))

    def _said(self, record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
        yield "at", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        yield "level", record.levelname
        yield "event", record.name if record.name != OURS else record.msg if record.msg in EVENTS else OURS
        number = getattr(getattr(record, "request", None), "number", "")
        if number:
            yield "request", number
        if record.exc_info and record.exc_info[0]:
            yield "fault", record.exc_info[0].__name__
            where = _where(record)
            if where:
                yield "where", where
        yield from dict(getattr(record, "told", {})).items()


def _more(record: logging.LogRecord) -> int:
    """How much a record holds beside: its words, if they are a library's or have values put in, and what else was given with it."""
    words = int(record.name != OURS or record.msg not in EVENTS or bool(record.args))
    return words + len(record.__dict__.keys() - _RECORD)


def _where(record: logging.LogRecord) -> str:
    """Where in our own files it went wrong, the innermost last: files and lines, no words."""
    found = []
    for frame in traceback.extract_tb(record.exc_info[2] if record.exc_info else None):
        path = Path(frame.filename)
        if path.is_relative_to(PACKAGE):
            found.append(f"{path.relative_to(PACKAGE).as_posix()}:{frame.lineno}")
    return " ".join(found[-FRAMES:])


def start_logging(where: str = "") -> None:
    """
    Have all that is logged from here on written as lines: to a file, or to standard error (`-`); without a place, faults alone, there.

    :raises Unavailable: where the file cannot be written.
    """
    try:
        handler = _file(Path(where)) if where and where != STDERR else logging.StreamHandler(sys.stderr)
    except OSError as error:
        raise Unavailable(f"The log that KINKEEPER_LOG names cannot be written: {error.strerror}.") from error
    handler.setFormatter(Lines())
    handler.setLevel(logging.INFO if where else logging.ERROR)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("django.request").setLevel(logging.ERROR)  # what was refused is in the line of the request
    logging.raiseExceptions = False  # a log that cannot be written would print the record whole


def _file(path: Path) -> logging.Handler:
    path.touch(mode=0o600)
    return WatchedFileHandler(path, encoding="utf-8")
