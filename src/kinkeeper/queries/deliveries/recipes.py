"""Recipes in force."""

import msgspec
from django.db import connection

from kinkeeper.domain.access import Viewer, require
from kinkeeper.domain.deliveries.recipes import Recipe
from kinkeeper.queries.access.reading import shows_nobody


@shows_nobody("how files are read")
def list_recipes(viewer: Viewer) -> list[Recipe]:
    """The recipes in force, by sender and layout.

    :raises NotAllowed: if the viewer may not read.
    """
    require(viewer, "read")
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM recipe WHERE until IS NULL ORDER BY sender, layout")
        return [msgspec.json.decode(said, type=Recipe) for (said,) in cursor.fetchall()]
