"""Form pages of a website: read, and compared with a plan, against lxml that only parses them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.memory import peak_of
from bench.plan import cases
from bench.rounds import Goal, Rounds, compare
from bench.size import Size
from bench.table import Row
from privet.library import Library
from privet.site.elements import SitePage
from privet.site.findings import check_site
from privet.site.looked import Seen, Site
from privet.site.placing import matched
from privet.site.reading import read

PAGES = 60
FIELDS = (
    ("name", "Your name", "text"),
    ("email", "E-mail address", "email"),
    ("tel", "Phone", "tel"),
    ("dob", "Date of birth", "date"),
    ("address1", "Street address", "text"),
    ("postcode", "Postcode", "text"),
    ("iban", "IBAN", "text"),
    ("message", "Message", "text"),
    ("voornaam", "Voornaam", "text"),
    ("courriel", "Courriel", "email"),
    ("company", "Company", "text"),
    ("x7", "Grommets", "text"),
)
AROUND = (
    "<div class='row'><div class='col'><p>Words about what we do, and <a href='/page{0}'>a link</a>.</p></div></div>"
)
SCRIPT = "<script src='/static/site.js'></script><link rel='stylesheet' href='/static/site.css'>"


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """Reading the pages, then all that ``privet check site`` does with them."""
    pages = [page(Random(number), number) for number in range(PAGES)]  # noqa: S311 - the same pages in every run
    read_pages = [read(text) for text in pages]
    if not all(len(found.forms) == 2 and len(found.forms[1].fields) >= 4 for found in read_pages):
        raise AssertionError(read_pages[0].forms)
    library, case = Library(), cases(1)[0]
    if not check_site(library, case, site(read_pages), {}, "en").found:
        raise AssertionError(read_pages[0].forms)

    def whole() -> None:
        matched.cache_clear()
        check_site(library, case, site([read(text) for text in pages]), {}, "en")

    written = sum(len(text.encode()) for text in pages)
    for work, ours, goal in (
        ("site: forms read", lambda: [read(text) for text in pages], Goal("slower", 6)),
        ("site: forms compared", whole, Goal("slower", 30)),
    ):
        rounds = compare(lambda: _lxml(pages), ours, goal, size.rounds)
        yield Row(
            work, f"lxml, bare parse of {PAGES} pages; privet: {_rate(rounds)}/s", goal, rounds, written, peak_of(ours)
        )


def _rate(rounds: Rounds) -> str:
    """Pages in a second of ours."""
    return f"{PAGES / rounds.ours.wall:,.0f}"


def _lxml(pages: list[str]) -> None:
    from lxml.html import document_fromstring

    for text in pages:
        document_fromstring(text)


def site(pages: list[SitePage]) -> Site:
    """The pages as a site that was looked at."""
    seen = tuple(Seen(f"{n}.html", f"https://site.example/{n}.html", page) for n, page in enumerate(pages))
    return Site("site.example", seen, (), {})


def page(random: Random, number: int) -> str:
    """A page with a search, a form of its own, and what stands around forms."""
    fields = random.sample(FIELDS, random.randint(4, 9))
    inner = "".join(
        f"<div class='form-group'><label for='f{place}-{name}'>{label}</label>"
        f"<input id='f{place}-{name}' name='{name}' type='{kind}' class='form-control' required></div>"
        for place, (name, label, kind) in enumerate(fields)
    )
    box = "<label><input type='checkbox' name='news'> Yes, send me your news by e-mail.</label>"
    around = "".join(AROUND.format(random.randrange(99)) for _ in range(random.randint(10, 40)))
    return (
        f"<!doctype html><html lang='en'><head><title>Page {number}</title>{SCRIPT}</head><body>"
        f"<form role='search' action='/search'><input type='search' name='q'></form>{around}"
        f"<h2>Contact us</h2><form id='form-{number}' method='post' action='/send'>{inner}{box}"
        "<button>Send</button></form>"
        f"{around}<footer><a href='/privacy'>Privacy notice</a></footer></body></html>"
    )
