"""Somebody in a real browser: what they open, and the hands they answer with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from web.editing import say
from web.onefile import Served

MOST = 80
"""Pages of an interview, with those on which something is changed."""
TABS = 400
"""Presses of Tab after which something is out of reach."""
REFUSED = re.compile(r"Failed to load resource.* status of (403|404|409|422) ")
"""What Chromium says of a page that is not there, or was sent back with something to mend; the tests ask for such pages."""


class Visit:
    """A visitor with a browser of their own, let in at the door."""

    def __init__(self, browser: Browser, served: Served, width: int = 1280, **options: object) -> None:
        self.served = served
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": 800}, base_url=served.base, **options)  # type: ignore[arg-type]  # what a browser may be set to
        self.context.set_default_timeout(15_000)
        self.page = self.tab()
        self.page.goto(served.entry)

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED.search(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


def named(name: str, value: str = "") -> str:
    """A selector for a form field; without a value there is one of that name, or a group."""
    return f"[name={json.dumps(name)}]" + (f"[value={json.dumps(value)}]" if value else "")


class Hand(Protocol):
    """A way to answer."""

    page: Page

    def write(self, name: str, text: str) -> None: ...
    def tick(self, name: str, value: str = "") -> None: ...
    def untick(self, name: str, value: str = "") -> None: ...
    def pick(self, name: str, value: str) -> None: ...
    def press(self, target: str) -> None: ...


class Mouse:
    """Clicks, or taps where the screen is touched."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _shown(self, target: str) -> Locator:
        """The element; what is folded away is unfolded first."""
        found = self.page.locator(target).first
        folded = self.page.locator(f"details:not([open]):has({target}) > summary")
        if folded.count():
            folded.first.click()
        return found

    def write(self, name: str, text: str) -> None:
        self._shown(named(name)).fill(text)

    def tick(self, name: str, value: str = "") -> None:
        self._shown(named(name, value)).check()

    def untick(self, name: str, value: str = "") -> None:
        self._shown(named(name, value)).uncheck()

    def pick(self, name: str, value: str) -> None:
        self._shown(named(name)).select_option(value)

    def press(self, target: str) -> None:
        self._shown(target).click()


class Keyboard:
    """Tab, arrows, Space, Enter and letters; no pointer at all."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _at(self, target: str) -> bool:
        return bool(self.page.evaluate("target => document.activeElement.matches(target)", target))

    def reach(self, target: str) -> None:
        """Tab on until it has the focus."""
        folded = f"details:not([open]):has({target}) > summary"
        if self.page.locator(folded).count():
            self._on_to(folded)
            self.page.keyboard.press("Enter")
        self._on_to(target)

    def _on_to(self, target: str) -> None:
        for _ in range(TABS):
            if self._at(target):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached with Tab on {self.page.url}")

    def write(self, name: str, text: str) -> None:
        self.reach(named(name))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, name: str, value: str = "") -> None:
        if self.page.locator(named(name, value)).first.get_attribute("type") == "radio":
            self._choose(name, value)
        elif not self.page.locator(named(name, value)).first.is_checked():
            self._turn(name, value)

    def untick(self, name: str, value: str = "") -> None:
        if self.page.locator(named(name, value)).first.is_checked():
            self._turn(name, value)

    def _turn(self, name: str, value: str = "") -> None:
        self.reach(named(name, value))
        self.page.keyboard.press("Space")

    def _choose(self, name: str, value: str = "") -> None:
        """One of several buttons: Tab to the group, arrows inside it."""
        if self.page.locator(f"details:not([open]) {named(name, value)}").count():
            self.reach(named(name, value))
        else:
            self._on_to(named(name))
        for _ in range(TABS):
            if self._at(named(name, value)):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not reached with the arrows on {self.page.url}")

    def pick(self, name: str, value: str) -> None:
        """An option of a list, with the arrows."""
        self.reach(named(name))
        self.page.keyboard.press("Home")
        while self.page.locator(named(name)).input_value() != value:
            self.page.keyboard.press("ArrowDown")

    def press(self, target: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")


Action = tuple[str, ...]
"""What is done on a page: ``("write", name, text)``, ``("tick", name, value)``, ``("press", selector)``."""
ON = "main form button:not([name])"


def link_to(path: str) -> str:
    return f"main a[href^={json.dumps(path)}]"


def walk(
    hand: Hand,
    answers: Mapping[str, Sequence[Sequence[Action]]],
    until: str = "/documents/",
    look: Callable[[Page], None] | None = None,
) -> None:
    """From the task list on, answering what there is an answer for; ``look`` sees every page."""
    waiting = {path: list(visits) for path, visits in answers.items()}
    seen: list[str] = []
    while (path := urlsplit(hand.page.url).path) != until:
        assert len(seen) < MOST, seen
        seen.append(path)
        if look:
            look(hand.page)
        before = hand.page.url
        actions = waiting[path].pop(0) if waiting.get(path) else []
        for what, *how in actions:
            getattr(hand, what)(*how)
        if not actions or actions[-1][0] != "press":
            hand.press(_onward(hand.page, path))
        hand.page.wait_for_url(_other_than(before))
    assert not any(waiting.values()), f"never asked: {waiting}"


def _other_than(before: str) -> Callable[[str], bool]:
    return lambda url: url != before


def _onward(page: Page, path: str) -> str:
    """What goes on from a page: at the end to the documents, whatever was left open."""
    if path == "/check/":
        return "header a[href='/documents/']"
    return ON if page.locator(ON).count() else "main a.button"


def continues(page: Page, language: str = "en") -> None:
    """Press the button that goes on."""
    page.get_by_role("button", name=say("continue", language), exact=True).click()
