"""A browser without a screen: pages asked for and read as text, on the scene."""

import html
import re
from html.parser import HTMLParser
from typing import Any


def client(language: str = "en") -> Any:
    """A client that speaks a language and keeps its cookies."""
    from django.test import Client

    return Client(SERVER_NAME="localhost", headers={"accept-language": language})


def words(response: Any) -> str:
    """What a page says: its text without tags, blanks as one."""
    text = re.sub(r"<(script|style|symbol|title)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def queries_of(ask: Any) -> int:
    """How many questions a request put to the database."""
    from django.db import connection

    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return len(seen)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(response: Any) -> list[tuple[str, dict[str, str | None]]]:
    """Every tag of a page with its attributes, as a browser reads them."""
    reader = _Tags()
    reader.feed(response.content.decode())
    return reader.found
