"""Boxes to tick: which are consents, for a yes or for a no, and what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from privet.notice_lists import folded
from privet.site.elements import TICKED, Field, Form
from privet.site.lists import BESIDE_TERMS, Lists

SAYING = 300
"""Characters of a label that are looked at."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box by which somebody says yes, or no."""

    field: Field
    side: Literal["yes", "no"]
    about: frozenset[str]
    """Kinds of things it is about; empty where that cannot be told."""

    @property
    def bundled(self) -> bool:
        """Whether one yes is asked for several things; terms and notice may stand together."""
        return bool(self.about - BESIDE_TERMS) and len(self.about) > 1

    @property
    def for_a_use(self) -> bool:
        """Whether it is about a use of information, and not only about terms or a notice."""
        return not self.about or bool(self.about - BESIDE_TERMS)


def boxes(form: Form, known: Lists) -> tuple[Box, ...]:
    """The consents of a form, in its order."""
    found = (box(field, known) for field in form.fields if field.kind in TICKED)
    return tuple(entry for entry in found if entry)


def box(field: Field, known: Lists) -> Box | None:
    """A field as a consent; None where it is another kind of choice.

    One of several radio buttons is a consent only if it says more than a word."""
    said = folded(f"{field.label} {field.placeholder}")[:SAYING]
    if not said or known.apart.search(said):
        return None
    about = frozenset(name for name, kind in known.boxes.items() if kind.phrases.search(said))
    agrees, refuses = known.agree.search(said), known.refuse.search(said)
    if field.kind == "radio" and not (about and (agrees or refuses)):
        return None
    if about <= {"photo", "share"} and not agrees and not refuses:
        return None
    if not about and not agrees:
        return None
    return Box(field, "no" if refuses and not _agreed_first(said, known) else "yes", about)


def _agreed_first(said: str, known: Lists) -> bool:
    """Whether a yes comes before the no: "I agree that you do not …"."""
    agrees, refuses = known.agree.search(said), known.refuse.search(said)
    return bool(agrees and refuses and agrees.start() < refuses.start())


def stands_for(box: Box, purposes: frozenset[str], known: Mapping[str, frozenset[str]]) -> bool:
    """Whether a box may be about one of these purposes of the plan."""
    return not box.about or any(known[name] & purposes for name in box.about if name in known)
