"""What a tag makes a browser load, and which addresses scripts and style sheets name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LOADS: Mapping[str, tuple[str, str]] = {
    "script": ("script", "src"),
    "iframe": ("frame", "src"),
    "frame": ("frame", "src"),
    "embed": ("frame", "src"),
    "object": ("frame", "data"),
    "img": ("picture", "src"),
    "video": ("media", "src"),
    "audio": ("media", "src"),
    "source": ("media", "src"),
    "track": ("media", "src"),
}
SETS = ("srcset", "data-srcset", "data-lazy-srcset", "poster")
"""Attributes with more addresses, each with a size behind it."""
STYLES = frozenset(("stylesheet", "preload", "modulepreload", "preconnect", "prefetch"))
IN_STYLE = re.compile(r"(?:@import|url\()\s{0,9}[\"'(]{0,3}\s{0,9}((?:https?:)?//[^\s\"'()<>;]{3,500})", re.I)
IN_SCRIPT = re.compile(
    r"(?:https?:)?\\?/\\?/[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?:\\?/[^\s\"'`<>\\]{0,200})?", re.I
)
MOST_IN_SET = 10


def loaded(name: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """The addresses that a tag loads, at once or once a script puts them in place."""
    yield attributes.get(LOADS[name][1], "")
    for key, value in attributes.items():
        if key.startswith("data-") and key.endswith("src") and "/" in value:
            yield value
        elif key in SETS:
            yield from (part.split(None, 1)[0] for part in value.split(",")[:MOST_IN_SET] if "/" in part)


def named(text: str, kind: str) -> Iterator[tuple[str, int]]:
    """The addresses in a style sheet, or else in a script, each with the lines before it."""
    for match in (IN_STYLE if kind == "style" else IN_SCRIPT).finditer(text):
        address = (match[1] if match.groups() else match[0]).replace("\\/", "/")
        yield address, text.count("\n", 0, match.start())
