"""The store as Django knows it."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of the ledger and the read tables."""

    name = "kinkeeper.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
