"""What staff say and what the rules say of it, in the reader's language."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinkeeper.domain.court.clocks import State
from kinkeeper.domain.court.regimes import Verdict

STATES: dict[str, Any] = {
    State.LATE: gettext_lazy("Late"),
    State.UNSURE: gettext_lazy("Late or not: the record does not say"),
    State.RUNNING: gettext_lazy("Runs"),
    State.TOLLED: gettext_lazy("Time does not count"),
    State.EXCEPTED: gettext_lazy("Excepted"),
    State.MET: gettext_lazy("Met in time"),
    State.MET_LATE: gettext_lazy("Met too late"),
    State.NOT_COVERED: gettext_lazy("No longer covered"),
}

VERDICTS: dict[str, Any] = {
    Verdict.PERMITTED: gettext_lazy("Permitted by the rule of that day"),
    Verdict.NOT_PERMITTED: gettext_lazy("Not permitted by the rule of that day"),
    Verdict.NEEDS_TEST: gettext_lazy("Needs a test of parentage, or why there could be none"),
    Verdict.NEEDS_FINDING: gettext_lazy("Needs a finding that the adult is unfit or a danger"),
    Verdict.NO_REASON: gettext_lazy("No reason is recorded"),
    Verdict.NO_LIMIT: gettext_lazy("No order entered here limited the reasons on that day"),
}

RULES: dict[str, Any] = {
    "": gettext_lazy("Said by a person"),
    "reason": gettext_lazy("Reason not permitted"),
    "departure-stopped": gettext_lazy("Departure stopped"),
    "stop-overridden": gettext_lazy("Stop overridden"),
    "removed-unasked": gettext_lazy("Removed without a choice on record"),
    "need-left-behind": gettext_lazy("A need was left behind"),
    "separation-unexplained": gettext_lazy("Nobody wrote down why"),
    "clock-soon": gettext_lazy("A clock is near its end"),
    "clock-late": gettext_lazy("A clock is late"),
    "transfer-overdue": gettext_lazy("Nobody answers a transfer"),
    "count-mismatch": gettext_lazy("A count does not hold"),
}

ROLES: dict[str, Any] = {
    "supervisor": gettext_lazy("supervisor"),
    "head": gettext_lazy("head of the agency"),
    "inspector": gettext_lazy("inspector"),
    "case_manager": gettext_lazy("case manager"),
    "receiving_custodian": gettext_lazy("receiving custodian"),
}

BACK: dict[str, Any] = {
    "confirmed": gettext_lazy("Back with the family, confirmed by custody records"),
    "reported": gettext_lazy("Back with the family, as reported from outside"),
    "no_record": gettext_lazy("No record that the child is back. That is not the same as not back."),
}

ACTIONS: dict[str, Any] = {
    "try": gettext_lazy("Try this contact"),
    "call_again": gettext_lazy("Call again"),
    "ask_for_new_number": gettext_lazy("Ask them for a new number"),
    "search_on_the_ground": gettext_lazy("Every contact is dead: search on the ground"),
    "find_first_contact": gettext_lazy("No way to reach this person is known: find a first one"),
}

SAYINGS: dict[str, Any] = {
    "match": gettext_lazy("Say who is meant by an inquiry"),
    "verify-asker": gettext_lazy("Say how it was made sure who asks"),
    "answer-inquiry": gettext_lazy("Record the answer to an inquiry"),
    "placement": gettext_lazy("Say where a person is or was"),
    "dispute": gettext_lazy("Dispute a statement"),
    "retract": gettext_lazy("Retract a statement"),
    "supersede": gettext_lazy("Say that another statement takes its place"),
    "lift-objection": gettext_lazy("Lift an objection"),
    "designation": gettext_lazy("Record a designation"),
    "milestone": gettext_lazy("Record a call, a notice or a hearing"),
    "account": gettext_lazy("Write down a separation"),
    "claim": gettext_lazy("Record a claimed count"),
    "need": gettext_lazy("Record a need"),
    "offer": gettext_lazy("Offer a transfer"),
    "acknowledge": gettext_lazy("Acknowledge a transfer"),
    "refuse": gettext_lazy("Refuse or withdraw a transfer"),
    "tag": gettext_lazy("Give a tag"),
    "retire-tag": gettext_lazy("Retire a tag"),
    "scan": gettext_lazy("Scan a tag"),
    "beds": gettext_lazy("Report beds"),
    "warning": gettext_lazy("Warn of something"),
    "answer": gettext_lazy("Answer a warning"),
    "close-warning": gettext_lazy("Close a warning"),
    "case": gettext_lazy("Open a case"),
    "step": gettext_lazy("Record a step as done"),
    "flag": gettext_lazy("Raise a flag"),
    "close-flag": gettext_lazy("Close a flag"),
    "close-case": gettext_lazy("Close a case"),
    "proof": gettext_lazy("Record evidence of parentage"),
    "decision": gettext_lazy("Record a parent’s choice"),
    "revoke-decision": gettext_lazy("Record that a parent took a choice back"),
    "departure": gettext_lazy("Plan a departure"),
    "override": gettext_lazy("Override a stop"),
    "contact": gettext_lazy("Record a way to reach a person"),
    "attempt": gettext_lazy("Record an attempt"),
    "inquiry": gettext_lazy("Record an inquiry"),
    "aftercare": gettext_lazy("Record what is known after a release"),
    "task": gettext_lazy("Give a task or leave a note"),
    "list-member": gettext_lazy("Put a child on a list or off it"),
    "adjustment": gettext_lazy("Record an exception, a tolling or an extension"),
    "revoke-adjustment": gettext_lazy("Take an adjustment back"),
}

FIELDS: dict[str, Any] = {
    "inquiry_id": gettext_lazy("Inquiry"),
    "how": gettext_lazy("How it was made sure"),
    "given": gettext_lazy("Given names"),
    "surnames": gettext_lazy("Surnames"),
    "born": gettext_lazy("Date of birth"),
    "a_number": gettext_lazy("A-number"),
    "subject": gettext_lazy("Against a record or a placement"),
    "id": gettext_lazy("Its number"),
    "instead": gettext_lazy("The number of the one that takes its place"),
    "why": gettext_lazy("Why. It stays on the record, with your name"),
    "person_id": gettext_lazy("Person"),
    "child": gettext_lazy("Child"),
    "adult": gettext_lazy("Adult"),
    "about": gettext_lazy("About whom"),
    "custodian": gettext_lazy("Custodian"),
    "place": gettext_lazy("Place"),
    "start": gettext_lazy("From"),
    "end": gettext_lazy("Until"),
    "end_reason": gettext_lazy("How it ended"),
    "end_as_recorded": gettext_lazy("How it ended, as recorded"),
    "released_to": gettext_lazy("Released to"),
    "code": gettext_lazy("Designation"),
    "at": gettext_lazy("When"),
    "on": gettext_lazy("Of which day"),
    "zone": gettext_lazy("Time zone"),
    "column": gettext_lazy("Recorded or derived"),
    "reason": gettext_lazy("Reason"),
    "step": gettext_lazy("Step"),
    "words": gettext_lazy("In words"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "separated_on": gettext_lazy("Separated on"),
    "agency": gettext_lazy("Agency"),
    "reason_as_recorded": gettext_lazy("Reason, word for word"),
    "reason_code": gettext_lazy("Reason, sorted"),
    "facts": gettext_lazy("What happened"),
    "evidence": gettext_lazy("Evidence"),
    "deciding_officer": gettext_lazy("Deciding officer"),
    "supervisor": gettext_lazy("Supervisor"),
    "looked_into": gettext_lazy("How the doubt about parentage was looked into"),
    "looked_into_words": gettext_lazy("Which test, or why there could be none"),
    "finding": gettext_lazy("Finding that the adult is unfit or a danger"),
    "second_reader": gettext_lazy("Second reader"),
    "corrects": gettext_lazy("Why it is corrected"),
    "said_by": gettext_lazy("Who says so"),
    "claimed": gettext_lazy("Number"),
    "unit": gettext_lazy("Unit"),
    "definition": gettext_lazy("Definition"),
    "from_day": gettext_lazy("First day"),
    "until_day": gettext_lazy("Last day"),
    "source": gettext_lazy("Source"),
    "kind": gettext_lazy("Kind"),
    "since": gettext_lazy("Since"),
    "until": gettext_lazy("Until"),
    "ended": gettext_lazy("Ended"),
    "ended_because": gettext_lazy("Why it ended"),
    "from_custodian": gettext_lazy("From custodian"),
    "from_place": gettext_lazy("From place"),
    "to_custodian": gettext_lazy("To custodian"),
    "to_place": gettext_lazy("To place"),
    "offered_at": gettext_lazy("Offered"),
    "answer_by": gettext_lazy("To be answered by"),
    "needs": gettext_lazy("Needs that travel with the person"),
    "because": gettext_lazy("Why"),
    "transfer_id": gettext_lazy("Transfer"),
    "needs_read": gettext_lazy("Needs that were read"),
    "given_at": gettext_lazy("Given"),
    "tag": gettext_lazy("Tag"),
    "retired_because": gettext_lazy("Why it is worn no longer"),
    "program": gettext_lazy("Program"),
    "free": gettext_lazy("Free beds"),
    "youngest": gettext_lazy("Youngest age"),
    "oldest": gettext_lazy("Oldest age"),
    "sex": gettext_lazy("Sex"),
    "role": gettext_lazy("Who must answer"),
    "hours": gettext_lazy("Within how many hours"),
    "caused_by": gettext_lazy("Whose act it is about"),
    "warning_id": gettext_lazy("Warning"),
    "answer": gettext_lazy("What is done about it"),
    "plan": gettext_lazy("Plan"),
    "owner": gettext_lazy("Owner"),
    "due": gettext_lazy("Due"),
    "flag_id": gettext_lazy("Flag"),
    "outcome": gettext_lazy("Outcome"),
    "result": gettext_lazy("Result"),
    "laboratory": gettext_lazy("Laboratory"),
    "index": gettext_lazy("Parentage index"),
    "prior": gettext_lazy("Probability before the test"),
    "choice": gettext_lazy("Choice"),
    "language": gettext_lazy("Language"),
    "interpreter": gettext_lazy("Interpreter"),
    "explained": gettext_lazy("What was explained"),
    "counsel": gettext_lazy("Counsel"),
    "reconsider_until": gettext_lazy("Time to reconsider until"),
    "signed_at": gettext_lazy("Signed"),
    "revoked_at": gettext_lazy("Taken back"),
    "revoked_words": gettext_lazy("Taken back, in words"),
    "decision_id": gettext_lazy("Choice"),
    "planned_at": gettext_lazy("Planned for"),
    "departure_id": gettext_lazy("Departure"),
    "value": gettext_lazy("Number or address"),
    "consent": gettext_lazy("Consent"),
    "attempts": gettext_lazy("Attempts"),
    "contact_id": gettext_lazy("Contact"),
    "asker": gettext_lazy("Who asks"),
    "asker_name": gettext_lazy("Name of who asks"),
    "how_to_answer": gettext_lazy("How to answer"),
    "looks_for": gettext_lazy("For whom"),
    "verified": gettext_lazy("How it was verified who asks"),
    "matched": gettext_lazy("Persons who are meant"),
    "answered_at": gettext_lazy("Answered"),
    "told": gettext_lazy("What was said"),
    "told_by": gettext_lazy("Who says so"),
    "confidence": gettext_lazy("How sure"),
    "next_due": gettext_lazy("To be asked again on"),
    "done_at": gettext_lazy("Done"),
    "done_words": gettext_lazy("Done, in words"),
    "order_id": gettext_lazy("Order"),
    "version": gettext_lazy("Version"),
    "standing": gettext_lazy("On the list or off it"),
    "clock": gettext_lazy("Clock"),
    "ground": gettext_lazy("Ground"),
    "adjustment_id": gettext_lazy("Adjustment"),
}

WHEN = gettext_lazy("As 2018-07-08 or 2018-07-08T10:30.")
LIST = gettext_lazy("Several are parted by commas.")


def left(time: timedelta) -> str:
    """`2 days 3 hours`; `over by 5 hours` where it is over."""
    minutes = int(abs(time).total_seconds()) // 60
    days, hours = minutes // 1440, minutes % 1440 // 60
    told = [ngettext("%(n)s day", "%(n)s days", days) % {"n": days}] if days else []
    if days < 3:
        told.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if not days and not hours:
        told = [ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}]
    words = " ".join(told)
    return _("over by %(time)s") % {"time": words} if time < timedelta() else words
