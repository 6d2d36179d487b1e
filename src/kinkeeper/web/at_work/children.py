"""Which children apart a page is asked for: by its filters, and by what was searched for in this browser."""

from dataclasses import dataclass

from django.http import HttpRequest

from kinkeeper.queries.choosing import Chosen
from kinkeeper.queries.searching.persons import find_persons_alike
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web import searches
from kinkeeper.web.forms import FilterForm
from kinkeeper.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched for, if anything, and who was found. `text` None: this browser does not know the search."""

    word: str
    text: str | None
    persons: frozenset[str] | None


def asked_children(request: HttpRequest, standpoint: Standpoint) -> tuple[Searched | None, FilterForm, Chosen]:
    """What was searched for, the form of the filters, and which children are meant by both."""
    form = FilterForm(request.GET)
    word = request.GET.get("search", "")
    text = searches.recall(request, word) if word else None
    persons = frozenset(find_persons_alike(viewer_of(request), text, standpoint).why) if text else None
    return (Searched(word, text, persons) if word else None), form, form.chosen(persons)
