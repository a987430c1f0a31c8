"""Every kind of page, looked at by axe-core and by a few checks of our own: light and dark, wide and on a small phone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page
from strategies import library

from web.browsing import Keyboard, Mouse, Visit, continues, named

Visiting = Callable[..., Visit]
FULL = """\
schema = 1

[organisation]
name = "A rather long name of an organisation that nobody could ever get on one line of a telephone"
website = "https://a-very-long-address-without-any-break-in-it.example/with/a/path/that/goes/on/and/on"
kind = "shop"
places = ["NL", "CA-QC"]
staff = "unknown"

[contact]
name = "Anna"
email = "anna.with-a-long-name@a-very-long-address-without-any-break.example"

[people]
groups = ["customer", { other = "Donaudampfschifffahrtsgesellschaftskapitänsmützenträgerinnen" }]
places = ["NL"]

[activities.shop]
template = "shop-sales"
people = ["customer"]
items = ["name", "email", "health-info"]
optional = ["email"]
stored = ["paper-file"]
shared-with = ["web-host"]

[activities.club]
label = "Club"
items = ["name"]
keep = { from = "account-closed", months = 12, then = ["erase"] }

[suppliers.web-host]
recipient = "web-host"
country = ["IE"]

[consent]
marketing = ["email"]
"""
EMPTY = ("/", "/question/organisation/", "/question/activities/", "/plan/", "/documents/", "/import/")
FILLED = (
    "/", "/question/organisation/", "/question/organisation-kind/", "/question/organisation-places/", "/question/size/",
    "/question/contact/", "/question/people/", "/question/activities/", "/question/items/shop/", "/question/keep/club/",
    "/check/activities/shop/", "/question/sensitive/", "/question/supplier/web-host/", "/question/cameras/",
    "/question/cleanup/", "/question/approval/", "/section/about/", "/section/inventory/", "/check/", "/plan/", "/documents/",
    "/nowhere/",
)  # fmt: skip
UNLABELLED = """() => [...document.querySelectorAll("input, select, textarea")]
    .filter((field) => !["hidden", "submit"].includes(field.type))
    .filter((field) => {
        const labels = [...(field.labels ?? [])].map((label) => {
            const copy = label.cloneNode(true);
            copy.querySelectorAll("input, select, textarea").forEach((inner) => inner.remove());
            return copy.textContent.trim();
        });
        const named = (field.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent.trim());
        return ![...labels, ...named].some(Boolean);
    }).map((field) => field.outerHTML)"""
"""Fields whose name can only be guessed, from a placeholder or a title; also those that only a screen reader is told of."""
MISTAKEN = "scrollable-region-focusable"
"""axe-core takes the contents of a plan for folded up, where the style sheet shows them; that they are reached is tried below."""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName[1]))"


def looked_at(page: Page, scheme: Literal["light", "dark"] = "light") -> list[str]:
    """What is wrong with a page; empty for nothing."""
    page.emulate_media(color_scheme=scheme)
    found = [f"{page.url}, {scheme}: {fault}" for fault in axe(page)]
    found += [f"{page.url}: no label: {field}" for field in page.evaluate(UNLABELLED)]
    found += [f"{page.url}: headings {levels}" for levels in [page.evaluate(HEADINGS)] if not in_order(levels)]
    wide = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    over = page.evaluate(SIDEWAYS)
    page.set_viewport_size(wide or {"width": 1280, "height": 800})
    return found + ([f"{page.url}: {over} pixels wider than a small phone"] if over else [])


def axe(page: Page) -> list[str]:
    """What axe-core finds."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    faults = [(fault["id"], node["html"][:200]) for fault in found for node in fault["nodes"]]
    return [f"{id}: {html}" for id, html in faults if not (id == MISTAKEN and html.startswith("<nav"))]


def in_order(levels: list[int]) -> bool:
    """One first heading, and no level left out on the way down."""
    return levels.count(1) == 1 and all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_is_found_on_any_kind_of_page(visit: Visiting) -> None:
    one = visit()
    found: list[str] = []
    for path in EMPTY:
        one.page.goto(path)
        found += looked_at(one.page, "dark")
    one.served.file.write_text(FULL, encoding="utf-8")
    for number, path in enumerate(FILLED):
        answer = one.page.goto(path)
        assert answer is not None and answer.status == (404 if path == "/nowhere/" else 200), path
        found += looked_at(one.page, "dark" if number % 2 else "light")

    assert found == []


def test_nothing_is_found_on_pages_that_ask_again(visit: Visiting) -> None:
    """A mistake, two answers at once, rows that would go, a file that cannot be used, a page that is not asked."""
    one = visit()
    one.served.file.write_text(FULL, encoding="utf-8")
    hand, found = Mouse(one.page), list[str]()

    one.page.goto("/question/contact/")
    hand.write("email", "anna at home")
    continues(one.page)
    assert one.page.locator("#errors").is_visible()
    assert one.page.evaluate("document.activeElement.id") == "errors", "the mistakes are told first"
    found += looked_at(one.page)

    one.page.goto("/question/breach/")
    one.served.file.write_text(FULL + '\n[breach]\nwho = "Bram"\n', encoding="utf-8")
    hand.write("who", "Cor")
    continues(one.page)
    found += looked_at(one.page)

    one.page.goto("/question/activities/")
    hand.untick("rows", "club")
    continues(one.page)
    assert one.page.locator(named("sure")).is_visible()
    found += looked_at(one.page)

    one.page.goto("/import/")
    broken: FilePayload = {"name": "x", "mimeType": "text/plain", "buffer": b"schema = 2\n"}
    one.page.set_input_files("input[type=file]", files=broken)
    one.page.locator("main form button").click()
    assert one.page.locator("[role=alert]").is_visible()
    found += looked_at(one.page)

    one.page.goto("/question/commercial/")
    found += looked_at(one.page)

    assert found == []


def test_the_contents_of_a_plan_are_reached_with_the_keyboard(visit: Visiting) -> None:
    one = visit()
    one.served.file.write_text(FULL, encoding="utf-8")
    one.page.goto("/plan/")
    Keyboard(one.page).press("nav ol ol a")

    assert "#" in one.page.url


@pytest.mark.parametrize("language", library().languages)
def test_the_page_says_which_language_it_is_in(language: str, visit: Visiting) -> None:
    """By its own buttons, and the choice stays."""
    one = visit()
    one.page.locator(f"header button[value={language}]").click()
    one.page.goto("/question/organisation/")

    assert one.page.locator("html").get_attribute("lang") == language
    assert one.page.locator(f"header button[value={language}]").get_attribute("aria-current") == "true"


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ("<label>Name <input></label>", 0),
        ("<label for=a>Name</label><input id=a>", 0),
        ("<input placeholder=Name>", 1),
        ("<input title=Name>", 1),
        ("<label><input placeholder=Name></label>", 1),
        ("<select title=Unit><option>day</option></select>", 1),
        ("<textarea placeholder=Text aria-labelledby=gone></textarea>", 1),
    ],
)
def test_a_field_labelled_only_by_its_placeholder_is_found(html: str, faults: int, chromium: Browser) -> None:
    """Our own check, which axe-core does not make."""
    page = chromium.new_page()
    page.set_content(f"<!DOCTYPE html><html lang=en><title>x</title><main>{html}</main>")
    assert len(page.evaluate(UNLABELLED)) == faults
    page.close()
