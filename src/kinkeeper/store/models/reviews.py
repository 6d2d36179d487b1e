"""Questions left to people, what their readers say, and the lots drawn; each version during [since, until)."""

from django.db import models


class QuestionRow(models.Model):
    """A question that the machine asks. It has no time of its own in the world."""

    pk = models.CompositePrimaryKey("subject", "one", "other", "since")
    subject = models.TextField()
    one = models.TextField()
    other = models.TextField()
    probability = models.DecimalField(max_digits=5, decimal_places=4)
    why = models.TextField()
    reunites = models.BooleanField()
    relation = models.TextField()
    evidence = models.JSONField()
    withdrawn = models.BooleanField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "question"


class JudgementRow(models.Model):
    """What one reader says of one question."""

    pk = models.CompositePrimaryKey("subject", "one", "other", "reader", "since")
    subject = models.TextField()
    one = models.TextField()
    other = models.TextField()
    reader = models.TextField()
    answer = models.TextField()
    reason = models.TextField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "judgement"
        indexes = [models.Index(fields=["reader", "since"], name="judgement_reader")]


class DrawRow(models.Model):
    """A lot drawn among the pairs left apart between two probabilities."""

    pk = models.CompositePrimaryKey("subject", "below", "since")
    subject = models.TextField()
    below = models.TextField()
    least = models.TextField()
    population = models.BigIntegerField()
    drawn = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "draw"


class ModelRow(models.Model):
    """What one step has learnt that signs are worth."""

    pk = models.CompositePrimaryKey("step", "since")
    step = models.TextField()
    version = models.IntegerField()
    program = models.TextField()
    weights = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "model"


class MentionRow(models.Model):
    """Kin named in free text that somebody follows up no further."""

    pk = models.CompositePrimaryKey("mention_id", "since")
    mention_id = models.TextField()
    person_id = models.TextField()
    told = models.JSONField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)

    class Meta:
        db_table = "mention"
        indexes = [
            models.Index(fields=["person_id"], name="mention_person"),
            models.Index(fields=["since"], name="mention_came_at"),
        ]
