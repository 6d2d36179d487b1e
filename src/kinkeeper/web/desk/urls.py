"""The import desk's addresses, below `imports/`."""

from django.urls import URLPattern, path

from kinkeeper.web.views import imports

urlpatterns: list[URLPattern] = [
    path("", imports.imports, name="imports"),
    path("put-down/", imports.put_down, name="put-down"),
    path("<str:file_id>/", imports.import_file, name="import"),
    path("<str:file_id>/say/", imports.work_on_file, name="work-on-file"),
    path("<str:file_id>/refused/", imports.refused, name="refused"),
    path("came-in/<str:extract_id>/withdraw/", imports.withdraw, name="withdraw"),
]
