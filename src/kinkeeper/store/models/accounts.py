"""Accounts, what people prove with that an account is theirs, and how often something was tried."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.expressions import RawSQL


class StaffRow(models.Model):
    """Somebody whom an agency lets work here; made from the access log."""

    name = models.TextField(primary_key=True)
    agency = models.TextField()
    role = models.TextField()
    person = models.TextField()
    closed = models.BooleanField(default=False)

    class Meta:
        db_table = "staff"


class SignInManager(BaseUserManager):
    """Finds who signs in by the account's name, and with them the account, so that a page asks once."""

    def get_queryset(self) -> models.QuerySet:
        """Who signs in, each with the account's row as JSON in `staff`; None where there is no account."""
        account = "(SELECT to_jsonb(f) FROM public.staff f WHERE f.name = sign_in.name)"
        return super().get_queryset().annotate(staff=RawSQL(account, [], models.JSONField()))


class SignIn(AbstractBaseUser):
    """The proof that an account is somebody's: what Django and allauth know as a user. Says nothing of what they may do."""

    name = models.TextField(primary_key=True)
    is_active = models.BooleanField(default=True)
    short_password = models.BooleanField(default=False)
    """Whether the password is only long enough beside a second factor."""

    objects = SignInManager()
    USERNAME_FIELD = "name"
    SHORT = 15

    class Meta:
        db_table = "sign_in"

    def set_password(self, raw_password: str | None) -> None:
        """Keep the hash of a password, and whether it is a short one."""
        super().set_password(raw_password)
        self.short_password = raw_password is not None and len(raw_password) < self.SHORT


class IdentityRow(models.Model):
    """By what an account is known at a provider of proof."""

    pk = models.CompositePrimaryKey("name", "provider")
    name = models.TextField()
    provider = models.TextField()
    email = models.TextField(default="")
    subject = models.TextField(default="")

    class Meta:
        db_table = "identity"
        constraints = [
            models.UniqueConstraint(fields=["provider", "email"], condition=~models.Q(email=""), name="identity_email"),
            models.UniqueConstraint(fields=["provider", "subject"], condition=~models.Q(subject=""), name="identity_subject"),
        ]


class TriedRow(models.Model):
    """How often something was tried within one stretch of time: the server counts, whichever worker asks."""

    what = models.TextField(primary_key=True)
    count = models.IntegerField()
    until = models.DateTimeField()

    class Meta:
        db_table = "tried"
