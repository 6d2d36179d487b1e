"""The file of one person: what is due, where the person is and who answers, what was said, and what can be said next."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kinkeeper.domain.access import Viewer, rights_of
from kinkeeper.domain.casework.decisions import counts, flaws
from kinkeeper.domain.casework.departures import Stand
from kinkeeper.domain.casework.parentage import posterior
from kinkeeper.domain.casework.plans import open_steps
from kinkeeper.queries.casework.case_file import CaseFile, get_case_file
from kinkeeper.queries.casework.doubtful import list_doubtful
from kinkeeper.queries.casework.news import list_news
from kinkeeper.queries.casework.warned import together
from kinkeeper.queries.standpoint import Standpoint
from kinkeeper.reports.words import OUTCOMES
from kinkeeper.web import person_file
from kinkeeper.web.asked import carried, instant_of_view, read_standpoint
from kinkeeper.web.frame import show
from kinkeeper.web.last_look import LastLook, last_look_at
from kinkeeper.web.leads.next_step import lead_of
from kinkeeper.web.sections import Cell, Section, cells, say_link
from kinkeeper.web.viewer import viewer_of
from kinkeeper.web.views.due import clock_title
from kinkeeper.web.views.warnings import WARNED, Reading, warning_row
from kinkeeper.web.words.casework import DOUBTS, FIELDS, VERDICTS
from kinkeeper.web.words.clocks import STATES, clock_day, left
from kinkeeper.web.words.codes import value
from kinkeeper.web.words.custodians import look
from kinkeeper.web.words.dates import exact, long_day
from kinkeeper.web.words.names import full
from kinkeeper.web.words.news import news_words
from kinkeeper.web.words.reasons import reason


@require_GET
def case(request: HttpRequest, person_id: str) -> HttpResponse:
    """Everything about one person's way, what is urgent first."""
    looked = read_standpoint(request)
    file = get_case_file(viewer_of(request), person_id, looked[0], instant_of_view(looked[0]))
    last = last_look_at(request, [person_id])
    kept = carried(request)
    doubtful = _doubtful(request, file, looked[0])
    sections = (*_news(request, file, looked[0], last), *case_sections(file, kept, viewer_of(request), doubtful))
    lead = lead_of(file, instant_of_view(looked[0]))
    context = {
        "section": "case",
        "heading": full(file.person),
        "sections": sections,
        "lines": person_file.lines(file),
        "paper": reverse("case-pdf", args=[person_id]) + kept,
        "family_link": reverse("person", args=[person_id]) + kept,
        "nearest": lead[1],
        "file_of": person_id,
        "next_step": lead[0],
        "may_report": "report" in rights_of(viewer_of(request)) and not looked[0].is_past,
    }
    return show(request, "kinkeeper/sections.html", context, looked)


def case_sections(file: CaseFile, kept: str, viewer: Viewer, doubtful: tuple[Section, ...] = ()) -> tuple[Section, ...]:
    """The file's tables, what is urgent first."""
    return (
        _warnings(file, kept, viewer),
        _clocks(file),
        _separations(file, kept),
        *_case(file),
        _decisions(file, kept),
        _proofs(file, kept),
        *doubtful,
        person_file.needs(file),
        person_file.transfers(file),
        person_file.contacts(file),
        person_file.after(file),
        person_file.designations(file),
        person_file.documents(file),
        person_file.tasks(file),
        *person_file.inquiries(file),
    )


def _news(request: HttpRequest, file: CaseFile, standpoint: Standpoint, last: LastLook) -> tuple[Section, ...]:
    """What has come since the reader last looked; nothing where they never have."""
    if not last.seen:
        return ()
    rows = []
    for one in list_news(viewer_of(request), _me(file), standpoint, last.seen):
        title, section, said = news_words(one, file.orders)
        rows.append(cells(Cell(title, f"#{section}", is_new=True), said, f"{exact(one.recorded_at)} UTC", f"{one.position:,}"))
    columns = (_("What"), _("In words"), _("Recorded"), _("Entry"))
    title = _("Since you last looked, %(at)s UTC") % {"at": exact(last.at)}
    return (Section("news", title, columns, tuple(rows), _("Nothing is new.")),)


def _doubtful(request: HttpRequest, file: CaseFile, standpoint: Standpoint) -> tuple[Section, ...]:
    """The reports of where the person was in which something does not fit; nothing where all fit."""
    found = list_doubtful(viewer_of(request), _me(file), standpoint, instant_of_view(standpoint).date().isoformat())
    rows = tuple(
        cells(
            look(one.stay.custodian).long,
            one.stay.place,
            exact(one.stay.start) or "–",
            exact(one.stay.end) or "–",
            Cell("; ".join(str(DOUBTS[doubt]) for doubt in one.doubts), strong=True),
            one.source,
        )
        for one in found
    )
    note = _("All are kept and none is mended: which is wrong, only somebody who asks can know. On the family’s page each can be disputed.")
    columns = (_("Custodian"), _("Place"), _("From"), _("Until"), _("What does not fit"), _("Source"))
    return (Section("doubtful", _("Reports that do not fit"), columns, rows, "", note=note),) if rows else ()


def _person(file: CaseFile, person: str, kept: str) -> Cell:
    if not person:
        return Cell("–")
    portrait = file.names.get(person)
    return Cell(full(portrait) if portrait else person, reverse("case", args=[person]) + kept)


def _me(file: CaseFile) -> str:
    return file.person.person_id


def _warnings(file: CaseFile, kept: str, viewer: Viewer) -> Section:
    reading = Reading({_me(file): file.person}, kept, file.orders, viewer)
    rows = tuple(warning_row(one, reading) for one in together(file.warnings))
    links = (say_link(_("Warn of something"), "warning", person_id=_me(file)),)
    return Section("warnings", _("Warnings"), WARNED(), rows, _("Nothing is warned of."), links).without(_("About"))


def _clocks(file: CaseFile) -> Section:
    rows = tuple(
        cells(
            clock_title(one, file.orders.get(one.clock.order_id)),
            Cell(STATES[one.reading.state], strong=one.reading.state == "late"),
            left(one.reading.left),
            clock_day(one, file.orders.get(one.clock.order_id)),
            exact(one.clock.started),
            exact(one.clock.met),
            one.clock.owner,
        )
        for one in file.clocks
    )
    columns = (_("Clock"), _("State"), _("Time left"), _("Due, where the court sits"), _("Started"), _("Met"), _("Who must act"))
    links = (
        say_link(_("Record a call, a notice or a hearing"), "milestone", person_id=_me(file)),
        say_link(_("Record an exception, a tolling or an extension"), "adjustment", child=_me(file)),
    )
    return Section("clocks", _("Clocks"), columns, rows, _("No order in force sets a clock for this person."), links)


def _separations(file: CaseFile, kept: str) -> Section:
    rows = [
        cells(
            _person(file, one.adult if one.child == _me(file) else one.child, kept),
            long_day(one.separated_on) or _("day not known"),
            reason(one.reason_code),
            OUTCOMES[one.outcome],
            _("by custody records"),
            "",
        )
        for one in (*file.apart, *file.children)
    ]
    for told in file.accounts:
        one, complete = told.account, told.completeness
        missing = ", ".join(str(FIELDS.get(name, name)) for name in complete.missing)
        score = _("%(score)s %% complete") % {"score": complete.score} + (f": {_('missing')} {missing}" if missing else "")
        said = f"{reason(one.reason_code)} (“{one.reason_as_recorded}”)" if one.reason_as_recorded else reason(one.reason_code)
        verdict = Cell(VERDICTS[complete.judged.verdict], strong=complete.judged.verdict not in ("permitted", "no_limit"))
        other = one.adult if one.child == _me(file) else one.child
        rows.append(cells(_person(file, other, kept), long_day(one.separated_on), said, verdict, one.deciding_officer or one.agency, score))
    columns = (_("From whom"), _("Since"), _("Reason"), _("Outcome or verdict"), _("Who says so"), _("Complete"))
    links = (say_link(_("Write down a separation"), "account", child=_me(file)),)
    return Section("separations", _("Separations"), columns, tuple(rows), _("No separation is known."), links)


def _case(file: CaseFile) -> tuple[Section, ...]:
    one = file.case
    if one is None:
        opening = (say_link(_("Open a case"), "case", child=_me(file)),)
        return (Section("case", _("The way back together"), (_("Step"),), (), _("No case is open."), opening),)
    done = {step.step: step for step in one.done}
    may = {step.step for step in open_steps(one.plan, done)}
    spanish = (get_language() or "en").startswith("es")
    titles = {step.step: step.titulo if spanish else step.title for step in one.plan.steps}
    rows = []
    for step in one.plan.steps:
        title = titles[step.step]
        if step.step in done:
            rows.append(cells(title, _("done"), exact(done[step.step].at), done[step.step].by, ""))
        elif step.step in may and not (step.stopped_by_flags and one.open_flags):
            link = say_link(_("Record as done"), "step", child=one.child, step=step.step)
            rows.append(cells(title, Cell(_("may be done now"), strong=True), "", step.owner, Cell(link.words, link.href)))
        else:
            waits = [name for name in step.after if name not in done]
            why = _("waits for %(steps)s") % {"steps": ", ".join(titles[name] for name in waits)} if waits else _("stopped by an open flag")
            rows.append(cells(title, why, "", step.owner, ""))
    flags = tuple(
        cells(
            flag.kind,
            flag.words,
            flag.owner,
            long_day(flag.due),
            Cell(_("closed: %(why)s") % {"why": flag.closed_because})
            if flag.closed_by
            else Cell(_("Close"), say_link("", "close-flag", child=one.child, flag_id=flag.flag_id).href),
        )
        for flag in one.flags
    )
    ended = _("Ended: %(outcome)s, %(day)s.") % {"outcome": value(one.outcome), "day": long_day(one.closed_at)} if one.outcome else ""
    plan = one.plan.titulo if spanish else one.plan.title
    links = (say_link(_("Raise a flag"), "flag", child=one.child), say_link(_("Close a case"), "close-case", child=one.child))
    return (
        Section(
            "case",
            _("The way back together: %(plan)s") % {"plan": plan},
            (_("Step"), _("State"), _("When"), _("Whose"), _("Next step")),
            tuple(rows),
            "",
            links,
            ended,
        ),
        Section("flags", _("Flags"), (_("Kind"), _("In words"), _("Owner"), _("Due"), _("State")), flags, _("No flag was raised.")),
    )


def _decisions(file: CaseFile, kept: str) -> Section:
    rows = []
    for one in file.decisions:
        lacks = ", ".join(str(FIELDS.get(name, name)) for name in flaws(one))
        stands = (
            _("counts")
            if counts(one)
            else _("taken back")
            if one.revoked_at
            else _("does not count: lacks %(what)s") % {"what": lacks or "–"}
        )
        back = Cell(_("Take back"), say_link("", "revoke-decision", decision_id=one.decision_id).href) if not one.revoked_at else Cell("")
        rows.append(
            cells(
                _person(file, one.adult, kept),
                _person(file, one.child, kept),
                value(one.choice),
                exact(one.at),
                Cell(stands, strong=not counts(one)),
                back,
            )
        )
    for gone in file.departures:
        by = f" ({gone.overridden_by})" if gone.overridden_by else ""
        rows.append(
            cells(
                _person(file, gone.adult, kept),
                "",
                value(gone.kind),
                exact(gone.planned_at),
                Cell(f"{value(gone.stand)}{by}", strong=gone.stand != "cleared"),
                Cell(gone.departure_id, say_link("", "override", departure_id=gone.departure_id).href)
                if gone.stand == Stand.STOPPED
                else gone.departure_id,
            )
        )
    columns = (_("Parent"), _("Child"), _("Choice or departure"), _("When"), _("Stands"), _("Next step"))
    links = (
        say_link(_("Record a parent’s choice"), "decision", child=_me(file)),
        say_link(_("Plan a departure"), "departure", adult=_me(file)),
    )
    return Section("decisions", _("Choices of the parent, and departures"), columns, tuple(rows), _("No choice is on record."), links)


def _proofs(file: CaseFile, kept: str) -> Section:
    words = {
        "supports": _("supports parentage"),
        "not_biological_parent": _("not the biological parent: look into step-parent, adoption, guardian and other kin"),
        "inconclusive": _("inconclusive"),
    }
    rows = tuple(
        cells(
            _person(file, one.adult, kept),
            value(one.kind),
            words[one.result],
            long_day(one.on),
            one.laboratory,
            _("%(posterior)s (before the test: %(prior)s)") % {"posterior": posterior(one.index, one.prior), "prior": one.prior}
            if one.kind == "dna"
            else "",
            one.words,
        )
        for one in file.proofs
    )
    columns = (_("Adult"), _("Kind"), _("Result"), _("Of which day"), _("Laboratory"), _("Probability"), _("In words"))
    links = (say_link(_("Record evidence of parentage"), "proof", child=_me(file)),)
    return Section("proofs", _("Evidence of parentage"), columns, rows, _("No evidence is on record."), links)
