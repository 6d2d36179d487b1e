"""Tokens of programs, of which the server keeps a hash; and the keys under which programs sent statements."""

from django.db import models


class TokenRow(models.Model):
    """A token: whose it is, how far it reaches, and the hash of its secret part."""

    token_id = models.TextField(primary_key=True)
    account = models.TextField()
    words = models.TextField()
    scopes = models.TextField()
    purpose = models.TextField()
    secret = models.BinaryField()
    made_by = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "token"
        indexes = [models.Index(fields=["account"], name="token_account")]


class SentRow(models.Model):
    """What was sent under a key: a hash of it, so that the same key is not taken for something else."""

    key = models.TextField(primary_key=True)
    digest = models.BinaryField()

    class Meta:
        db_table = "sent"
