"""Words as programs write them, taken apart to be looked through."""

from __future__ import annotations

import re

from privet.notice_lists import folded

WORD = re.compile(r"\w+")
JOINED = re.compile(r"[-_/.?=&$:\[\]]+")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def parted(text: str) -> str:
    """A text with the words that programs join: ``contact-form_2``, ``contactForm``, ``user[email]``."""
    return folded(f"{text} {JOINED.sub(' ', HUMP.sub(' ', text))}")
