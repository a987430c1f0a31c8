"""What the attributes of tags say by themselves: traps for programs, fields that must be filled in, scripted forms.

Names here are those that well-known programs give; what people read is in ``data/site-checks.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from privet.site.elements import HIDDEN, TICKED

Attributes = Mapping[str, str]

TRAPS = re.compile(
    r"honey-?pot|gform_validation_container|wpforms-field-hp|ff-hpsf|frm_verify|mc4wp-ho-?ney|input--hidden"
    r"|akismet-fields|\bohnohoney\b|\bbot-?field\b|\bhp-?field\b",
    re.I,
)
"""Classes of what only programs are to fill in."""
FAR = re.compile(
    r"(?:left|top|right|text-indent|margin|margin-left)\s*:[^;]{0,20}-\s*\d{3,}|translate[xy]?\(\s*-?\d{3,}"
    r"|height\s*:\s*[01]px[^\"]{0,80}width\s*:\s*[01]px|width\s*:\s*[01]px[^\"]{0,80}height\s*:\s*[01]px",
    re.I,
)
"""Styles that put something where nobody sees it."""
LONGEST = 300
"""Characters of a class or a style that are looked at."""
UNFILLED = frozenset(("off", "nope", "false", "new-password"))
MUST = frozenset(("required", "wpcf7-validates-as-required", "validate-required", "gdprrequired"))
"""Classes by which a script knows a field that must be filled in."""
DENIED = frozenset(("false", "0", "no", "off"))
SCRIPTED = (
    "hx-post", "hx-put", "data-hx-post", "data-wf-page-id", "data-wf-flow", "data-remote", "up-submit", "wire:submit",
    "wire:submit.prevent", "x-on:submit", "x-on:submit.prevent", "@submit", "@submit.prevent", "v-on:submit",
    "v-on:submit.prevent", "ng-submit", "(ngsubmit)", "data-sb-form-api-token", "data-netlify", "netlify",
)  # fmt: skip
"""Attributes by which a form says that a script sends it."""
OPENING = ("onclick", "@click", "x-on:click", "v-on:click", "ng-click", "(click)", "aria-haspopup", "aria-controls")
"""Attributes by which a link says that a script opens something."""
STOPS = re.compile(r"return\s+false|preventDefault")


def opens(attributes: Attributes) -> str:
    """``opens`` if a link that leads nowhere by itself has a script that opens something."""
    href = attributes.get("href", "").strip().casefold()
    nowhere = not href or href.startswith(("#", "javascript:"))
    said = any(key in attributes for key in OPENING) or any(key.startswith("data-") for key in attributes)
    calls = href.startswith("javascript:") and href.endswith(")") and not href.endswith("void(0)")
    return "opens" if nowhere and (said or calls) else ""


def hides(attributes: Attributes) -> bool:
    """Whether a tag holds what only programs are to find."""
    said, style = attributes.get("class"), attributes.get("style")
    return bool((said and _is_named(said[:LONGEST])) or (style and FAR.search(style[:LONGEST])))


@lru_cache(maxsize=2_000)
def _is_named(said: str) -> bool:
    """Whether a class is a trap's; a page has the same ones many times."""
    return bool(TRAPS.search(said))


def is_trap(kind: str, attributes: Attributes, within: str) -> bool:
    """Whether a field is one that people do not see; boxes are often put out of sight and drawn anew."""
    if kind in TICKED or kind in (HIDDEN, "select"):
        return False
    quiet = attributes.get("tabindex", "").strip() == "-1"
    unseen = attributes.get("aria-hidden", "") == "true" or attributes.get("autocomplete", "") in UNFILLED
    return bool(within) or hides(attributes) or (quiet and unseen)


def is_required(kind: str, attributes: Attributes) -> bool:
    """Whether a field must be filled in, by HTML or by what scripts are told; of boxes some programs tell it of all."""
    if "required" in attributes or attributes.get("aria-required", "") == "true":
        return True
    if kind in TICKED:
        return False
    if not MUST.isdisjoint(attributes.get("class", "").casefold().split()):
        return True
    return any(
        key.startswith("data-")
        and (("required" in key and value.casefold() not in DENIED) or ("valid" in key and "required" in value))
        for key, value in attributes.items()
    )


def is_ticked(kind: str, attributes: Attributes) -> bool:
    """Whether a box is ticked from the beginning."""
    return kind in TICKED and ("checked" in attributes or attributes.get("aria-checked", "") == "true")


def is_scripted(attributes: Attributes) -> bool:
    """Whether a script sends a form, whatever its tag says of the way."""
    return any(name in attributes for name in SCRIPTED) or bool(STOPS.search(attributes.get("onsubmit", "")))
