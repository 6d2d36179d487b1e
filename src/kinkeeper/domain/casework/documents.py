"""A document about a person. Its file is kept once, by the hash of its bytes; what it is, its bytes say and not its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kinkeeper.domain.dates import Moment, is_moment
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.facts import Fact, replace

SIGNATURES = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"))
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg", "tiff": "image/tiff", "text": "text/plain; charset=utf-8"}
"""Kind -> media type. Nothing else is kept: no program, no web page, no office file that can carry a program."""
MOST_BYTES = 25_000_000
ACTIVE = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe|\?xml)|^#!", re.IGNORECASE)
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
HASH = re.compile(r"[0-9a-f]{64}")


class Document(Fact, frozen=True):
    """A document: about whom, what, of which day, and the file."""

    document_id: str
    about: str
    title: str
    on: Moment
    name: str
    """As the file was called."""
    kind: str
    size: int
    sha256: str
    source: str = ""
    """From whom it came."""
    withdrawn: str = ""
    """Why it counts no longer: it stays in history."""


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """Keep a document about a person, or say that it counts no longer."""

    document: Document

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """What of the state it concerns."""
        return ((self.document.document_id,),)


class DocumentRecorded(Fact, frozen=True):
    """There is a document about a person, or it counts no longer."""

    document: Document

    @property
    def key(self) -> tuple[str, ...]:
        """What it is about."""
        return (self.document.document_id,)


@dataclass(slots=True)
class DocumentState:
    """The documents, by id."""

    documents: dict[tuple[str, ...], Document] = field(default_factory=dict)


def decide(state: DocumentState, command: RecordDocument) -> Iterable[DocumentRecorded]:
    """The document, unless it is known so.

    :raises Refused: where it is about nobody, says not what it is, or names no kept file of a kind that is kept;
        where it is known already and more is changed than that it counts no longer.
    """
    one = command.document
    if not one.about or not one.title.strip():
        raise Refused("A document is about a person and has a title.")
    if one.on and not is_moment(one.on):
        raise Refused("Write the day of the document as 2018-07-08, or leave it empty.")
    if one.kind not in TYPES or not HASH.fullmatch(one.sha256) or not 0 < one.size <= MOST_BYTES:
        raise Refused(
            "The file must be one of %(known)s, of at most %(most_bytes)s MB.", known=", ".join(TYPES), most_bytes=MOST_BYTES // 1000000
        )
    known = state.documents.get((one.document_id,))
    if known == one:
        return []
    if known and known.withdrawn:
        raise Refused(
            "Document %(document_id)s was withdrawn already: %(withdrawn)s", document_id=one.document_id, withdrawn=known.withdrawn
        )
    if known and replace(known, withdrawn=one.withdrawn) != one:
        raise Refused(
            "Document %(document_id)s is known already. It can be withdrawn, not changed: keep the right one as another.",
            document_id=one.document_id,
        )
    return [DocumentRecorded(one)]


def evolve(state: DocumentState, entry: DocumentRecorded) -> DocumentState:
    """The state after an entry."""
    state.documents[entry.key] = entry.document
    return state


def kind_of(content: bytes) -> str:
    """
    What a file is, by its bytes.

    :raises Refused: for an empty or too large file, a program, a web page, a PDF that carries one, or what nobody can tell.
    """
    if not content or len(content) > MOST_BYTES:
        raise Refused("The file is empty, or larger than %(most_bytes)s MB.", most_bytes=MOST_BYTES // 1000000)
    kind = next((kind for signature, kind in SIGNATURES if content.startswith(signature)), "")
    if kind == "pdf" and ACTIVE_PDF.search(content):
        raise Refused("This PDF carries a program or another file. Print it to a new PDF and send that.")
    if kind:
        return kind
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if NO_TEXT.search(text) or ACTIVE.search(content):
        raise Refused("What this file is cannot be told, or it is a program or a web page. Kept are: %(known)s.", known=", ".join(TYPES))
    return "text"
