"""What a person can be found by: the keys of each record, and how common words are. Made from the records that count."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class FindableRow(models.Model):
    """One record that has a name or a number, as it is compared, and its keys (`linkage/finding/keys.py`)."""

    record_id = models.TextField(primary_key=True)
    line = models.TextField()
    """Given names, surnames, birth, sex, nationality and A-number, a tab between two (`Lasting.line`)."""
    keys = ArrayField(models.IntegerField())

    class Meta:
        db_table = "findable"
        indexes = [GinIndex(fields=["keys"], name="findable_keys", fastupdate=False)]


class FindableValueRow(models.Model):
    """How many findable records have a word of a name, a sex, a nationality; with kind `record`, how many there are; with kind `sound`, how
    many words of their names are heard so."""

    pk = models.CompositePrimaryKey("kind", "value")
    kind = models.TextField()
    value = models.TextField()
    sound = models.IntegerField()
    near = ArrayField(models.IntegerField())
    """Of a word's sound and of all that is left of it without any one letter."""
    count = models.IntegerField()

    class Meta:
        db_table = "findable_value"
        indexes = [GinIndex(fields=["near"], name="findable_value_near", fastupdate=False)]


class SoughtRow(models.Model):
    """An inquiry that nobody has answered: who is looked for, as records are compared, and the keys that records meet it by."""

    inquiry_id = models.TextField(primary_key=True)
    given = models.TextField()
    surnames = models.TextField()
    born = models.TextField()
    a_number = models.TextField()
    keys = ArrayField(models.IntegerField())

    class Meta:
        db_table = "sought"
        indexes = [GinIndex(fields=["keys"], name="sought_keys", fastupdate=False)]
