"""The way back together: a person's file, cases, warnings, inquiries."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kinkeeper.api.caller import Caller
from kinkeeper.api.listing import Here, Listed, Looking, Number, Page, cut, here, instant_of, opened, page_of, stand
from kinkeeper.api.nouns.families import OfPerson
from kinkeeper.api.operations import operation
from kinkeeper.domain.casework.inquiries import Inquiry
from kinkeeper.queries.casework.answering import InquiryFile, get_inquiry
from kinkeeper.queries.casework.case_file import CaseFile, get_case_file
from kinkeeper.queries.casework.caseload import Mine, get_caseload
from kinkeeper.queries.casework.inquiries import InquiriesBy
from kinkeeper.queries.casework.inquiries import list_inquiries as list_inquiries_by
from kinkeeper.queries.casework.warned import Warned, list_warnings
from kinkeeper.queries.families import get_person_alone

TAG = "Casework"


class File(msgspec.Struct, frozen=True):
    """A person's file as known from here."""

    file: CaseFile
    here: Here


class Cases(msgspec.Struct, frozen=True):
    """The cases of whoever asks, and the offers of cases that wait for an answer."""

    mine: Mine
    here: Here


class WarningsAsked(Listed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which warnings, and which page."""

    closed: Annotated[bool, Meta(description="Those that were closed, too.")] = False


class OfInquiry(Looking, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which inquiry."""

    inquiry_id: Number


class OneInquiry(msgspec.Struct, frozen=True):
    """An inquiry, and what may be said to who asks of each person who is meant."""

    inquiry: InquiryFile
    here: Here


@operation("GET", "/people/{person_id}/file", tag=TAG, summary="A person's file", whom=True)
def get_file(caller: Caller, asked: OfPerson) -> File:
    """The case with its steps and flags, clocks, custody, contacts, proofs, choices, hand-overs, warnings, tasks and documents."""
    viewer, standpoint = caller.viewer, stand(caller.viewer, asked)
    get_person_alone(viewer, asked.person_id, standpoint)
    return File(get_case_file(viewer, asked.person_id, standpoint, instant_of(standpoint)), here(standpoint))


@operation("GET", "/cases", tag=TAG, summary="Your open cases")
def list_cases(caller: Caller, asked: Looking) -> Cases:
    """The open cases that the account owns, and offers of cases to it or from it."""
    standpoint = stand(caller.viewer, asked)
    return Cases(get_caseload(caller.viewer, standpoint), here(standpoint))


@operation("GET", "/warnings", tag=TAG, summary="Warnings", name="list_warnings")
def warnings(caller: Caller, asked: WarningsAsked) -> Page[Warned]:
    """What a rule or somebody says is wrong, and who must answer it now; those that climbed highest first."""
    asked = opened(asked)
    standpoint = stand(caller.viewer, asked)
    found = list_warnings(caller.viewer, standpoint, instant_of(standpoint), closed=asked.closed)
    return page_of(asked, standpoint, cut(asked, found), len(found))


@operation("GET", "/inquiries", tag=TAG, summary="Inquiries, open ones first")
def list_inquiries(caller: Caller, asked: Listed) -> Page[Inquiry]:
    """Relatives, lawyers and hotlines who look for somebody."""
    asked = opened(asked)
    standpoint = stand(caller.viewer, asked)
    found = list_inquiries_by(caller.viewer, standpoint, InquiriesBy({}, to_the_end=True), page=asked.page, size=asked.limit)
    return page_of(asked, standpoint, found.rows, found.count)


@operation("GET", "/inquiries/{inquiry_id}", tag=TAG, summary="An inquiry", name="get_inquiry")
def one_inquiry(caller: Caller, asked: OfInquiry) -> OneInquiry:
    """Who asks, who is meant, and what may be said of each: what is not there is not said."""
    standpoint = stand(caller.viewer, asked)
    return OneInquiry(get_inquiry(caller.viewer, asked.inquiry_id, standpoint), here(standpoint))


OPERATIONS = (get_file, list_cases, warnings, list_inquiries, one_inquiry)
