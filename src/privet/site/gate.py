"""The gate between a browser and the network: a proxy on this machine that judges every address.

A browser looks names up by itself and can be led to a private address; through the gate it cannot,
because the gate looks the name up once and connects to what it judged.
"""

from __future__ import annotations

import select
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

from privet.site.addresses import Refused
from privet.site.fetching import Door, connect

SECONDS = 60.0
"""Longest that one connection stays open."""
HEAD = 64_000
CHUNK = 65_536
MOST_BYTES = 50_000_000
"""Most that one connection brings."""
MOST_OPEN = 100
PORTS = frozenset((80, 443))
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
ESTABLISHED = b"HTTP/1.1 200 OK\r\n\r\n"


class Gate:
    """A proxy that listens while it is open."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.room = threading.BoundedSemaphore(MOST_OPEN)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self) -> Gate:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, self.room, suppress(OSError, ValueError, UnicodeError):
            client.settimeout(SECONDS)
            head, rest = _head(client)
            method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            tunnel = method == "CONNECT"
            parts = urlsplit(f"//{target}" if tunnel else target)
            port = parts.port or 80
            try:
                server = self._connected(parts.hostname or "", port)
            except Refused:
                client.sendall(REFUSED)
                return
            with server:
                if tunnel:
                    client.sendall(ESTABLISHED)
                else:
                    server.sendall(_direct(head, target) + rest)
                _carry(client, server)

    def _connected(self, host: str, port: int) -> socket.socket:
        if not self.door.private and port not in PORTS:
            raise Refused("address-port")
        return connect(host, port, self.door, time.monotonic() + self.door.seconds)


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    """The head of a request, and what came after it; ValueError if it does not end."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = client.recv(CHUNK)
        data += chunk
        if not chunk or len(data) > HEAD:
            raise ValueError
    head, _, rest = data.partition(b"\r\n\r\n")
    return head, rest


def _direct(head: bytes, target: str) -> bytes:
    """The head as the server itself wants it: a path, one answer, and no words for a proxy."""
    first, *lines = head.split(b"\r\n")
    parts = urlsplit(target)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    method, _, version = first.split(b" ", 2)
    kept = [line for line in lines if not line.lower().startswith((b"proxy-", b"connection:"))]
    return b"\r\n".join([b" ".join((method, path.encode("latin-1"), version)), *kept, b"Connection: close", b"", b""])


def _carry(client: socket.socket, server: socket.socket) -> None:
    """What each says goes to the other, until one is done or it is too much."""
    end, carried = time.monotonic() + SECONDS, 0
    while time.monotonic() < end and carried < MOST_BYTES:
        ready, _, _ = select.select([client, server], [], [], 1.0)
        for line in ready:
            data = line.recv(CHUNK)
            if not data:
                return
            carried += len(data)
            (server if line is client else client).sendall(data)
