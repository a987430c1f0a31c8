"""The reference plan's interview in a real browser, from the first page to the paper."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Page
from program import EXAMPLE
from pypdf import PdfReader

from web.browsing import Action, Keyboard, Mouse, Visit, link_to, walk

Visiting = Callable[..., Visit]
Answers = Mapping[str, Sequence[Sequence[Action]]]

ABOUT: dict[str, list[list[Action]]] = {
    "/question/organisation/": [[("write", "name", "Bring the Pixel")]],
    "/question/organisation-kind/": [[("tick", "kind", "web-agency")]],
    "/question/organisation-places/": [[("write", "places", "Poland")]],
    "/question/contact/": [[("write", "name", "Bring the Pixel"), ("write", "email", "privacy@bringthepixel.com")]],
    "/question/people/": [[("tick", "groups", "account-holder")]],
    "/question/people-places/": [[("write", "places", "Netherlands, Canada")]],
    "/question/other-uses/": [[("tick", "other-uses", "no")]],
    "/question/unneeded-access/": [[("tick", "unneeded-access", "no")]],
}
"""What the reference says of the organisation."""
ROW = "/question/{}/registration/"
OWN: dict[str, list[list[Action]]] = {
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


def change(field: str, *boxes: Action) -> list[Action]:
    return [*boxes]


TEMPLATE: dict[str, list[list[Action]]] = {
    "/question/activities/": [[("tick", "rows", "online-account")]],
    "/check/activities/online-account/": [
        *([("press", link_to(f"/question/{question}/online-account/"))]
          for question in ("activity", "items", "sources", "purposes", "stored", "shared-with")),
        [("pick", "keep.from", ""), ("tick", "keep.unknown")],
    ],
    "/question/activity/online-account/": [[("untick", "people", "account-holder")]],
    "/question/items/online-account/": [
        [("untick", "items", item) for item in ("email", "username", "password", "account-settings")]
    ],
    "/question/sources/online-account/": [[("untick", "sources", "sign-up")]],
    "/question/purposes/online-account/": [[("untick", "purposes", "create-account")]],
    "/question/stored/online-account/": [
        [("untick", "stored", "website-database"), ("tick", "stored", "electronic-file")]
    ],
    "/question/shared-with/online-account/": [
        [("untick", "shared-with", "web-host"), ("tick", "shared-with", "none")]
    ],
}  # fmt: skip
"""The reference's activity, from the template, with what is different changed on the way."""


def reference(row: str, **activity: object) -> dict[str, Any]:
    """The answers of the reference, its activity named as the browser names it."""
    answers = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    own = answers["activities"].pop("registration")
    return {**answers, "activities": {row: {**own, **activity}}}


def paper(page: Page) -> str:
    """The plan as a PDF, by its link; what it says."""
    link = page.locator("a[href$='/plan.en.pdf']").first
    answer = page.request.get(str(link.get_attribute("href")))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)


def test_with_the_mouse(visit: Visiting) -> None:
    """From a template, with changes on the way."""
    one = visit()
    seen = walk(Mouse(one.page), {**ABOUT, **TEMPLATE})
    print(len(seen), one.served.file.read_text())
    assert tomllib.loads(one.served.file.read_text(encoding="utf-8")) == reference("online-account", optional=[])
    assert "Bring the Pixel" in paper(one.page)


def test_by_keyboard_alone(visit: Visiting) -> None:
    one = visit()
    seen = walk(Keyboard(one.page), {**ABOUT, **OWN})
    print(len(seen), one.served.file.read_text())
    assert tomllib.loads(one.served.file.read_text(encoding="utf-8")) == reference("registration", optional=[])
