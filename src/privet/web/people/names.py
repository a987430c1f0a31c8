"""Names and addresses that people type: one line, nothing hidden in it, harmless in a mail."""

from __future__ import annotations

import logging
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest

log = logging.getLogger(__name__)

LONGEST = 200
IN_MAIL = 60
"""Most characters of a name that somebody else chose and that we put into a mail."""
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: a name with them may read as another."""
LINKED = re.compile(r"[:/@\\]|\.(?=\S)")
"""What makes mail programs turn a name into a link."""


def one_line(text: str) -> str:
    """The text as one line of visible characters, cut to what fits."""
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    seen = "".join(c for c in joined if unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") and c not in TURNING)
    return seen[:LONGEST].strip()


def for_mail(name: str) -> str:
    """Somebody's name for something, so that no mail program makes a link of it."""
    return one_line(LINKED.sub(" ", one_line(name)))[:IN_MAIL]


def address(text: str) -> str:
    """An e-mail address in small letters; empty where it is none."""
    clean = text.strip().lower()
    try:
        validate_email(clean)
    except ValidationError:
        return ""
    return clean if len(clean) <= 254 and one_line(clean) == clean else ""


def given(request: HttpRequest, *names: str) -> dict[str, str]:
    """The fields that a form asks for, each as one line; what else was sent is noted and left alone."""
    unasked = sorted(set(request.POST) - {*names, "csrfmiddlewaretoken"})
    if unasked:
        path = request.resolver_match.view_name if request.resolver_match else ""
        log.warning("unasked fields, %s: %s", path, [name[:40] for name in unasked[:10]])
    return {name: one_line(request.POST.get(name, "")) for name in names}
