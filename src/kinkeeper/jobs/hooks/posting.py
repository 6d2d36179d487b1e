"""One POST to an address that an agency gave, which may lead anywhere: asked for once, held to that, and nothing of the answer is read.

The host's addresses are asked for once; where one of them is not public nothing is sent, else those are connected to and no others, so
that a name that means something else a moment later changes nothing. No redirect is followed. Five seconds in all; of the answer the
status alone is read.
"""

import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from time import monotonic

from kinkeeper.domain.access.hooks import Network, Target, may_reach, target_of
from kinkeeper.domain.errors import Refused, Unavailable

PATIENCE_SECONDS = 5.0


class NotTaken(Unavailable):
    """A receiver did not say that it has what was sent."""

    code = "hook_not_taken"


def post(address: str, body: bytes, headers: Mapping[str, str], networks: Sequence[Network] = ()) -> int:
    """
    Send something. Returns the status by which the receiver says that it has it.

    :raises NotTaken: where it does not, or nothing may be sent there.
    """
    try:
        target = target_of(address, networks)
    except Refused as error:
        raise NotTaken(str(error)) from error
    numbers = _numbers_of(target, networks)
    try:
        status = _answered(target, numbers, body, headers)
    except ssl.SSLError as error:
        raise NotTaken("TLS with it failed: its certificate, or no TLS at all.") from error
    except (OSError, HTTPException, ValueError) as error:
        raise NotTaken(f"It did not answer as HTTP within {PATIENCE_SECONDS:.0f} seconds.") from error
    if not 200 <= status < 300:
        raise NotTaken(f"It answered {status}.")
    return status


def _numbers_of(target: Target, networks: Sequence[Network]) -> list[str]:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotTaken("Its name is not known.") from error
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not may_reach(numbers, target, networks):
        raise NotTaken("Nothing is sent there: it is an address of a private network, of this computer, or without TLS.")
    return numbers


def _connected(numbers: Sequence[str], port: int, until: float) -> socket.socket:
    """To the first of these addresses that answers in time."""
    for number in numbers[:-1]:
        with suppress(OSError):
            return socket.create_connection((number, port), timeout=max(0.1, (until - monotonic()) / 2))
    return socket.create_connection((numbers[-1], port), timeout=max(0.1, until - monotonic()))


def _answered(target: Target, numbers: Sequence[str], body: bytes, headers: Mapping[str, str]) -> int:
    until = monotonic() + PATIENCE_SECONDS
    link = _connected(numbers, target.port, until)
    link.settimeout(PATIENCE_SECONDS)
    if target.is_private:
        link = ssl.create_default_context().wrap_socket(link, server_hostname=target.host, do_handshake_on_connect=False)
    # A receiver that sends a letter now and then would never be too slow for the time-out of the socket.
    end = Timer(max(0.1, until - monotonic()), _cut, [link])
    end.start()
    try:
        if isinstance(link, ssl.SSLSocket):
            link.do_handshake()
        connection = HTTPConnection(target.host, target.port)
        connection.sock, connection.auto_open = link, 0  # to there, and to nowhere else
        connection.request("POST", target.path, body, {"Host": target.named, **headers})
        return connection.getresponse().status
    finally:
        end.cancel()
        link.close()


def _cut(link: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(link, socket.SHUT_RDWR)
