"""One page of the web, fetched with limits on everything that its server decides.

The name of a host is looked up once, every address it has is judged, and the connection goes to
one that was judged: what is connected to is what was allowed.  Nothing is run and nothing is kept.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import zlib
from dataclasses import dataclass, replace

from privet import __version__
from privet.pages import SIZE
from privet.site.addresses import SCHEMES, Refused, allowed, is_public, joined, plain
from privet.site.looked import same_site

AGENT = "privet"
SECONDS = 20.0
"""Longest that one answer may take, from the first look-up to the last byte, redirects included."""
MOST_REDIRECTS = 5
HEAD = 64_000
"""Most bytes of headers."""
REDIRECTS = frozenset((301, 302, 303, 307, 308))
PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""How an answer may be packed, with what zlib calls it."""
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    address: str
    """Where it was found in the end."""
    status: int
    kind: str
    """Its type, ``text/html``."""
    charset: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Door:
    """What may be asked for, and how names become addresses; tests put their own in its place."""

    private: str = ""
    """``private`` where addresses on this machine and its network, and any port, are allowed."""
    size: int = SIZE
    seconds: float = SECONDS

    def resolved(self, host: str, port: int) -> list[tuple[str, int]]:
        """The addresses of a host; Refused if one of them is private, for it could be the one that is used."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Refused("no-address") from None
        every = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self.private and not all(map(is_public, every)):
            raise Refused("address-private")
        return [(address, port) for address in every]


def fetch(address: str, door: Door) -> Answer:
    """What a server answers; raises Refused where it gives nothing that can be looked at.

    A redirect is followed within the site, each address judged like the first."""
    end = time.monotonic() + door.seconds
    met: set[str] = set()
    here = plain(address)
    while len(met) <= MOST_REDIRECTS:
        if here in met:
            break
        met.add(here)
        answer, onward = _once(here, door, end)
        if not onward:
            return answer
        there = plain(joined(here, onward))
        allowed(there, door.private)
        if not same_site(here, there):
            raise Refused("leads-away")
        here = there
    raise Refused("too-many-redirects")


def _once(address: str, door: Door, end: float) -> tuple[Answer, str]:
    """One request; with where the answer leads, if it does."""
    parts = allowed(address, door.private)
    host, scheme = parts.hostname or "", parts.scheme
    port = parts.port or SCHEMES[scheme]
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    with _Line(_connected(host, port, scheme, door, end), end) as line:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = line
        connection.default_port = SCHEMES[scheme]
        try:
            connection.request("GET", path, headers=_headers())
            response = connection.getresponse()
            answer = _answer(address, response, door, end)
            onward = response.getheader("Location", "") if response.status in REDIRECTS else ""
        except (http.client.HTTPException, OSError, ValueError, UnicodeError) as error:
            raise Refused("too-late" if isinstance(error, TimeoutError) else "bad-answer") from None
    return answer, onward


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"{AGENT}/{__version__}",
        "Accept": "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def connect(host: str, port: int, door: Door, end: float) -> socket.socket:
    """A connection to one of the judged addresses of a host."""
    for address in door.resolved(host, port):
        try:
            return socket.create_connection(address, timeout=max(end - time.monotonic(), 0.01))
        except TimeoutError:
            raise Refused("too-late") from None
        except OSError:
            continue
    raise Refused("no-answer")


def _connected(host: str, port: int, scheme: str, door: Door, end: float) -> socket.socket:
    plain_line = connect(host, port, door, end)
    if scheme == "http":
        return plain_line
    try:
        return ssl.create_default_context().wrap_socket(plain_line, server_hostname=host)
    except (ssl.SSLError, ssl.CertificateError):
        plain_line.close()
        raise Refused("no-trust") from None
    except OSError as error:
        plain_line.close()
        raise Refused("too-late" if isinstance(error, TimeoutError) else "no-answer") from None


class _Line:
    """A connection whose every wait ends when the time is up."""

    def __init__(self, line: socket.socket, end: float) -> None:
        self.line, self.end = line, end

    def sendall(self, data: bytes) -> None:
        self.line.settimeout(_left(self.end))
        self.line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """How the answer is read; ``mode`` is always for reading."""
        return io.BufferedReader(_Reader(self.line, self.end))

    def close(self) -> None:
        """The library lets go of a connection before the answer is read; ours stays until that is done."""

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *error: object) -> None:
        self.line.close()


class _Reader(io.RawIOBase):
    """Reads from a connection until the time is up."""

    def __init__(self, line: socket.socket, end: float) -> None:
        self.line, self.end = line, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # what io calls it with
        self.line.settimeout(_left(self.end))
        return self.line.recv_into(buffer)


def _left(end: float) -> float:
    """Seconds that are left; TimeoutError if there are none."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _answer(address: str, response: http.client.HTTPResponse, door: Door, end: float) -> Answer:
    """The answer with its body, unpacked, if it is a page."""
    kind = response.headers.get_content_type()
    charset = response.headers.get_content_charset("")
    empty = Answer(address, response.status, kind, charset, b"")
    if response.status in REDIRECTS:
        return empty
    return replace(empty, body=_body(response, door, end))


def _body(response: http.client.HTTPResponse, door: Door, end: float) -> bytes:
    """What the answer holds; Refused where that is too much, packed or not."""
    packed = response.getheader("Content-Encoding", "").strip().casefold()
    if packed not in (*PACKED, "", "identity"):
        raise Refused("bad-answer")
    unpack = zlib.decompressobj(PACKED[packed]) if packed in PACKED else None
    body = bytearray()
    taken = 0
    while chunk := response.read1(CHUNK):
        _left(end)
        taken += len(chunk)
        if taken > door.size:
            raise Refused("page-too-large")
        try:
            body += unpack.decompress(chunk, door.size + 1 - len(body)) if unpack else chunk
        except zlib.error:
            raise Refused("bad-answer") from None
        if len(body) > door.size or (unpack and unpack.unconsumed_tail):
            raise Refused("packed-too-large")
    if response.length or (unpack and not unpack.eof):  # it broke off
        raise Refused("bad-answer")
    return bytes(body)
