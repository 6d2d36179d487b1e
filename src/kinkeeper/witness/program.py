"""The checker: one file that needs Python and the package `cryptography`, and nothing of Kinkeeper's.

    python3 kinkeeper-check.pyz receipt FILE --key KEY
    python3 kinkeeper-check.pyz checkpoint FILE --key KEY
    python3 kinkeeper-check.pyz consistency OLDER NEWER --log FOLDER
    python3 kinkeeper-check.pyz log FOLDER --key KEY --checkpoint FILE
    python3 kinkeeper-check.pyz witness FOLDER --log KEY --name NAME

Where FOLDER is, an address such as https://agency.example.gov does as well. Exit status: 0 good; 4 not; 2 nothing that can be read.
"""

import argparse
import sys
from pathlib import Path

from kinkeeper.domain.errors import KinkeeperError, LedgerBroken
from kinkeeper.ledger.checkpoint import Checkpoint
from kinkeeper.ledger.lines import Unreadable
from kinkeeper.ledger.note import Untrusted
from kinkeeper.ledger.policy import Policy
from kinkeeper.ledger.proof import NotProven
from kinkeeper.witness.checks import (
    Verdict,
    check_checkpoint,
    check_consistency,
    check_log,
    check_receipt,
    read_checkpoint,
    read_text,
    read_trust,
)
from kinkeeper.witness.copies import LogCopy
from kinkeeper.witness.cosigner import make_witness, parse_address, read_logs, run

UNUSABLE, BROKEN = 2, 4


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments say. Returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        if options.what == "witness":
            _witness(options)
            return 0
        verdict = _check(options)
    except (LedgerBroken, NotProven, Untrusted) as error:
        sys.stderr.write(f"{error}\n")
        return BROKEN
    except KinkeeperError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    except KeyboardInterrupt:
        return 1
    sys.stdout.write("".join(f"{sentence}\n" for sentence in verdict.sentences))
    return 0


def _check(options: argparse.Namespace) -> Verdict:
    match options.what:
        case "consistency":
            return check_consistency(_checkpoint(options.older), _checkpoint(options.newer), LogCopy(options.log))
        case "log":
            saved = [_checkpoint(path) for path in options.checkpoint]
            return check_log(LogCopy(options.place), read_trust(options.policy, options.key), saved)
        case "checkpoint":
            return check_checkpoint(read_checkpoint(options.file), _trust(options))
    return check_receipt(read_text(options.file), _trust(options), [_checkpoint(path) for path in options.checkpoint])


def _witness(options: argparse.Namespace) -> None:
    logs, address = read_logs(options.log), parse_address(options.listen)
    key = make_witness(options.folder, options.name)
    sys.stderr.write(f"Its key:\n{key.verifier}\nIt answers at http://{options.listen}\n")
    run(options.folder, logs, address)


def _checkpoint(path: Path) -> Checkpoint:
    return Checkpoint.parse(read_checkpoint(path).text)


def _trust(options: argparse.Namespace) -> Policy:
    trust = read_trust(options.policy, options.key)
    if trust is None:
        raise Unreadable("Whom to believe? Give the log's key (--key), or a policy (--policy).")
    return trust


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kinkeeper-check", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    whats = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    trust = argparse.ArgumentParser(add_help=False)
    trust.add_argument("--key", default="", help="the log's key, or a file with it")
    trust.add_argument("--policy", type=Path, help="a policy: logs, witnesses, and how many have to agree (tlog-policy)")
    saved = argparse.ArgumentParser(add_help=False)
    saved.add_argument("--checkpoint", type=Path, action="append", default=[], help="a checkpoint that was saved, or typed from paper")
    whats.add_parser("receipt", parents=[trust, saved], help="is this receipt good").add_argument("file", type=Path)
    whats.add_parser("checkpoint", parents=[trust], help="who signed this checkpoint").add_argument("file", type=Path)
    whats.add_parser("log", parents=[trust, saved], help="is this copy of the log whole").add_argument("place")
    consistency = whats.add_parser("consistency", help="was nothing changed between two checkpoints")
    consistency.add_argument("older", type=Path)
    consistency.add_argument("newer", type=Path)
    consistency.add_argument("--log", required=True, help="a copy of the log: a folder or an address")
    witness = whats.add_parser("witness", help="be a witness")
    witness.add_argument("folder", type=Path)
    witness.add_argument("--log", action="append", required=True, help="a log's key, or a file with it")
    witness.add_argument("--name", default="", help="of a new key")
    witness.add_argument("--listen", default="127.0.0.1:8340", metavar="HOST:PORT")
    return parser
