"""Requests are taken in whole before a thread works on them.

A sender that is slow then holds no thread, and one that sends too much no memory: others are
served meanwhile.  What the server runs is :data:`application`, in granian's own protocol.
"""

from __future__ import annotations

import asyncio
import atexit
import io
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol
from urllib.parse import urlsplit

from granian._granian import RSGIProtocolClosed as ProtocolClosed

from privet.web.wsgi import application as pages

LARGEST = 1_600_000
"""Most bytes of a body; an answers file has at most a megabyte, and a form has some more around it."""
THROWN_AWAY = 20_000_000
"""A body above this is not even read to its end."""
SMALL = 65_536
"""Bodies above this wait for a place, so that all of them together have a bound."""
PLACES = 16
PATIENCE = 30.0
"""Seconds in which a body must have come."""
THREADS = 4
WAITING = 200
"""Requests that may wait for a thread; more are told to come back."""

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]


class Scope(Protocol):
    """What granian says of a request."""

    method: str
    path: str
    query_string: str
    client: str
    http_version: str
    headers: Any


class Line(Protocol):
    """The line to the sender."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


class Refused(Exception):
    """A request that is not taken in; ``args`` are the status and the kind of fault."""


class Reception:
    """Takes requests in, lets a thread answer, and hands the answers out."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(THREADS, "answer")
        self.clerk = ThreadPoolExecutor(1, "refuse")
        self.places = asyncio.Semaphore(PLACES)
        self.waiting = 0
        address = urlsplit(os.environ.get("PRIVET_URL", ""))
        self.scheme = address.scheme or "http"
        self.name, self.port = address.hostname or "127.0.0.1", str(address.port or 80)

    async def __call__(self, scope: Scope, line: Line) -> None:
        try:
            body = await self._taken(scope, line)
            answer = await self._answered(self._environ(scope, body))
        except Refused as refusal:
            status, kind = refusal.args
            environ = self._environ(scope, b"")
            answer = await asyncio.get_running_loop().run_in_executor(self.clerk, refused, environ, kind, status)
        with suppress(ProtocolClosed):  # who asked has gone
            line.response_bytes(*answer)

    async def _taken(self, scope: Scope, line: Line) -> bytes:
        """The whole body.  Raises Refused for one that is too large or too slow.

        What is too large is read to its end within reason and thrown away: a browser that may not
        finish sending never looks at the answer."""
        taken, seen, has_place = bytearray(), 0, False
        if int(scope.headers.get("content-length") or 0) > THROWN_AWAY:
            raise Refused(413, "large")
        try:
            async with asyncio.timeout(PATIENCE):
                async for piece in line:
                    seen += len(piece)
                    if seen > THROWN_AWAY:
                        break
                    if seen > SMALL and not has_place:
                        has_place = await self.places.acquire()
                    if seen <= LARGEST:
                        taken += piece
        except (TimeoutError, ProtocolClosed):
            raise Refused(408, "slow") from None
        finally:
            if has_place:
                self.places.release()
        if seen > LARGEST:
            raise Refused(413, "large")
        return bytes(taken)

    async def _answered(self, environ: dict[str, Any]) -> Answer:
        if self.waiting >= WAITING:
            raise Refused(503, "busy")
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, answered, environ)
        finally:
            self.waiting -= 1

    def _environ(self, scope: Scope, body: bytes) -> dict[str, Any]:
        """The request as Python's web servers tell it (PEP 3333)."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": scope.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": scope.path.encode().decode("latin-1"),
            "QUERY_STRING": scope.query_string,
            "SERVER_NAME": self.name,
            "SERVER_PORT": self.port,
            "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.scheme,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        _add_headers(environ, scope.headers.items())
        return environ


def _add_headers(environ: dict[str, Any], headers: Iterable[tuple[str, str]]) -> None:
    """Headers as PEP 3333 names them; one with an underscore, which would look like its twin, is dropped."""
    for name, value in headers:
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name != "content-length" and "_" not in name:
            key = f"HTTP_{name.upper().replace('-', '_')}"
            between = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{between}{value}" if key in environ else value


def answered(environ: dict[str, Any]) -> Answer:
    """What the pages answer."""
    said: list[Any] = []

    def start(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
        said[:] = [int(status.split(" ", 1)[0]), [(name, value.strip()) for name, value in headers]]
        return lambda more: None

    found = pages(environ, start)
    try:
        body = b"".join(found)
    finally:
        close = getattr(found, "close", None)
        if close:
            close()
    return said[0], said[1], body


def refused(environ: dict[str, Any], kind: str, status: int) -> Answer:
    """The page for a request that was not taken in."""
    from django.core.handlers.wsgi import WSGIRequest
    from django.utils.translation import get_language_from_request, override

    from privet.web import faults
    from privet.web.headers import guarded

    request = WSGIRequest(environ)
    with override(get_language_from_request(request)):
        response = guarded(lambda it: faults.page(it, kind, status))(request)
    return status, list(response.items()), response.content


class Door:
    """What granian asks for: a reception, opened once its loop runs."""

    def __init__(self) -> None:
        self.reception: Reception | None = None

    async def __rsgi__(self, scope: Scope, line: Line) -> None:
        self.reception = self.reception or Reception()
        await self.reception(scope, line)


def leave_with(parent: BaseProcess) -> None:
    """Stop when the process that watches over us is gone: nobody would stop us, and the port would stay taken."""
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def leave() -> None:
    """End here, with everything answered: threads of granian that outlive the interpreter would bring it down."""
    sys.stderr.flush()
    os._exit(0)


_parent = parent_process()
if _parent:
    atexit.register(leave)
    threading.Thread(target=leave_with, args=(_parent,), daemon=True).start()
application = Door()
