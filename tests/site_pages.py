"""Websites for the tests of ``privet check site``: a plan, pages that are right, and a server that is not."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from privet import source
from privet.checking import Found
from privet.facts import Case
from privet.interview import case
from privet.library import Library
from privet.parsing import parse
from privet.site.findings import CheckedSite, check_site
from privet.site.folder import look
from privet.site.room import Room

REAL = Path(__file__).parent / "exhibits" / "site" / "real"
PLAN = """
schema = 1
[organisation]
name = "De Hoek"
kind = "shop"
website = "https://dehoek.example"
commercial = "yes"
places = ["NL"]
address = "Kade 1"
[contact]
name = "Ans"
email = "ans@dehoek.example"
[people]
groups = ["customer"]
places = ["NL"]
minors = ["none"]
[activities.contact]
template = "contact-form"
people = ["customer"]
items = ["name", "email", "message-content", "phone"]
optional = ["phone"]
sources = ["web-form"]
purposes = ["answer-enquiry"]
shared-with = []
used-by = ["owner"]
stored = ["website-database"]
keep = { from = "collected", months = 6, then = ["erase"] }
[activities.orders]
template = "online-shop"
people = ["customer"]
items = ["name", "postal-address", "email", "order-history"]
optional = []
sources = ["web-form"]
purposes = ["complete-sale", "send-news"]
shared-with = []
used-by = ["owner"]
stored = ["website-database"]
keep = { from = "collected", years = 7, then = ["erase"], reason = "law-says-so" }
[consent]
refuse = "yes"
other-uses = "no"
marketing = ["email"]
marketing-proof = ["ticked-box"]
opt-out = ["box-on-form"]
cookies = ["needed"]
cookie-choice = ["none"]
[suppliers.fonts]
recipient = "web-host"
name = "Hostpunt"
"""
YES = "Yes, send me your news by e-mail."
CONTACT = """
<h2>Contact us</h2>
<form id="contact" method="post" action="/contact">
<p><label for="n">Name</label> <input id="n" name="name" required></p>
<p><label>E-mail <input type="email" name="email" required></label></p>
<p><label>Phone <input type="tel" name="phone"></label></p>
<p><label for="m">Your message</label> <textarea id="m" name="message"></textarea></p>
<button>Send message</button> <a href="privacy.html">Privacy notice</a>
</form>
"""
ORDER = f"""
<h2>Your order</h2>
<form id="checkout" method="post" action="/checkout">
<label>Name <input name="name"></label> <label>Street address <input name="address1"></label>
<label>E-mail <input type="email" name="email"></label>
<label><input type="checkbox" name="news"> {YES}</label>
<button>Place order</button> <a href="privacy.html">Privacy notice</a>
</form>
"""
NOTICE = """
<h1>Privacy notice of De Hoek</h1>
<p>Version 3, last changed on 1 March 2026.</p>
<p>We keep: name, e-mail address, messages and e-mails, phone number, postal address, orders and purchases.</p>
<p>Write to ans@dehoek.example.</p>
"""


def page(body: str, language: str = "en", title: str = "De Hoek") -> str:
    return f'<!doctype html><html lang="{language}"><head><title>{title}</title></head><body>\n{body}\n</body></html>'


GOOD = {"contact.html": page(CONTACT), "order.html": page(ORDER), "privacy.html": page(NOTICE)}
"""A site about which there is nothing to say."""


@cache
def shelf() -> Library:
    return Library()


def plan(text: str = PLAN) -> Case:
    answers = parse(source.parse(text.encode(), "privacy.toml"), shelf().questionnaire)
    return case(answers, shelf().skips, date(2026, 11, 22), shelf().covered)


def checked(
    folder: Path,
    pages: Mapping[str, str | bytes],
    own: Case | None = None,
    named: Mapping[str, str] | None = None,
    language: str = "en",
) -> CheckedSite:
    """What is found in a folder of these pages."""
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    used = own or plan()
    with Room() as room:
        site = look(folder, "dehoek.example", room, lambda count, name: None)
    return check_site(shelf(), used, site, named or {}, language)


def found(folder: Path, pages: Mapping[str, str | bytes], code: str, own: Case | None = None) -> list[Found]:
    return [entry for entry in checked(folder, pages, own).found if entry.code == code]


# ---- a server that does what it is told

Reply = Callable[[socketserver.StreamRequestHandler], None]


def said(body: bytes | str, kind: str = "text/html; charset=utf-8", status: str = "200 OK", head: str = "") -> Reply:
    """An answer as servers give it."""
    raw = body if isinstance(body, bytes) else body.encode()

    def reply(handler: socketserver.StreamRequestHandler) -> None:
        lines = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n{head}\r\n"
        handler.wfile.write(lines.encode() + raw)

    return reply


def moved(to: str, status: str = "302 Found") -> Reply:
    return said("", status=status, head=f"Location: {to}\r\n")


class Web(socketserver.ThreadingTCPServer):
    """A server with an answer for each path; what was asked for is kept."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self.replies = replies
        self.asked: list[tuple[str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(socketserver.StreamRequestHandler):
    """One request."""

    def handle(self) -> None:
        assert isinstance(self.server, Web)
        try:
            first, *lines = self._head()
            path = first.split(" ")[1]
            pairs = (line.partition(": ") for line in lines)
            self.server.asked.append((path, {name.lower(): value for name, _, value in pairs}))
            reply = self.server.replies.get(path, said("nothing here", status="404 Not Found"))
            reply(self)
        except (OSError, IndexError):
            return

    def _head(self) -> list[str]:
        lines: list[str] = []
        while line := self.rfile.readline().decode("latin-1").strip():
            lines.append(line)
        return lines


@contextmanager
def served(replies: Mapping[str, Reply]) -> Iterator[Web]:
    """A server while it is needed."""
    with Web(replies) as web:
        threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield web
        finally:
            web.shutdown()
