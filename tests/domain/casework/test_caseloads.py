"""Cases change hands when who is to have them accepts; documents are what their bytes say."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinkeeper.domain.casework import caseloads, documents
from kinkeeper.domain.casework.caseloads import AnswerCaseload, Caseload, CaseloadState, OfferCaseload
from kinkeeper.domain.casework.documents import Document, DocumentState, RecordDocument, kind_of
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import replace

OFFER = Caseload("CA-1", "ana", "luz", ("Pmaite", "Pkevin"), "2018-07-08")
DOCUMENT = Document("DO-1", "Pmaite", "Birth certificate", "2015-04-01", "scan.pdf", "pdf", 9, "0" * 64)


def offered() -> CaseloadState:
    state = CaseloadState()
    for entry in caseloads.decide(state, OfferCaseload(OFFER)):
        caseloads.evolve(state, entry)
    return state


def test_who_is_to_have_the_cases_accepts_them_and_only_once() -> None:
    state = offered()
    for entry in caseloads.decide(state, AnswerCaseload("CA-1", True, "2018-07-09", "", "luz")):
        caseloads.evolve(state, entry)
    assert (state.caseloads["CA-1",].answered, state.caseloads["CA-1",].answered_by) == ("accepted", "luz")
    with pytest.raises(Refused, match="No offer CA-1"):
        caseloads.decide(state, AnswerCaseload("CA-1", True, "2018-07-09", "", "luz"))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (AnswerCaseload("CA-1", True, "2018-07-09", "", "ana"), "offered to luz"),
        (AnswerCaseload("CA-1", True, "2018-07-09", "", "eva"), "nobody else"),
        (AnswerCaseload("CA-1", False, "2018-07-09", " ", "luz"), "why"),
        (AnswerCaseload("CA-1", False, "2018-07-09", " ", "ana"), "why"),
        (AnswerCaseload("CA-1", True, "soon", "", "luz"), "when"),
        (AnswerCaseload("CA-2", True, "2018-07-09", "", "luz"), "CA-2"),
    ],
)
def test_nobody_accepts_for_another(answer: AnswerCaseload, why: str) -> None:
    with pytest.raises(Refused, match=why):
        caseloads.decide(offered(), answer)
    assert caseloads.decide(offered(), AnswerCaseload("CA-1", False, "2018-07-09", "ill herself", "ana"))


@pytest.mark.parametrize(
    "bad", [replace(OFFER, children=()), replace(OFFER, to_owner="ana"), replace(OFFER, to_owner=" "), replace(OFFER, offered_at="x")]
)
def test_an_offer_of_nothing_or_to_nobody_is_refused(bad: Caseload) -> None:
    with pytest.raises(Refused):
        caseloads.decide(CaseloadState(), OfferCaseload(bad))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\0", "tiff"),
        ("Señora Xol dice que sí".encode(), "text"),
    ],
)
def test_what_a_file_is_its_bytes_say(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0",
        b"\x7fELF",
        b"PK\x03\x04",
        b"<html><script>1</script>",
        b"<?xml version='1.0'?><svg onload='x'/>",
        b"  < SCRIPT >",
        b"#!/bin/sh",
        b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"\xff\xfe\0",
    ],
)
def test_programs_and_web_pages_are_not_kept_whatever_they_are_called(content: bytes) -> None:
    with pytest.raises(Refused):
        kind_of(content)


@given(st.binary(max_size=200))
def test_of_any_bytes_it_is_told_or_refused(content: bytes) -> None:
    with contextlib.suppress(Refused):
        assert kind_of(content) in documents.TYPES


@pytest.mark.parametrize(
    "bad",
    [
        replace(DOCUMENT, about=""),
        replace(DOCUMENT, title=" "),
        replace(DOCUMENT, on="april"),
        replace(DOCUMENT, kind="exe"),
        replace(DOCUMENT, sha256="../../x"),
        replace(DOCUMENT, size=0),
    ],
)
def test_a_document_says_about_whom_and_what(bad: Document) -> None:
    with pytest.raises(Refused):
        documents.decide(DocumentState(), RecordDocument(bad))
