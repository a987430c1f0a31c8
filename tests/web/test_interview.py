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
    ROW.format("keep"): [[("tick", "keep.unknown", "on")]],
}
"""The reference's activity, named in one's own words."""
