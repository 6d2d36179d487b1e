"""The search box: takes what was typed, keeps it out of the address, and shows the list."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kinkeeper.web import searches


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """To the list of children apart, searched; without words to the whole list. The standpoint is kept."""
    kept = {name: request.POST[name] for name in ("day", "known") if request.POST.get(name)}
    text = request.POST.get("text", "").strip()
    if not text:
        return HttpResponseRedirect(_list(kept))
    word = searches.new_word()
    response = HttpResponseRedirect(_list({**kept, "search": word}))
    searches.keep(request, response, word, text)
    return response


def _list(parameters: dict[str, str]) -> str:
    return reverse("separations") + ("?" + urlencode(parameters) if parameters else "")
