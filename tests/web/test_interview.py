"""The reference plan's interview in a real browser, from the first page to the paper."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from program import EXAMPLE
from pypdf import PdfReader
from strategies import case_of, document_of, library

from web.browsing import Action, Hand, Keyboard, Mouse, Visit, link_to, walk

Visiting = Callable[..., Visit]
Way = Mapping[str, Sequence[Sequence[Action]]]
NAME = "Bring the Pixel"

ABOUT: Way = {
    "/question/organisation/": [[("write", "name", NAME)]],
    "/question/organisation-kind/": [[("tick", "kind", "web-agency")]],
    "/question/organisation-places/": [[("write", "places", "Poland")]],
    "/question/contact/": [[("write", "name", NAME), ("write", "email", "privacy@bringthepixel.com")]],
    "/question/people/": [[("tick", "groups", "account-holder")]],
    "/question/people-places/": [[("write", "places", "Netherlands, Canada")]],
    "/question/other-uses/": [[("tick", "other-uses", "no")]],
    "/question/unneeded-access/": [[("tick", "unneeded-access", "no")]],
}
"""What the reference says of the organisation."""
ROW = "/question/{}/registration/"
OWN: Way = {
    "/question/activities/": [[("write", "rows.other", "Registration")]],
    ROW.format("items"): [[("tick", "items", "name")]],
    ROW.format("collected-by"): [[("tick", "collected-by", "website-it")]],
    ROW.format("purposes"): [[("tick", "purposes", "handle-forms")]],
    ROW.format("used-by"): [[("tick", "used-by", "website-it")]],
    ROW.format("stored"): [[("tick", "stored", "electronic-file")]],
    ROW.format("shared-with"): [[("tick", "shared-with", "none")]],
    ROW.format("keep"): [[("tick", "keep.unknown")]],
}
"""The reference's activity, named in one's own words."""
FORM = "/question/{}/online-account/"
CHANGED = ("activity", "items", "sources", "purposes", "stored", "shared-with")
TEMPLATE: Way = {
    "/question/activities/": [[("tick", "rows", "online-account")]],
    "/check/activities/online-account/": [
        *([("press", link_to(FORM.format(question)))] for question in CHANGED),
        [("pick", "keep.from", ""), ("tick", "keep.unknown")],
    ],
    FORM.format("activity"): [[("untick", "people", "account-holder")]],
    FORM.format("items"): [
        [("untick", "items", item) for item in ("email", "username", "password", "account-settings")]
    ],
    FORM.format("sources"): [[("untick", "sources", "sign-up")]],
    FORM.format("purposes"): [[("untick", "purposes", "create-account")]],
    FORM.format("stored"): [[("untick", "stored", "website-database"), ("tick", "stored", "electronic-file")]],
    FORM.format("shared-with"): [[("untick", "shared-with", "web-host"), ("tick", "shared-with", "none")]],
}
"""The reference's activity from the template, with what is different changed on the way."""


def reference(row: str, **activity: object) -> dict[str, object]:
    """The answers of the reference, with its activity as the browser names it.

    Two things are not said there that pages ask on the way: nothing may be left out, and nothing is sensitive.  A list of
    one is written there without brackets."""
    answers = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    own = {**answers["activities"]["registration"], "optional": [], **activity}
    kept = {key: value for key, value in own.items() if value is not None}
    said = {"consent": {"other-uses": ["no"]}, "safeguards": {"unneeded-access": ["no"]}, "sensitive": []}
    return {**answers, "activities": {row: kept}, **said}


def assert_same_answers(text: str, wanted: dict[str, object]) -> None:
    """The same answers by their digest, and the plan has the blocks that the reference's has."""
    found, asked = case_of(tomllib.loads(text)), case_of(wanted)
    assert found.answers.digest == asked.answers.digest, text
    original = case_of(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")))
    blocks = [
        {block.id for part in document_of(case, "plan").sections for block in part.blocks} for case in (found, original)
    ]
    assert blocks[0] == blocks[1]


def fetch_paper(hand: Hand) -> None:
    """The link to the plan as a PDF, by the same hand; then what the file says."""
    link = hand.page.locator("main a[href$='/plan.en.pdf']").first
    place = str(link.get_attribute("href"))
    with hand.page.context.expect_event("response", lambda response: response.url.endswith(place)) as event:
        hand.press(f"main a[href='{place}']")
    assert event.value.status == 200
    answer = hand.page.context.request.get(place)
    assert answer.headers["content-type"] == "application/pdf"
    assert NAME in "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)


def text(one: Visit) -> str:
    return one.served.file.read_text(encoding="utf-8")


def test_with_the_mouse_from_a_template(visit: Visiting) -> None:
    """With changes on the way, each from the page that shows the whole activity."""
    one = visit()
    hand = Mouse(one.page)
    walk(hand, {**ABOUT, **TEMPLATE})

    assert_same_answers(text(one), reference("online-account"))
    fetch_paper(hand)


def test_by_keyboard_alone_in_ones_own_words(visit: Visiting) -> None:
    """Tab, arrows, Space, Enter and letters; the focus is always somewhere that can be seen."""
    one = visit()
    hand = Keyboard(one.page)
    walk(hand, {**ABOUT, **OWN})

    assert_same_answers(text(one), reference("registration", template=None, label="Registration"))
    fetch_paper(hand)


def test_without_script(visit: Visiting) -> None:
    one = visit(java_script_enabled=False)
    hand = Mouse(one.page)
    walk(hand, {**ABOUT, **TEMPLATE})

    assert_same_answers(text(one), reference("online-account"))
    fetch_paper(hand)


def test_on_a_small_phone(visit: Visiting) -> None:
    """320 pixels wide, touched with a thumb: no page is wider than the screen."""
    one = visit(width=320, has_touch=True, is_mobile=True)
    hand = Mouse(one.page)
    walk(hand, {**ABOUT, **OWN}, look=assert_fits)
    assert_fits(one.page)
    one.page.goto("/plan/")
    assert_fits(one.page)

    assert_same_answers(text(one), reference("registration", template=None, label="Registration"))


def assert_fits(page: Page) -> None:
    """Nothing has to be moved sideways."""
    wide = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth, window.innerWidth]"
    )
    assert wide[0] <= wide[1] and wide[2] <= 320, (page.url, wide)


@pytest.mark.parametrize(("language", "country"), [("nl", "Polen"), ("fr", "Pologne")])
def test_in_another_language(language: str, country: str, visit: Visiting) -> None:
    """The browser's language is the language of the pages; the answers are the same."""
    one = visit(locale=f"{language}-{language.upper()}")
    asked: list[str] = []

    def look(page: Page) -> None:
        assert page.locator("html").get_attribute("lang") == language
        path = urlsplit(page.url).path
        if path.startswith("/question/"):
            title = library().questionnaire.question(path.split("/")[2]).title[language]
            assert title in page.locator("h1").first.inner_text(), path
            asked.append(title)

    walk(Mouse(one.page), {**first_section(), "/question/organisation-places/": [[("write", "places", country)]]},
         until="/section/about/", look=look)  # fmt: skip

    assert len(asked) >= 5
    wanted = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    found = tomllib.loads(text(one))
    assert {name: found[name] for name in ("organisation", "contact")} == {
        name: wanted[name] for name in ("organisation", "contact")
    }


def first_section() -> Way:
    ids = {question.id for question in library().questionnaire.questions if question.section == "about"}
    return {path: actions for path, actions in ABOUT.items() if path.split("/")[2] in ids}
