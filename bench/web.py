"""The interview in the browser: one answer with the next page, many people at once, and the start."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bench.rounds import Goal, compare
from bench.size import EXAMPLE, Size
from bench.table import Row

HOST, KEY = "127.0.0.1", "bench"
IDLE = 5
"""Seconds after which a line is opened afresh, as a browser does: the server closes idle ones."""
PEOPLE = 20
"""Interviews at once."""
TOKEN = re.compile(r'name="(csrfmiddlewaretoken|seen)" value="([^"]*)"')


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Three rows; none where the browser part is not installed."""
    try:
        import django  # noqa: F401
        import granian  # noqa: F401
    except ModuleNotFoundError:
        yield Row("an answer and the next page", "a bare view", Goal("slower", 3), note="needs the extra [web]")
        return
    file = folder / "web.toml"
    shutil.copy(EXAMPLE, file)
    alone = {"PRIVET_FILE": str(file), "PRIVET_ENTRY": KEY, "PRIVET_SECRET_KEY": KEY * 12}
    with server(alone, 1) as port:
        yield _answer(size, port)
    with server({"PRIVET_DATA": str(folder), "PRIVET_SECRET_KEY": KEY * 12}, 2) as port:
        yield _many(size, port)
    yield _start(size, alone)


@contextmanager
def server(environment: Mapping[str, str], workers: int) -> Iterator[int]:
    """A server of its own, until the block ends."""
    port = _free()
    address = f"http://{HOST}:{port}"
    command = (sys.executable, "-m", "bench.site", str(port), str(workers))
    process = subprocess.Popen(command, env={**os.environ, **environment, "PRIVET_URL": address})
    try:
        _wait(port, "/static/hello")
        yield port
    finally:
        process.terminate()
        process.wait()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int, path: str) -> None:
    """Until the first answer; AssertionError after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if Visitor(port).get(path)[0] == 200:
                return
        except OSError:
            time.sleep(0.01)
    raise AssertionError(path)


class Visitor:
    """One browser: a connection that stays open, and cookies."""

    def __init__(self, port: int) -> None:
        self.wire = http.client.HTTPConnection(HOST, port, timeout=60)
        self.last = time.monotonic()
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, body, and where it sends us."""
        return self._ask("GET", path, None)

    def post(self, path: str, page: str, form: Mapping[str, str]) -> tuple[int, str, str]:
        """Send a form with the marks of the page that it was on."""
        return self._ask("POST", path, urlencode({**dict(TOKEN.findall(page)), **form}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.last > IDLE:
            self.wire.close()
        self.wire.request(method, path, body, headers)
        answer = self.wire.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.strip().partition(";")[0].partition("=")
                self.cookies[cookie] = rest
        text = answer.read().decode()
        self.last = time.monotonic()
        return answer.status, text, answer.getheader("location") or ""


def _answer(size: Size, port: int) -> Row:
    """One answer sent, and the page after it with what it changed in the plan."""
    visitor = Visitor(port)
    visitor.get(f"/enter/{KEY}")
    where, turn = "/question/contact/", count(1000)
    form = {"name": "The owner", "email": "owner@example.org"}
    page = visitor.get(where)[1]

    def answer() -> None:
        nonlocal page
        status, body, _ = visitor.post(where, page, {**form, "phone": f"030 {next(turn)}"})
        if status != 302:
            raise AssertionError(body)
        page = visitor.get(where)[1]

    hello = partial(visitor.get, "/static/hello")
    goal = Goal("slower", 3)
    rounds = compare(lambda: [hello(), hello()], answer, goal, size.rounds)
    return Row("an answer and the next page", "Django's bare view, twice", goal, rounds, len(page))


def _many(size: Size, port: int) -> Row:
    """Twenty interviews at once: every answer that was taken is there in the end."""
    answers = max(2, size.rounds)
    kept: list[int] = []

    def interview(number: int) -> None:
        visitor = Visitor(port)
        page = visitor.get("/")[1]
        home = visitor.post("/begin/", page, {})[2]
        where = f"{home}question/organisation/"
        for turn in range(answers):
            page = visitor.get(where)[1]
            status, body, _ = visitor.post(where, page, {"name": f"Shop {number} {turn}"})
            if status != 302:
                raise AssertionError(body)
            kept.append(1)
        if f'value="Shop {number} {answers - 1}"' not in visitor.get(where)[1]:
            raise AssertionError(f"an answer of {number} is lost")

    def all_at_once() -> None:
        threads = [threading.Thread(target=interview, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    hello = Visitor(port)
    goal = Goal("slower", 3)
    rounds = compare(lambda: [hello.get("/static/hello") for _ in range(PEOPLE * answers * 2)], all_at_once, goal, 1)
    if len(kept) % (PEOPLE * answers):
        raise AssertionError(kept)
    rate = PEOPLE * answers * 2 / rounds.ours.wall
    return Row(
        f"{PEOPLE} interviews at once", "as many bare views", goal, rounds, note=f"{rate:.0f} requests/s, none lost"
    )


def _start(size: Size, environment: Mapping[str, str]) -> Row:
    """From the command to the first page."""

    def until(path: str) -> None:
        with server(environment, 1) as port:
            visitor = Visitor(port)
            visitor.get(f"/enter/{KEY}")
            if visitor.get(path)[0] != 200:
                raise AssertionError(path)

    goal = Goal("slower", 2)
    rounds = compare(partial(until, "/static/hello"), partial(until, "/"), goal, min(3, size.rounds))
    return Row("privet edit, to the first page", "the same server, to a bare view", goal, rounds)
