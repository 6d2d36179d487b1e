"""Which children apart a page is asked for: by its filters, and by what was searched for in this browser."""

from django.http import HttpRequest

from kinkeeper.queries.choosing import Chosen
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.web.at_work.searched import Searched, searched_for
from kinkeeper.web.forms import FilterForm


def asked_children(request: HttpRequest, standpoint: Standpoint) -> tuple[Searched | None, FilterForm, Chosen]:
    """What was searched for, the form of the filters, and which children are meant by both."""
    form = FilterForm(request.GET)
    searched = searched_for(request, standpoint)
    return searched, form, form.chosen(searched.persons if searched else None)
