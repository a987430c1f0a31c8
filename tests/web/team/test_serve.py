"""``privet serve`` as people run it: ready after one command, told in one line what is wrong, and hard to hurt (W-03, L-02)."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import sqlite3
import stat
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from types import SimpleNamespace
from typing import Any

import pytest
from program import FULL

from privet.web import reception
from privet.web.logs import Masked
from web.serving import Answer, Served, Visitor, free_port, seeded, serving, told

INTERVIEWS = 20


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on a fresh machine, for all tests that do it no harm."""
    with serving(tmp_path_factory.mktemp("fresh") / "data") as found:
        yield found


def names(data: Path) -> dict[str, str]:
    """Per plan the name that its newest answers hold, read past the server."""
    newest = "SELECT plan_id, text FROM plans_revision AS r WHERE number = (SELECT max(number) FROM plans_revision WHERE plan_id = r.plan_id)"
    with sqlite3.connect(data / "privet.sqlite3") as found:
        rows = found.execute(newest).fetchall()
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return {plan: (re.findall(r'^name *= "(.*)"', text, re.M) or [""])[0] for plan, text in rows}


# ---- it begins


def test_one_command_on_a_fresh_machine_is_enough(here: Served) -> None:
    """The front page, its looks, and a plan by a guest."""
    visitor = here.visitor
    assert visitor.ask("/").status == 200
    style = visitor.ask("/static/privet/privet.css")
    assert (style.status, style.headers["Content-Type"].split(";")[0]) == (200, "text/css")
    place = visitor.begin()
    assert visitor.send(f"{place}question/organisation/", "name", name="Bakery").status == 302
    assert 'name = "Bakery"' in visitor.ask(f"{place}privacy.toml").body.decode()
    assert here.visitor.ask(place).status == 302, "somebody else has no key"


def test_what_the_server_keeps_is_its_owners(here: Served) -> None:
    assert stat.S_IMODE(here.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((here.data / "secret-key").stat().st_mode) == 0o600


def test_who_watches_over_it_can_ask_whether_it_is_up(here: Served) -> None:
    found = here.visitor.ask("/up")

    assert (found.status, found.body) == (200, b"up\n")
    assert here.visitor.ask("/up", b"x=1").status == 403


def test_it_says_nothing_of_itself_that_helps_an_attacker(here: Served) -> None:
    """No version, no path, no name of a library in a page for what is not there (W-35)."""
    found = here.visitor.ask("/nowhere/at/all")

    assert found.status == 404
    assert not re.search(rb"django|python|granian|Traceback|/src/", found.body, re.I)


def test_with_https_every_cookie_is_for_this_host_and_https_only(tmp_path: Path) -> None:
    """And browsers are told to stay with it; another name than the configured one is refused."""
    with serving(tmp_path / "data", workers=1, PRIVET_URL="https://privet.example.org") as found:
        page = found.visitor.ask("/begin/", Host="privet.example.org")
        field = re.findall(rb'csrfmiddlewaretoken" value="(\w+)"', page.body)[0]
        cookies = page.headers.get_all("Set-Cookie") or []
        told = {
            "Host": "privet.example.org",
            "Cookie": cookies[0].split(";")[0],
            "Origin": "https://privet.example.org",
        }
        begun = found.visitor.ask("/begin/", b"csrfmiddlewaretoken=" + field, **told)
        spoken = found.visitor.ask("/i18n/setlang/", b"language=nl&csrfmiddlewaretoken=" + field, **told)
        cookies += [*(begun.headers.get_all("Set-Cookie") or []), *(spoken.headers.get_all("Set-Cookie") or [])]
        assert begun.status == 302 and found.visitor.ask("/").status == 400

    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-csrf", "__Host-privet", "__Host-language"}
    for cookie in cookies:
        marks = {mark.strip().lower() for mark in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= marks and not any("domain" in m for m in marks), (
            cookie
        )
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"


# ---- it does not begin


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"PRIVET_URL": "privet.example.org"}, "PRIVET_URL: this is not an address"),
        ({"PRIVET_URL": "https://x/path"}, "PRIVET_URL: this is not an address"),
        ({"PRIVET_MAIL": "mail.example.org"}, "PRIVET_MAIL: this is not a mail server"),
        ({"PRIVET_PROXIES": "10.0.0.0/8 x"}, "PRIVET_PROXIES: x is not an address of a proxy"),
        ({"DATABASE_URL": "mysql://u:sesame@h/d"}, "DATABASE_URL: privet cannot read this"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    done = told(tmp_path / "data", "--port", str(free_port()), **environ)

    assert (done.returncode, said in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
    assert "sesame" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_port_that_is_taken_is_named(here: Served, tmp_path: Path) -> None:
    done = told(tmp_path / "data", "--port", str(here.port))

    assert (done.returncode, f":{here.port}: somebody else listens" in done.stderr) == (2, True), done.stderr


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    address = f"postgres://u:sesame@127.0.0.1:{free_port()}/d"
    done = told(tmp_path / "data", "--port", str(free_port()), DATABASE_URL=address)

    assert (done.returncode, "DATABASE_URL: the database cannot be reached" in done.stderr) == (1, True), done.stderr
    assert "sesame" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["file", "rubbish"])
def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path, kind: str) -> None:
    """A file where the folder should be, and a database that is none."""
    data = tmp_path / "data"
    if kind == "file":
        data.write_text("x")
    else:
        data.mkdir()
        (data / "privet.sqlite3").write_text("this is no database" * 100)
    done = told(data / "in" if kind == "file" else data, "--port", str(free_port()))

    assert (done.returncode, "error: " in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr


def copied(here: Served, data: Path) -> Path:
    """A backup made while people work, by the line of docs/server.md."""
    data.mkdir()
    with sqlite3.connect(here.data / "privet.sqlite3") as database:
        database.execute("VACUUM INTO ?", (str(data / "privet.sqlite3"),))
    return data


def test_a_database_of_a_newer_privet_is_left_alone(here: Served, tmp_path: Path) -> None:
    copied(here, tmp_path / "data")
    with sqlite3.connect(tmp_path / "data" / "privet.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('plans', '9999_later', '2030-01-01')"
        )
    done = told(tmp_path / "data", "--port", str(free_port()))

    assert (done.returncode, "plans 9999_later" in done.stderr) == (2, True), done.stderr


# ---- it stops


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_stops_when_asked_and_answers_what_it_has_begun(tmp_path: Path, how: signal.Signals, code: int) -> None:
    """The exit codes of docs/commands.md; a request under way gets its answer."""
    with serving(tmp_path / "data", workers=1) as found:
        visitor = found.visitor
        place = visitor.begin()
        with ThreadPoolExecutor(1) as thread:
            under_way = thread.submit(visitor.ask, f"{place}documents/")
            time.sleep(0.15)
            assert found.stop(how) == code
            assert under_way.result().status == 200
        assert not found.is_up
        said = found.process.stderr.read() if found.process.stderr else ""
    assert "Traceback" not in said and "panic" not in said and said.endswith("every request was answered.\n"), said


def test_a_worker_that_dies_is_replaced_and_none_outlives_its_keeper(tmp_path: Path) -> None:
    """No orphan holds the port when the server is started again."""
    with serving(tmp_path / "data") as found:
        first = found.workers
        os.kill(first[0], signal.SIGKILL)
        end = time.monotonic() + 30
        while set(found.workers) == set(first) or len(found.workers) < 2:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert found.is_up
        left = found.workers
        os.kill(found.process.pid, signal.SIGKILL)
        while any(Path(f"/proc/{pid}").exists() for pid in left):
            assert time.monotonic() < end + 30
            time.sleep(0.1)


# ---- it is hurt


def worst(visitor: Visitor, path: str, count: int) -> float:
    """The 95th percentile of the seconds a page takes."""
    found = []
    for _ in range(count):
        start = time.monotonic()
        assert visitor.ask(path).status == 200
        found.append(time.monotonic() - start)
    return quantiles(found, n=20)[-1]


def test_slow_senders_keep_nobody_waiting(here: Served) -> None:
    """Sixty that send a byte and then think: others are served as before (W-03)."""
    before = worst(here.visitor, "/", 40)
    heads = (
        b"POST /begin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nx",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /begin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"",
    )
    lines = [here.raw(head) for head in heads * 15]
    try:
        after = worst(here.visitor, "/", 40)
    finally:
        for line in lines:
            line.close()

    assert after < before * 3 + 0.5


def test_bodies_without_end_take_no_memory(here: Served) -> None:
    """Each is refused with a page, and the workers do not grow (W-03)."""

    def resident() -> int:
        return sum(
            int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) for pid in here.workers
        )

    here.visitor.ask("/")
    before = resident()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda size: here.visitor.ask("/begin/", b"x" * size), [15_000_000] * 16))
    assert {answer.status for answer in found} == {413}
    assert b"larger than this server takes" in found[0].body
    assert resident() - before < 120_000

    line = here.raw(b"POST /begin/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999999999\r\n\r\n")
    assert line.recv(100).startswith(b"HTTP/1.1 413")
    line.close()
    assert here.is_up


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"&".join(b"a%d=1" % number for number in range(100_000)), "application/x-www-form-urlencoded"),
        (b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(20_000)) + b"--x--", "multipart/form-data; boundary=x"),
        (b"--x\r\n" * 100_000, "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data; boundary=" + "y" * 5000),
        (b"\xff" * 1000, "application/x-www-form-urlencoded; charset=nothing"),
    ],
)  # fmt: skip
def test_forms_of_a_hundred_thousand_parts_are_refused(here: Served, body: bytes, kind: str) -> None:
    """Quickly, and without a slip of ours."""
    start = time.monotonic()
    found = here.visitor.ask("/begin/", body, Content_Type=kind)

    assert found.status in (400, 403, 413), found
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /\xc3\xa9\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /%00%ff%c3 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /static/../settings.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /static/%2e%2e/settings.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(500)) + b"\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: privet=x\r\n\r\n",
        b"BREW /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=range(14),
)
def test_requests_that_no_browser_sends_are_refused(here: Served, sent: bytes) -> None:
    with here.raw(sent) as line:
        found = line.recv(12)

    assert found in (b"", *(b"HTTP/1.1 %d" % status for status in (400, 403, 404, 405, 413, 414, 431))), found


def test_ranges_without_number_are_harmless(here: Served) -> None:
    ranges = "bytes=" + ",".join("0-" for _ in range(1000))
    found = here.visitor.ask("/static/privet/privet.css", Range=ranges)

    assert found.status in (200, 206, 416) and len(found.body) < 100_000


# ---- reception, by itself


class Line:
    """A sender, and what it was told."""

    def __init__(self, *pieces: bytes | float) -> None:
        self.pieces, self.told = pieces, (0, b"")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                await asyncio.sleep(piece)

    def response_bytes(self, status: int, headers: object, body: bytes) -> None:
        self.told = (status, body)


def received(line: Line, headers: list[tuple[str, str]] | None = None, path: str = "/up") -> dict[str, Any]:
    """What the pages are told of a request; empty if they are not."""
    seen: dict[str, Any] = {}

    def pages(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(environ)
        start("200 OK", [])
        return [b"fine"]

    found = headers or []
    known = SimpleNamespace(get=dict(found).get, items=lambda: found)
    scope = SimpleNamespace(
        method="POST", path=path, query_string="", client="10.0.0.9:5", http_version="1.1", headers=known
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reception, "pages", pages)
        asyncio.run(reception.Reception()(scope, line))
    return seen


def test_a_body_that_does_not_come_in_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reception, "PATIENCE", 0.1)
    line = Line(b"a", 5.0)
    start = time.monotonic()

    assert received(line) == {}
    assert line.told[0] == 408 and b"did not arrive in time" in line.told[1]
    assert time.monotonic() - start < 4


def test_a_body_of_the_largest_size_is_taken_and_one_byte_more_is_not() -> None:
    half = b"x" * (reception.LARGEST // 2)
    line = Line(half, half)

    assert received(line)["CONTENT_LENGTH"] == str(reception.LARGEST)
    line = Line(half, half, b"x")
    assert received(line) == {} and line.told[0] == 413


def test_who_comes_when_too_many_wait_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reception, "WAITING", 0)
    line = Line()

    assert received(line) == {} and line.told[0] == 503


def test_a_request_is_told_as_it_was_sent() -> None:
    """Headers by their names, letters of the path as they were, and none that pretends to be another."""
    sent = [("x-a", "1"), ("x-a", "2"), ("x_real_user", "root"), ("cookie", "a=1"), ("cookie", "b=2"), ("content-type", "text/x"), ("x-forwarded-for", "1.1.1.1")]  # fmt: skip
    seen = received(Line(b"abc"), sent, "/é")

    assert seen["wsgi.input"].read() == b"abc"
    assert (seen["HTTP_X_A"], seen["HTTP_COOKIE"], seen["CONTENT_TYPE"]) == ("1,2", "a=1; b=2", "text/x")
    assert seen["PATH_INFO"] == "/é".encode().decode("latin-1")
    assert "HTTP_X_REAL_USER" not in seen
    assert (seen["REMOTE_ADDR"], seen["HTTP_X_FORWARDED_FOR"]) == ("10.0.0.9", "1.1.1.1")


def test_the_log_holds_no_key_of_an_address() -> None:
    """W-26: invitations, sign-off links, resets; ids stay, to find a fault by."""
    import logging

    key, id = "Ab3_" * 8, "17f87320-b8ab-480d-a913-c484b377dd65"
    for path, said in ((f"/sign-off/{key}/", "/sign-off/…/"), (f"/plans/{id}/x", f"/plans/{id}/x"), (f"/accounts/password/reset/key/1-{key}/", "/accounts/password/reset/key/…/")):  # fmt: skip
        record = logging.LogRecord("django.request", 30, "", 0, "Not Found: %s", (path,), None)
        assert Masked().filter(record)
        assert record.getMessage() == f"Not Found: {said}"


# ---- many at once, and the power cut


def interview(address: str, number: int, steps: int, done: dict[str, str], stop: threading.Event) -> None:
    """One person who changes the name again and again; what was acknowledged last is noted in ``done``."""
    visitor = Visitor(address)
    place = visitor.begin()
    plan = place.strip("/").split("/")[1].replace("-", "")
    for step in range(steps):
        if stop.is_set():
            return
        name = f"{number}-{step}"
        answer = visitor.send(f"{place}question/organisation/", "name", name=name)
        if answer.status != 302:
            raise AssertionError(f"{name}: {answer.status}")
        done[plan] = name


def test_twenty_interviews_at_once_and_no_answer_is_lost(here: Served) -> None:
    done: dict[str, str] = {}
    with ThreadPoolExecutor(INTERVIEWS) as threads:
        people = [threads.submit(interview, here.address, n, 4, done, threading.Event()) for n in range(INTERVIEWS)]
        for person in people:
            person.result()
    kept = names(here.data)

    assert len(done) == INTERVIEWS
    assert {plan: kept[plan] for plan in done} == done


def test_a_power_cut_takes_no_answer_that_was_acknowledged(tmp_path: Path) -> None:
    """Killed at some moment (with FULL=1 at six); afterwards every noted answer is there, or a later one (L-02)."""
    dice = random.Random(7)
    for _ in range(6 if FULL else 1):
        done: dict[str, str] = {}
        stop = threading.Event()
        with serving(tmp_path / "data") as found, ThreadPoolExecutor(8) as threads:
            for number in range(8):
                threads.submit(interview, found.address, number, 1000, done, stop)
            end = time.monotonic() + 40
            while len(done) < 4 and time.monotonic() < end:
                time.sleep(0.01)
            time.sleep(dice.random())
            found.kill()
            stop.set()
        kept = names(tmp_path / "data")
        assert done
        for plan, name in done.items():
            who, step = name.split("-")
            assert kept[plan] in (name, f"{who}-{int(step) + 1}"), "the answer on its way may have arrived"


def test_of_many_same_requests_at_once_one_has_an_effect(here: Served) -> None:
    """W-04, with four threads in each of two processes."""
    key = seeded(here.data)
    asked = {"Authorization": f"Bearer {key}", "Idempotency_Key": "k", "Content_Type": "application/json"}

    def begin(_: int) -> Answer:
        return here.visitor.ask("/api/v1/plans", b'{"name": "Shop"}', **asked)

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(begin, range(64)))

    assert {(answer.status, answer.body) for answer in answers} == {(201, answers[0].body)}
    assert json.loads(here.visitor.ask("/api/v1/plans", Authorization=asked["Authorization"]).body)["total"] == 1


def test_a_backup_can_be_made_while_people_work(here: Served, tmp_path: Path) -> None:
    """The line of docs/server.md; the copy is whole, and a server starts on it."""
    with serving(copied(here, tmp_path / "data"), workers=1) as again:
        assert names(again.data) == names(here.data)
