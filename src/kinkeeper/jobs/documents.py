"""Keep a document about a person: looked at by its bytes, kept once by their hash, recorded through the one door."""

from hashlib import sha256
from pathlib import Path, PurePath
from secrets import token_hex

from kinkeeper.domain.access import Actor, require
from kinkeeper.domain.casework.documents import MOST_BYTES, Document, DocumentState, RecordDocument, decide, kind_of
from kinkeeper.domain.errors import Refused
from kinkeeper.domain.requests import Receipt, Request
from kinkeeper.gateway import submit
from kinkeeper.gateway.files import keep_file
from kinkeeper.queries.requests import find_receipt


def add_document(path: Path, about: Document, *, actor: Actor, request_id: str = "") -> Receipt:
    """
    Keep a file and record what it is. `about` says whom and what; its kind, size and hash are read from the file.

    :raises NotAllowed: if the actor may not report.
    :raises Refused: for a file of a kind that is not kept, and where the rules refuse what is said of it.
    """
    require(actor, "report")
    known = find_receipt(actor, request_id) if request_id else None
    if known:
        return known
    if path.stat().st_size > MOST_BYTES:
        raise Refused("The file is larger than %(most_bytes)s MB.", most_bytes=MOST_BYTES // 1000000)
    content = path.read_bytes()
    one = Document(
        document_id=f"DO-{token_hex(6)}",
        about=about.about,
        title=about.title,
        on=about.on,
        name=PurePath(about.name.replace("\\", "/")).name[:200] or "file",
        kind=kind_of(content),
        size=len(content),
        sha256=sha256(content).hexdigest(),
        source=about.source,
    )
    list(decide(DocumentState(), RecordDocument(one)))  # what the rules refuse leaves no file behind
    keep_file(path, actor=actor, right="report")
    return submit([Request(request_id or f"document:{token_hex(16)}", RecordDocument(one))], actor=actor)[0]
