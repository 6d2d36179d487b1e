"""Where each page stands."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", include("kinkeeper.api.urls")), path("", include("kinkeeper.web.urls"))]
