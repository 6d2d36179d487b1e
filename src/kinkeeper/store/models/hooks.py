"""Hooks: where programs are told of what changed, and how far they are."""

from django.db import models


class HookRow(models.Model):
    """A hook: for whom, where to, its sealed secret, up to which entry it is told, and what came of the last try."""

    hook_id = models.TextField(primary_key=True)
    account = models.TextField()
    words = models.TextField()
    address = models.TextField()
    purpose = models.TextField()
    secret = models.BinaryField()
    made_by = models.TextField()
    position = models.BigIntegerField()
    sending = models.BigIntegerField(null=True)
    failed = models.IntegerField(default=0)
    said = models.TextField(default="")
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hook"
