"""The addresses of the API, made from the operations. A program's requests carry no cookie, and so need no proof against forgery."""

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from kinkeeper.api.catalog import by_path
from kinkeeper.api.description import description
from kinkeeper.api.edge import answer, nothing_there
from kinkeeper.api.operations import Operation

View = Callable[..., HttpResponse]


def _door(view: View) -> View:
    """A view that asks itself who it is: it is asked without a sign-in, and what a session sends it checks itself."""
    return csrf_exempt(login_not_required(view))


def _view(operations: Mapping[str, Operation]) -> View:
    def view(request: HttpRequest, **told: str) -> HttpResponse:
        return answer(request, operations, told)

    return _door(view)


def _route(pattern: str) -> str:
    return pattern.removeprefix("/").replace("{", "<str:").replace("}", ">")


def _patterns() -> list[URLPattern]:
    found = [path("openapi.json", _door(description), name="openapi")]
    for pattern, operations in by_path().items():
        name = next(iter(operations.values())).name
        found.append(path(_route(pattern), _view(operations), name=name))
    return [*found, path("<path:elsewhere>", _door(nothing_there), name="nothing"), path("", _door(nothing_there), name="nothing")]


app_name = "api"
urlpatterns = _patterns()
