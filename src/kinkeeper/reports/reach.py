"""For whom a report was counted: the viewer's reach is part of what each figure means."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kinkeeper.domain.access import Viewer
from kinkeeper.domain.access.decisions import Reach, arrests, reach_of

WORDS: dict[Reach, Any] = {
    Reach.EVERYBODY: _("For a viewer who may know of everybody: nobody is left out."),
    Reach.CONCERNED: _("For a viewer of %(agency)s: only persons of whom, or of whose family, that agency holds a record."),
    Reach.OWN: _("For a viewer of %(agency)s: only persons of whom that agency holds a record, and nothing of families."),
    Reach.ASSIGNED: _("For counsel: only persons assigned to %(name)s."),
    Reach.NOBODY: _("For a viewer who may know of nobody."),
}
LESS = _(
    "For a viewer of %(agency)s, which arrests: only persons whom custody records name, and nothing of sponsors, shelters and counsel."
)


def counted_for(viewer: Viewer) -> Any:
    """Whom the viewer may know of, and so whom a report made for them counts, in words."""
    words = LESS if arrests(viewer) else WORDS[reach_of(viewer)]
    return words % {"agency": viewer.agency, "name": viewer.name}
