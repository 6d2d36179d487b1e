"""Every page there is, from the table of addresses: a new one is among them by itself, or asks for a sample of what is in its address."""

from collections.abc import Iterator, Mapping

from tests.web.scene import FAMILY, KEVIN, MAITE
from tests.web.test_casework_pages import TOKEN

SAMPLES: Mapping[str, tuple[str, ...]] = {
    "family": (f"{FAMILY}/", f"{FAMILY}/?statements=all&zoom=weeks", f"{FAMILY}/?known=24"),
    "looks": (f"{FAMILY}/looks/",),
    "family-pdf": (f"{FAMILY}/pdf/",),
    "case-pdf": (f"{MAITE}/file/pdf/",),
    "person": (f"{KEVIN}/?known=16",),
    "case": (f"{MAITE}/file/", f"{KEVIN}/file/"),
    "add-document": (f"{MAITE}/file/document/",),
    "referral": ("TR-1/",),
    "tag": (f"{TOKEN}/",),
    "inquiry": ("IN-1/",),
    "order": ("ms-l-2018/",),
    "say": ("milestone/", "decision/", "account/", "scan/", "acknowledge/", "hand-over-cases/"),
    "report": ("census/", "days_apart/?against=17", "over_time/", "lists/", "court/"),
    "receipt": ("3/",),
    "found": ("?search=none",),
    "families": ("", "?apart=some&age=0-4&child_with=ORR"),
    "inquiries": ("", "?state=open&asker=relative"),
    "custody": ("", "?overdue=no"),
    "separations": ("", "?child_with=ORR&adult_with=ICE&age=0-4&order=youngest", "?known=yesterday"),
}
"""Name of a page -> what comes after the fixed beginning of its address, each of which is looked at."""

NO_PAGES = frozenset(
    {
        *(
            "export",
            "export-file",
            "list-to-take",
            "exchange-to-take",
            "report-file",
            "receipt-file",
            "document",
            "docket",
            "old-checkpoint",
            "policy",
            "checker",
        ),
        *("checkpoint", "log_key", "tile"),
        *("taken-in", "taken-in-unshown", "pair", "meeting", "go", "import", "work-on-file", "refused", "withdraw"),
        *("account_logout", "account_inactive", "account_signup", "account_reset_password", "account_email", "account_set_password"),
        *("mfa_edit_webauthn", "mfa_remove_webauthn"),
        *("elsewhere", "elsewhere-back", "go-on", "demonstration_enter"),
    }
)
"""Files and parts of the log; pages that stand only in the middle of something, which their own tests look at; what is closed."""


def every_route() -> Iterator[tuple[str, str]]:
    """Name and address of every route of the pages; what varies in it as `<...>`."""
    from django.urls import URLPattern, get_resolver

    def below(patterns: list[object], before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            route = before + str(one.pattern)  # type: ignore[attr-defined]
            if isinstance(one, URLPattern):
                yield one.name or "", route
            elif not route.startswith("api/"):
                yield from below(one.url_patterns, route)  # type: ignore[attr-defined]

    yield from below(get_resolver().url_patterns, "/")


def every_page() -> Iterator[tuple[str, str]]:
    """Name and address of every page that somebody may ask for, what varies in it filled in.

    :raises AssertionError: for a page with something in its address and no sample of it.
    """
    for name, route in every_route():
        if name in NO_PAGES or route.startswith("/api/"):
            continue
        fixed, varies, _ = route.partition("<")
        assert not varies or name in SAMPLES, f"{name}: say in tests/web/routes.py what is to be looked at of {route}"
        for rest in SAMPLES.get(name, ("",)):
            yield name, fixed + rest
