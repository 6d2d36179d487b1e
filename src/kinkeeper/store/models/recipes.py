"""Recipes: how each sender's files are read."""

from django.db import models


class RecipeRow(models.Model):
    """A recipe for as long as it is in force; `said` is the whole of it as JSON text."""

    pk = models.CompositePrimaryKey("sender", "layout", "since")
    sender = models.TextField()
    layout = models.TextField()
    said = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "recipe"
