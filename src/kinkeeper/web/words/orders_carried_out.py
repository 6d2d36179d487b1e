"""What an order to seal or expunge does and how it stands, as the public reads it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinkeeper.queries.log.orders import OrderLine
from kinkeeper.web.words.dates import long_day


def order_words(one: OrderLine) -> str:
    """`Destroys what 3 entries say of persons, and 1 kept file.`"""
    count = one.entries
    entries = {
        "seal": ngettext("Hides what %(count)s entry says of persons.", "Hides what %(count)s entries say of persons.", count),
        "unseal": ngettext("Shows again what %(count)s entry says.", "Shows again what %(count)s entries say.", count),
        "expunge": ngettext("Destroys what %(count)s entry says of persons.", "Destroys what %(count)s entries say of persons.", count),
    }[one.effect] % {"count": count}
    files = ngettext("And %(count)s kept file.", "And %(count)s kept files.", one.files) % {"count": one.files}
    return f"{entries} {files}" if one.files else entries


def order_standing(one: OrderLine) -> str:
    """How far it has come."""
    if one.standing == "approved":
        return _("Approved; will be carried out from %(day)s on.") % {"day": long_day(one.due)}
    proposed = _("Proposed; a second person has to approve it.")
    return {"proposed": proposed, "done": _("Carried out."), "rejected": _("Rejected.")}[one.standing]
