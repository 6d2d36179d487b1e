"""What the first reader would otherwise wait for."""

from collections.abc import Iterable
from pathlib import Path

from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

TEMPLATES = Path(__file__).parent / "templates"


def warm(languages: Iterable[str]) -> None:
    """Read the addresses, every page, and the words of these languages, before anybody asks."""
    get_resolver().url_patterns  # noqa: B018
    for page in sorted(TEMPLATES.rglob("*.*")):
        get_template(page.relative_to(TEMPLATES).as_posix())
    for language in languages:
        with translation.override(language):
            translation.gettext("Child")
