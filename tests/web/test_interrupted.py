"""What goes wrong in the middle: the network, the browser, the login, the server, the power (W-05 to W-08)."""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import signal
import threading
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError
from program import FULL
from strategies import library

from privet import parsing
from privet.rewriting import comments
from privet.source import parse as parse_source
from web.browsing import Visit, continues, named
from web.editing import say
from web.onefile import Served

Visiting = Callable[..., Visit]
ASKED = "/question/organisation/"
ADDRESS = "Dorpsstraat 1\nOns Dorp"


def typing(page: Page) -> None:
    """Somebody in the middle of a page."""
    page.goto(ASKED)
    page.locator(named("name")).press_sequentially("De Zon")
    page.locator(named("address")).fill(ADDRESS)
    page.locator(named("website.unknown")).check()


def stands(page: Page) -> None:
    """All of it is in the boxes again."""
    assert page.locator(named("name")).input_value() == "De Zon"
    assert page.locator(named("address")).input_value() == ADDRESS
    assert page.locator(named("website.unknown")).is_checked()


def kept(served: Served) -> None:
    """All of it is in the file."""
    assert tomllib.loads(served.file.read_text(encoding="utf-8"))["organisation"] == {
        "name": "De Zon", "website": "unknown", "address": ADDRESS,
    }  # fmt: skip


def test_the_network_is_cut_at_submit(visit: Visiting) -> None:
    """W-07: what was typed is there again, and can be sent."""
    one = visit()
    typing(one.page)
    one.context.set_offline(True)
    with suppress(BrowserError):
        continues(one.page)
        one.page.wait_for_url("chrome-error://**", timeout=3_000)
    one.context.set_offline(False)
    one.complaints.clear()  # of the network
    one.page.goto(ASKED)
    stands(one.page)
    continues(one.page)
    one.page.wait_for_url("**/organisation-kind/")
    kept(one.served)


def test_what_has_arrived_is_not_offered_again(visit: Visiting) -> None:
    """Once the server has it, the file is what counts: also when an editor changes it."""
    one = visit()
    typing(one.page)
    continues(one.page)
    one.page.wait_for_url("**/organisation-kind/")
    text = one.served.file.read_text(encoding="utf-8")
    one.served.file.write_text(text.replace("De Zon", "De Maan"), encoding="utf-8")
    one.page.goto(ASKED)

    assert one.page.locator(named("name")).input_value() == "De Maan"
    assert one.page.evaluate("Object.keys(localStorage).length") == 0


def test_a_tab_crashes(visit: Visiting) -> None:
    """W-07: in a new tab it is there again."""
    one = visit()
    typing(one.page)
    with suppress(BrowserError):
        one.page.goto("chrome://crash", timeout=5_000)
    fresh = one.tab()
    fresh.goto(ASKED)
    stands(fresh)


@pytest.fixture
def profile(chromium: Browser, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """A browser of one's own, whose things stay on the disk."""
    opened = []

    def begin() -> Page:
        context = chromium.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        opened.append(context)
        return context.pages[0]

    yield begin
    for context in opened:
        with suppress(BrowserError):
            context.close()


def kill_browser(profile: Path) -> None:
    """End every process of the browser that has this profile; nobody else has it."""
    for place in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if str(profile).encode() in (place / "cmdline").read_bytes():
                os.kill(int(place.name), signal.SIGKILL)


def test_the_browser_is_killed(profile: Callable[[], Page], afresh: Served, tmp_path: Path) -> None:
    """W-06, W-07: the step that was finished is in the file; what was typed since is there after entering again."""
    page = profile()
    page.goto(afresh.entry)
    page.goto("/".join((afresh.base, "question/contact/")))
    page.locator(named("name")).fill("Anna")
    continues(page)
    page.wait_for_url("**/officer/")
    page.goto(afresh.base + ASKED)
    page.locator(named("name")).press_sequentially("De Zon")
    page.locator(named("address")).fill(ADDRESS)
    page.locator(named("website.unknown")).check()
    page.wait_for_timeout(STORED)
    kill_browser(tmp_path / "profile")

    assert tomllib.loads(afresh.file.read_text(encoding="utf-8"))["contact"] == {"name": "Anna"}
    again = profile()
    again.goto(afresh.entry)
    again.goto(afresh.base + ASKED)
    stands(again)


STORED = 6_000
"""Milliseconds after which Chromium has written to the disk what a page stores."""


def test_the_login_ends_while_somebody_types(visit: Visiting) -> None:
    """W-06: the page says where to get in; behind the door it is all there."""
    one = visit()
    typing(one.page)
    one.context.clear_cookies()
    continues(one.page)
    assert say("fault.forged") in one.page.content() or say("fault.door") in one.page.content()
    one.page.goto(one.served.entry)
    one.page.goto(ASKED)
    stands(one.page)
    continues(one.page)
    one.page.wait_for_url("**/organisation-kind/")
    kept(one.served)


def test_back_forward_and_reload_are_no_trouble(visit: Visiting) -> None:
    """W-08: back shows what was answered; forward and reload go where they should."""
    one = visit()
    typing(one.page)
    continues(one.page)
    one.page.wait_for_url("**/organisation-kind/")
    one.page.go_back()
    stands(one.page)
    one.page.go_forward()
    one.page.wait_for_url("**/organisation-kind/")
    one.page.go_back()
    one.page.reload()
    stands(one.page)
    continues(one.page)
    one.page.wait_for_url("**/organisation-kind/")
    kept(one.served)


def test_two_tabs_lose_nothing(visit: Visiting) -> None:
    """W-05: the second is shown both answers, in a browser too."""
    one = visit()
    typing(one.page)
    other = one.tab()
    other.goto(ASKED)
    other.locator(named("name")).fill("De Maan")
    continues(other)
    other.wait_for_url("**/organisation-kind/")
    continues(one.page)

    assert one.page.get_by_role("heading", name=say("clash-title")).is_visible()
    assert "De Maan" in one.page.locator("[role=alert]").first.inner_text()
    assert one.page.locator(named("name")).input_value() == "De Zon"
    continues(one.page)
    one.page.wait_for_url("**/organisation-kind/")
    assert tomllib.loads(one.served.file.read_text(encoding="utf-8"))["organisation"]["name"] == "De Zon"


# ---- the server and the power


@pytest.fixture
def starting(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Servers of one's own, ended at the end."""
    started: list[Served] = []

    def begin(port: int = 0) -> Served:
        started.append(Served(tmp_path / "privacy.toml", tmp_path / "log", port))
        return started[-1]

    yield begin
    for one in started:
        one.kill()


def test_the_server_starts_again_on_its_port(starting: Callable[..., Served], chromium: Browser) -> None:
    """With the new address one is in again, and what was typed meanwhile is there."""
    first = starting()
    one = Visit(chromium, first)
    typing(one.page)
    first.kill()
    second = starting(first.port)
    continues(one.page)
    assert one.page.locator(named("name")).count() == 0, "the key of another run opens nothing"
    one.page.goto(second.entry)
    one.page.goto(ASKED)
    stands(one.page)
    continues(one.page)
    one.page.wait_for_url("**/organisation-kind/")
    kept(second)
    one.context.close()


class Caller:
    """Sends forms without a browser, as fast as it can."""

    def __init__(self, served: Served) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.base, self.opener = served.base, urllib.request.build_opener(jar)
        self.opener.open(served.entry, timeout=20).read()

    def say(self, path: str, **answers: str) -> None:
        page = self.opener.open(self.base + path, timeout=20).read().decode()
        marks = {
            name: re.findall(f'name="{name}" value="([^"]*)"', page)[-1] for name in ("csrfmiddlewaretoken", "seen")
        }
        self.opener.open(self.base + path, urlencode({**marks, **answers}).encode(), timeout=20).read()


OLD = """\
# of the owner
schema = 1

[organisation] # and this
name = "0" # the name
"""


@pytest.mark.parametrize("delay", [0.02, 0.09] if not FULL else [n / 200 for n in range(40)])
def test_the_power_is_cut_at_a_save(delay: float, starting: Callable[..., Served], tmp_path: Path) -> None:
    """The file is whole: one of the answers that were sent, and every comment."""
    (tmp_path / "privacy.toml").write_text(OLD, encoding="utf-8")
    served = starting()
    caller, sent = Caller(served), ["0"]

    def save() -> None:
        with suppress(OSError, HTTPError, URLError, IndexError):
            for number in range(1, 1000):
                sent.append(str(number) * 400)
                caller.say(ASKED, name=sent[-1])

    worker = threading.Thread(target=save)
    worker.start()
    while len(sent) < 3:
        time.sleep(0.001)
    time.sleep(delay)
    served.kill()
    worker.join()
    source = parse_source((tmp_path / "privacy.toml").read_bytes(), "privacy.toml")
    found = parsing.parse(source, library().questionnaire)

    assert found.text("organisation", "name") in sent[-2:], "what was answered before is there, or what was being saved"
    assert not comments(OLD) - comments(source.text)


def test_a_body_that_is_too_large_is_refused_by_the_server(afresh: Served) -> None:
    """Also as a file; the server lives on."""
    caller = Caller(afresh)
    for path in (ASKED, "/import/"):
        with pytest.raises((HTTPError, URLError)) as refused:
            caller.opener.open(caller.base + path, b"a" * 5_000_000, timeout=30)
        assert getattr(refused.value, "code", 413) in (400, 413)
    caller.say(ASKED, name="De Zon")

    assert tomllib.loads(afresh.file.read_text(encoding="utf-8"))["organisation"] == {"name": "De Zon"}
