"""A request reaches the pages when all of it is there; one that comes too slowly, too large or breaks off never does."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from kinkeeper.site import whole_requests
from kinkeeper.site.whole_requests import Message, WholeRequests

SCOPE = {
    **{"type": "http", "method": "POST", "path": "/a b", "raw_path": b"/a%20b%ff?x=1", "query_string": b"x=1", "http_version": "1.1"},
    **{"scheme": "http", "server": ("127.0.0.1", 8000), "client": ("192.0.2.7", 5)},
    "headers": [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x_forwarded_proto", b"https"), (b"content-type", b"text/plain")],
}
PIECE: Message = {"type": "http.request", "body": b"half", "more_body": True}
END: Message = {"type": "http.request", "body": b" and half", "more_body": False}


def ask(*messages: Message, fault: bool = False) -> tuple[list[Message], list[dict[str, Any]]]:
    """What is answered to these messages, after which there is silence; and what reached the pages."""
    reached: list[dict[str, Any]] = []

    def pages(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        reached.append(environ | {"read": environ["wsgi.input"].read()})
        if fault:
            raise ZeroDivisionError
        start_response("201 Created", [("Content-Type", "text/plain")])
        return iter([b"one ", b"two"])

    async def answered() -> list[Message]:
        sent: list[Message] = []
        coming = list(messages)

        async def receive() -> Message:
            return coming.pop(0) if coming else await asyncio.sleep(60, PIECE)

        async def send(message: Message) -> None:
            sent.append(message)

        await WholeRequests(pages, 1)(SCOPE, receive, send)
        return sent

    return asyncio.run(answered()), reached


def test_it_is_told_as_it_was_sent_and_answered_whole() -> None:
    (start, body), [told] = ask(PIECE, END)
    assert (start["status"], start["headers"], body["body"]) == (201, [(b"content-type", b"text/plain")], b"one two")
    assert told["read"] == b"half and half" and told["PATH_INFO"] == "/a b\xff" and told["QUERY_STRING"] == "x=1"
    assert told["HTTP_COOKIE"] == "a=1; b=2" and told["CONTENT_TYPE"] == "text/plain" and told["REMOTE_ADDR"] == "192.0.2.7"
    assert "HTTP_X_FORWARDED_PROTO" not in told, "a name with a low line does not pass for the header of the server in front"


def test_half_a_request_reaches_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_requests, "SILENCE", 0.05)
    (start, _), reached = ask(PIECE)
    assert start["status"] == 408 and reached == []
    monkeypatch.setattr(whole_requests, "SILENCE", 60)
    monkeypatch.setattr(whole_requests, "WHOLE", 0.05)
    (start, _), reached = ask(PIECE, PIECE)
    assert start["status"] == 408 and reached == [], "a letter now and then does not keep it open either"


def test_one_that_is_too_large_or_breaks_off_reaches_none_either(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(PIECE, {"type": "http.disconnect"}) == ([], [])
    monkeypatch.setattr(whole_requests, "LARGEST", 8)
    (start, _), reached = ask(PIECE, PIECE, END)
    assert start["status"] == 413 and reached == []


def test_a_fault_is_the_server_s_to_tell() -> None:
    with pytest.raises(ZeroDivisionError):
        ask(END, fault=True)
