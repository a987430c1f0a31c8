"""``privet serve`` as people run it: a process of its own, with visitors that speak HTTP and nothing else."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from web.pages import Form, Reader

UP = 60.0
"""Seconds in which a server must be up, on a machine that does other things as well."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Message
    body: bytes
    url: str


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *rest: object) -> None:
        return None


@dataclass
class Visitor:
    """A browser without script."""

    address: str
    jar: CookieJar = field(default_factory=CookieJar)

    def ask(self, path: str, body: bytes | None = None, method: str = "", **headers: str) -> Answer:
        """One request; ``_`` in the name of a header stands for a hyphen."""
        request = urllib.request.Request(f"{self.address}{path}", body, method=method or None)  # noqa: S310 - ours
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), NoRedirects)
        try:
            with opener.open(request, timeout=60) as found:
                return Answer(found.status, found.headers, found.read(), found.url)
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read(), path)

    def form(self, path: str, name: str) -> Form:
        """The form of a page that has a field of this name."""
        reader = Reader()
        page = self.ask(path)
        reader.feed(page.body.decode())
        found = next((form for form in reader.forms if name in form.sent), None)
        assert found, f"{path} has no form with {name} ({page.status})"
        return found

    def send(self, path: str, holds: str, /, **fields: str) -> Answer:
        """Fill in the form that has the field ``holds`` and send it."""
        form = {**self.form(path, holds).sent, **{key: [value] for key, value in fields.items()}}
        return self.ask(path, urlencode(form, doseq=True).encode())

    def begin(self) -> str:
        """Begin a plan as a guest; where it is."""
        answer = self.send("/begin/", "csrfmiddlewaretoken")
        assert answer.status == 302, answer
        return answer.headers["Location"]


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    port: int
    data: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def visitor(self) -> Visitor:
        return Visitor(self.address)

    def raw(self, sent: bytes) -> socket.socket:
        """A line on which this has been said."""
        line = socket.create_connection(("127.0.0.1", self.port), 60)
        line.sendall(sent)
        return line

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        found = []
        for place in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = place.read_text().rpartition(")")[2].split()
                said = (place.parent / "cmdline").read_text()
                if int(fields[1]) == self.process.pid and "spawn_main" in said:
                    found.append(int(place.parent.name))
        return found

    def kill(self) -> None:
        """The power goes: everything at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(60)

    @property
    def is_up(self) -> bool:
        return self.answers("")

    def answers(self, url: str) -> bool:
        """Whether it is up, asked under the name of its address."""
        host = urlsplit(url).netloc or f"127.0.0.1:{self.port}"
        with suppress(OSError, http.client.HTTPException):
            return self.visitor.ask("/up", Host=host).status == 200
        return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment(data: Path, **told: str) -> dict[str, str]:
    """What a fresh shell would have."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PRIVET_", "DJANGO_", "DATABASE_"))
    }
    return {**kept, "HOME": str(data), **told}


@contextmanager
def serving(data: Path, workers: int = 2, **told: str) -> Iterator[Served]:
    """``privet serve`` and nothing before it; whatever is left of it afterwards is killed."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "privet",
        "serve",
        "--port",
        str(port),
        "--data",
        str(data),
        "--workers",
        str(workers),
    ]
    process = subprocess.Popen(
        command, env=environment(data.parent, **told), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    served = Served(process, port, data)
    try:
        end = time.monotonic() + UP
        while not served.answers(told.get("PRIVET_URL", "")):
            assert process.poll() is None and time.monotonic() < end, process.communicate()[1]
            time.sleep(0.05)
        yield served
    finally:
        served.kill()


SEED = """
import django
django.setup()
from privet.web.api import keys
from privet.web.people.actions import found_organisation
from privet.web.people.models import User
owner = User.objects.create_user("owner@example.org", "nine green bottles hang")
print(keys.make(found_organisation("Bakery", owner), owner, "CI", keys.SCOPES, 30)[1])
"""


def seeded(data: Path, **told: str) -> str:
    """The key of a program of an organisation that is made for it, straight in the database."""
    more = {"DJANGO_SETTINGS_MODULE": "privet.web.settings", "PRIVET_DATA": str(data), "PRIVET_SECRET_KEY": "s" * 40}
    env = environment(data, **more, **told)
    return subprocess.run(
        [sys.executable, "-c", SEED], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


def told(data: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A server that does not come up: what it says."""
    command = [sys.executable, "-m", "privet", "serve", "--data", str(data), *arguments]
    return subprocess.run(command, env=environment(data.parent, **environ), capture_output=True, text=True, timeout=60)
