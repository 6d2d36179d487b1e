"""Requests reach a thread when all of them is there, and answers leave it whole: whoever sends or reads slowly holds no thread.

There are few threads, each with its connection to the database. Where a thread itself waits for the rest of a form, as many slow
clients as there are threads keep everybody else out.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from sys import stderr
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from kinkeeper.site.room import with_room

IN_MEMORY = 1 << 20
"""Bytes of a request that are kept in memory; more wait in a file without a name."""
LARGEST = 4 << 30
"""Bytes of a request, files and all; a larger one is refused before all of it is there."""
SILENCE, WHOLE = 20.0, 900.0
"""Seconds until the next piece of a request, and until all of it is there."""

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application (PEP 3333)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as a whole."""

    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes


class WholeRequests:
    """An ASGI application that asks a WSGI application in one of a few threads."""

    def __init__(self, application: Application, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Read a request, have it answered, and send the answer."""
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            came = await arrive(receive, body)
            if came is None:
                return
            if came == HTTPStatus.OK:
                answer = await asyncio.get_running_loop().run_in_executor(self.pool, with_room, partial(self._answer, scope, body))
            else:
                answer = Answer(came, [(b"content-type", b"text/plain"), (b"connection", b"close")], f"{came.phrase}.\n".encode())
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.content})

    def _answer(self, scope: Mapping[str, Any], body: IO[bytes]) -> Answer:
        begun: dict[str, list[tuple[str, str]]] = {}

        def start_response(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> Callable[[bytes], Any]:
            begun.clear()
            begun[status] = headers
            return pieces.write

        pieces = BytesIO()
        told = self.application(environ_of(scope, body), start_response)
        try:
            pieces.writelines(told)
        finally:
            if hasattr(told, "close"):
                told.close()
        [(status, headers)] = begun.items()
        plain = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return Answer(int(status[:3]), plain, pieces.getvalue())


async def arrive(receive: Receive, body: IO[bytes]) -> HTTPStatus | None:
    """Wait until all of a request is in a file. None where it breaks off; what to answer where it is too large, or comes too slowly."""
    time = asyncio.get_running_loop().time
    length, more, last = 0, True, time() + WHOLE
    try:
        async with asyncio.timeout(SILENCE) as waiting:
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                more, piece = message.get("more_body", False), message.get("body", b"")
                if (length := length + len(piece)) > LARGEST:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                body.write(piece)
                waiting.reschedule(min(time() + SILENCE, last))
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    body.seek(0)
    return HTTPStatus.OK


def environ_of(scope: Mapping[str, Any], body: IO[bytes]) -> dict[str, Any]:
    """A request as WSGI tells it. A name with a low line is left out: it would pass for the header with a hyphen."""
    raw = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            key = name.decode("latin-1").upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{between}{value.decode('latin-1')}" if key in environ else value.decode("latin-1")
    return environ
