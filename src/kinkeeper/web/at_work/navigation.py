"""Where the pages are: a few that everybody opens all day stand alone, the others in menus, each by the rights of who looks."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from kinkeeper.web.words.counts import more_than


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address's name, the section it is, its words, the right it needs; `key` after g opens it; what of it is counted.

    `few`: that is counted no further than to tell that it is many.
    """

    name: str
    section: str
    words: Any
    right: str = "read"
    key: str = ""
    counted: str = ""
    few: bool = False
    stands: bool = True
    """Whether it looks from a standpoint, which links to it carry along."""


@dataclass(frozen=True, slots=True)
class Item:
    """A page as it stands in the navigation."""

    words: Any
    href: str
    current: bool
    key: str = ""
    count: int | None = None
    few: bool = False

    @property
    def more_than(self) -> int:
        """What is said where there are many: that there are more than so many; else 0."""
        return more_than(self.count or 0) if self.few else 0


@dataclass(frozen=True, slots=True)
class Menu:
    """Pages under one word; `here` is the one that is open, if it is one of them."""

    words: Any
    items: tuple[Item, ...]

    @property
    def here(self) -> Item | None:
        """The page that is open."""
        return next((item for item in self.items if item.current), None)


ALONE = (
    Page("home", "home", gettext_lazy("Home"), key="h", stands=False),
    Page("separations", "separations", gettext_lazy("Children apart"), key="a", counted="nav_children_apart"),
    Page("families", "families", gettext_lazy("Families"), key="f"),
    Page("intake", "intake", gettext_lazy("Take a family in"), "report", "n", stands=False),
    Page("imports", "imports", gettext_lazy("Import"), "import", "i", stands=False),
    Page("review", "review", gettext_lazy("Review"), key="r", counted="nav_waiting", few=True),
)
MENUS: tuple[tuple[Any, Sequence[Page]], ...] = (
    (
        gettext_lazy("Work"),
        (
            Page("due", "due", gettext_lazy("What is due"), key="d"),
            Page("caseload", "caseload", gettext_lazy("My cases"), key="c"),
            Page("warnings", "warnings", gettext_lazy("Warnings"), key="w"),
            Page("at-once", "at-once", gettext_lazy("Many rows at once"), stands=False),
            Page("inquiries", "inquiries", gettext_lazy("Inquiries")),
            Page("mentions", "mentions", gettext_lazy("Kin in free text")),
            Page("meetings", "meetings", gettext_lazy("Lists"), key="l"),
            Page("own-views", "own-views", gettext_lazy("My views")),
            Page("sayings", "say", gettext_lazy("Record something")),
        ),
    ),
    (
        gettext_lazy("Custody and court"),
        (
            Page("custody", "custody", gettext_lazy("Custody")),
            Page("orders", "orders", gettext_lazy("Orders")),
            Page("reports", "reports", gettext_lazy("Reports"), key="p"),
            Page("proof", "proof", gettext_lazy("Proof"), "", stands=False),
        ),
    ),
    (
        gettext_lazy("Access"),
        (
            Page("agreements", "agreements", gettext_lazy("Agreements"), "", stands=False),
            Page("exports", "exports", gettext_lazy("Exports"), "", stands=False),
            Page("oversight", "oversight", gettext_lazy("Oversight"), "oversee"),
            Page("tokens", "tokens", gettext_lazy("Tokens"), "administer", stands=False),
            Page("hooks", "hooks", gettext_lazy("Hooks"), "administer", stands=False),
        ),
    ),
)


def navigation(
    may: Collection[str], section: str, carried: str, counts: dict[str, int | None]
) -> tuple[tuple[Item, ...], tuple[Menu, ...]]:
    """The pages that stand alone, and the menus, as far as somebody with these rights may open them."""

    def items(pages: Sequence[Page]) -> Iterator[Item]:
        for page in pages:
            if not page.right or page.right in may:
                href = reverse(page.name) + (carried if page.stands else "")
                yield Item(page.words, href, page.section == section, page.key, counts.get(page.counted), page.few)

    menus = (Menu(words, tuple(items(pages))) for words, pages in MENUS)
    return tuple(items(ALONE)), tuple(menu for menu in menus if menu.items)
