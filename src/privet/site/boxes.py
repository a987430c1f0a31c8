"""Boxes to tick: which are consents, for a yes or for a no, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from privet.notice_lists import folded
from privet.site.elements import REQUIRED, TICKED, Field, Form
from privet.site.lists import NO_USE, NOTICE, TERMS, Lists
from privet.site.wording import parted

SAYING = 300
"""Characters of a label that are looked at."""
BEFORE = 40
"""Characters before the notice in which it may be said that it is only pointed to."""
AROUND = " .!?*:()"
"""Signs around an answer."""

Side = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Box:
    """A box by which somebody says yes, or no."""

    field: Field
    side: Side
    about: frozenset[str]
    """Kinds of things it is about; empty where that cannot be told."""
    pointed: frozenset[str] = frozenset()
    """Those of them that it only points to."""
    question: str = ""
    """What it answers with a yes or a no; empty where its own words say it all."""

    @property
    def called(self) -> str:
        """What a message calls it."""
        return f"{self.question} {self.field.called}".strip()

    @property
    def bundled(self) -> bool:
        """Whether one yes is asked for several things: several uses, or a use with terms or a notice."""
        uses = self.about - NO_USE
        return len(uses) > 1 or (bool(uses) and bool({TERMS, NOTICE} & (self.about - self.pointed)))

    @property
    def forced(self) -> bool:
        """Whether nobody can send the form without this yes to a use."""
        must = self.field.kind == "checkbox" and REQUIRED in self.field.marks
        return must and self.side == "yes" and bool(self.about - NO_USE)

    @property
    def for_a_use(self) -> bool:
        """Whether it is about a use of information, and not only about terms or a notice."""
        return not self.about or bool(self.about - NO_USE)


def boxes(form: Form, known: Lists) -> tuple[Box, ...]:
    """The consents of a form, in its order."""
    found = (box(field, known) for field in form.fields if field.kind in TICKED)
    return tuple(entry for entry in found if entry)


def box(field: Field, known: Lists) -> Box | None:
    """A field as a consent; None where it is another kind of choice."""
    said = folded(f"{field.label} {field.placeholder}")[:SAYING].strip()
    if answer := _answer(said, known):
        return _answered(field, answer, known)
    about = _about(said, known)
    if known.boxes["cookies"].names.search(parted(f"{field.name} {field.id}")):
        about = frozenset({"cookies"})
    agrees, refuses = known.agree.search(said), known.refuse.search(said)
    if known.apart.search(said) and not about - NO_USE and "cookies" not in about:
        return None
    if field.kind == "radio":  # one of several is a consent only if it says more than a word
        return _made(field, said, about, known) if about and (agrees or refuses) else None
    if about and not (about <= {"photo", "share", "data"} and not agrees and not refuses):
        return _made(field, said, about, known)
    if agrees:
        return _made(field, said, about, known)
    return _by_name(field, known)


def _made(field: Field, said: str, about: frozenset[str], known: Lists) -> Box:
    refuses = known.refuse.search(said)
    side: Side = "no" if refuses and not _agreed_first(said, known) else "yes"
    return Box(field, side, about, _pointed(said, known) & about)


def _about(said: str, known: Lists) -> frozenset[str]:
    """What a text is about; that cookies are for marketing makes them no letter with news."""
    found = frozenset(name for name, kind in known.boxes.items() if kind.phrases.search(said))
    return frozenset({"cookies"}) if "cookies" in found else found


def _answer(said: str, known: Lists) -> Side | None:
    """The answer that a label is, if it is nothing else."""
    bare = said.strip(AROUND)
    yes, no = known.answers
    return "yes" if yes.fullmatch(bare) else "no" if no.fullmatch(bare) else None


def _answered(field: Field, side: Side, known: Lists) -> Box | None:
    """A yes or a no to what stands above it, or to what its name says."""
    asked = folded(field.group)[:SAYING]
    about = _about(asked, known)
    if about - {"photo", "share", "data"} or known.agree.search(asked):
        return Box(field, side, about, _pointed(asked, known), field.group)
    found = _by_name(field, known)
    return Box(field, side, found.about) if found else None


def _by_name(field: Field, known: Lists) -> Box | None:
    """A box beside which nothing tells what it is for, and that programs call a consent."""
    if field.kind == "radio" and not _answer(folded(field.label), known):
        return None
    called = parted(f"{field.name} {field.id}")
    about = frozenset(name for name, kind in known.boxes.items() if kind.names.search(called))
    said = folded(field.label)
    if known.apart.search(said) or not (about or known.agreeing.search(called)):
        return None
    return Box(field, "no" if known.refuse.search(said) else "yes", about)


def _pointed(said: str, known: Lists) -> frozenset[str]:
    """Whether the notice is only pointed to: "… as our privacy policy describes" asks for no second yes."""
    every = list(known.boxes[NOTICE].phrases.finditer(said))
    only = bool(every) and all(_refers(said[max(0, hit.start() - BEFORE) : hit.start()], known) for hit in every)
    return frozenset({NOTICE}) if only else frozenset()


def _refers(before: str, known: Lists) -> bool:
    """Whether the words before a notice point to it; a yes that follows them counts more."""
    pointing = _last(known.refer, before)
    return pointing >= 0 and pointing > _last(known.agree, before)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((hit.start() for hit in pattern.finditer(text)), default=-1)


def _agreed_first(said: str, known: Lists) -> bool:
    """Whether a yes comes before the no: "I agree that you do not …"."""
    agrees, refuses = known.agree.search(said), known.refuse.search(said)
    return bool(agrees and refuses and agrees.start() < refuses.start())


def stands_for(box: Box, purposes: frozenset[str], known: Mapping[str, frozenset[str]]) -> bool:
    """Whether a box may be about one of these purposes of the plan."""
    return not box.about or any(known[name] & purposes for name in box.about if name in known)
