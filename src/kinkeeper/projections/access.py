"""Agreements of agencies and consents of persons: a new version at each word about one."""

from kinkeeper.domain.access import agreements, consents
from kinkeeper.projections.things import Things

AGREEMENTS = Things(
    "agreement",
    ("agreement_id",),
    agreements,
    agreements.AgreementState,
    agreements.Agreement,
    ("giver", "reader", "counts", "first", "ends"),
    lambda one: (one.giver, one.reader, one.counts, one.first_day, agreements.opening(one).until),
)
CONSENTS = Things(
    "consent",
    ("consent_id",),
    consents,
    consents.ConsentState,
    consents.Consent,
    ("person_id", "agency", "first", "ends"),
    lambda one: (one.person_id, one.agency, one.first_day, consents.opening(one).until),
)
THINGS = {"agreements": AGREEMENTS, "consents": CONSENTS}
