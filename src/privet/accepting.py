"""Living with findings: those that somebody accepted for a while, with a reason, and those of a baseline.

Nothing that could not be looked at is ever hidden: that is no finding to live with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from privet.answers import Ref
from privet.checking import CHECKS, Found, check, plain
from privet.codes import Code, codes
from privet.errors import Fault, InputError
from privet.facts import Case
from privet.kinds import Kind, kinds
from privet.labels import Labeller, locale
from privet.library import Library
from privet.questions import UNKNOWN
from privet.residue import Pattern, masked

FILE, TABLE = "accepted.toml", "accepted"
FORM = "privet.findings/1"
"""What a baseline says it is: the findings of an earlier run, as JSON."""
ANSWERS = "answers"
"""The group of what is found in the answers: there nothing is out of sight, so what is not found is settled."""

State = Literal["new", "known", "accepted"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that somebody decided to live with: a row of the answers."""

    row: str
    code: str
    about: str
    """Only findings that speak of this; empty for all of the code."""
    reason: str
    until: date | None

    def covers(self, code: str, thing: str) -> bool:
        """Whether it is about one of the things that a finding speaks of."""
        return self.code == code and _slashed(self.about).casefold() in thing.casefold()


@dataclass(frozen=True, slots=True)
class Stated:
    """A finding, and whether it is news."""

    found: Found
    state: State
    acceptance: Acceptance | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of an earlier run."""

    things: frozenset[tuple[str, str, str]] = frozenset()
    """Code, path and thing of each."""


def things(found: Found) -> tuple[str, ...]:
    """What a finding speaks of, each with its place: ``index.html contact.email``."""
    path = _slashed(found.path)
    return tuple(_slashed(f"{path} {about}") for about in found.about) or (path,)


def _slashed(path: str) -> str:
    """A path as all systems write it, so that a team can share a list."""
    return path.replace("\\", "/")


# ---- what was accepted


def acceptances(library: Library, case: Case) -> tuple[Acceptance, ...]:
    """What the answers say was accepted, in their order, however complete; no secret is repeated."""
    return tuple(_acceptance(case, row, library.residue) for row in case.answers.rows(TABLE))


def _acceptance(case: Case, row: str, secrets: tuple[Pattern, ...]) -> Acceptance:
    answers = case.answers
    until, about = (answers.at(TABLE, key, row) for key in ("until", "about"))
    code, reason = (masked(answers.text(TABLE, key, row).strip(), secrets) for key in ("code", "reason"))
    narrowed = UNKNOWN if about.state == "unknown" else answers.text(TABLE, "about", row).strip()  # a word like others
    day = until.value if isinstance(until.value, date) else None
    return Acceptance(row, code.upper(), narrowed, reason, day)


def _is_valid(entry: Acceptance, known: Mapping[str, Code], on: date) -> bool:
    code = known.get(entry.code)
    return bool(code and not code.unlooked and entry.reason and entry.until and entry.until >= on)


def stated(library: Library, case: Case | None, found: Iterable[Found], baseline: Baseline) -> tuple[Stated, ...]:
    """Each finding with its state; without a case nothing is accepted."""
    known = codes(library)
    valid = [entry for entry in acceptances(library, case) if _is_valid(entry, known, case.on)] if case else []
    return tuple(_stated(entry, valid, baseline, known) for entry in found)


def _stated(found: Found, valid: Iterable[Acceptance], baseline: Baseline, known: Mapping[str, Code]) -> Stated:
    if found.code in known and known[found.code].unlooked:
        return Stated(found, "new")
    covering = [next((entry for entry in valid if entry.covers(found.code, thing)), None) for thing in things(found)]
    if all(covering):
        return Stated(found, "accepted", covering[0])
    if all(thing in baseline.things for thing in _keys(found)):
        return Stated(found, "known")
    return Stated(found, "new")


def _keys(found: Found) -> Iterator[tuple[str, str, str]]:
    return ((found.code, _slashed(found.path), about) for about in found.about or ("",))


# ---- what is wrong with what was accepted


def check_all(library: Library, case: Case, language: str) -> tuple[Found, ...]:
    """Every finding in the answers, in the order of their lines: also that something accepted lacks its reason or
    end, has run out, or is there no more."""
    found = check(library, case, language)
    wrong = _Teller(library, case, language).every(found)
    return tuple(sorted((*found, *wrong), key=lambda entry: (entry.line, entry.code)))


class _Teller:
    """Puts what is wrong with an acceptance into words."""

    def __init__(self, library: Library, case: Case, language: str) -> None:
        self.library, self.case, self.known = library, case, codes(library)
        self.kinds: Mapping[str, Kind] = kinds(library.files.toml(FILE))
        self.labels = Labeller(case.answers, library.words(locale(language, case)))

    def every(self, found: tuple[Found, ...]) -> Iterator[Found]:
        """Those that are wrong whatever is found, and those that nothing is found for: nor any of the former."""
        own = {entry: self._message(entry) for entry in acceptances(self.library, self.case)}
        wrong = tuple(self._found(message, entry) for entry, message in own.items() if message)
        yield from wrong
        for entry, message in own.items():
            if not message and self._is_unused(entry, (*found, *wrong)):
                yield self._found("accepted-unused", entry)

    def _message(self, entry: Acceptance) -> str:
        code = self.known.get(entry.code)
        if entry.code and (code is None or code.unlooked):
            return "accepted-unknown"
        if not (entry.code and entry.reason and entry.until):
            return "accepted-incomplete"
        return "accepted-expired" if entry.until < self.case.on else ""

    def _is_unused(self, entry: Acceptance, found: tuple[Found, ...]) -> bool:
        """Whether it is for what would be found here, and is not."""
        if self.known[entry.code].group != ANSWERS:
            return False
        return not any(entry.covers(one.code, thing) for one in found for thing in things(one))

    def _found(self, message: str, entry: Acceptance) -> Found:
        say, kind = self.labels.words.say, self.kinds[message]
        day = self.labels.words.day(entry.until) if entry.until else ""
        text = say(f"accepted.{message}", code=entry.code[:20], row=entry.row, reason=entry.reason[:200], day=day)
        what = (kind.code, f"{CHECKS}/accepted/{message}", kind.priority)
        place = (self.case.answers.path, self.case.answers.line(Ref(TABLE, entry.row)))
        title = say(f"accepted.{message}-title")
        return Found(*what, *place, title, text, (), (), (str(Ref(TABLE, entry.row)),))


# ---- as a program reads them


def record(every: Iterable[Stated]) -> dict[str, object]:
    """Findings as plain data: ``{"schema": "privet.findings/1", "findings": [...]}``, each with its state."""
    return {"schema": FORM, "findings": [_record(entry) for entry in every]}


def _record(stated: Stated) -> dict[str, object]:
    found, acceptance = stated.found, stated.acceptance
    own = ("code", "rule", "priority", "path", "line", "about")
    cited = ("law", "provision", "text", "url", "force")
    accepted = (
        {"row": acceptance.row, "reason": acceptance.reason, "until": str(acceptance.until)} if acceptance else {}
    )
    return {
        **{name: getattr(found, name) for name in own},
        "state": stated.state,
        **({"accepted": accepted} if accepted else {}),
        "title": found.title,
        "text": found.text,
        "because": [
            {"ref": reason.ref, "question": reason.question, "answer": plain(reason.answer), "line": reason.line}
            for reason in found.because
        ],
        "cites": [{name: getattr(cite, name) for name in cited} for cite in found.cites],
    }


# ---- the baseline


def baseline(raw: bytes, path: str) -> Baseline:
    """The findings of an earlier run, as ``--format json`` printed them.  Raises InputError for anything else."""
    try:
        read = json.loads(raw)
        if not isinstance(read, dict) or read.get("schema") != FORM:
            raise ValueError
        every = frozenset(key for entry in read["findings"] for key in _read(entry))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError([Fault(path, 0, "not-a-baseline")]) from None
    return Baseline(every)


def _read(entry: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    code, path, abouts = entry["code"], entry["path"], entry.get("about") or [""]
    if not isinstance(abouts, list):
        raise ValueError
    for about in abouts:
        if not (isinstance(code, str) and isinstance(path, str) and isinstance(about, str)):
            raise ValueError
        yield code, _slashed(path), about


def gone(before: Baseline, found: Iterable[Found]) -> int:
    """How much of a baseline is no longer found."""
    return len(before.things - {key for entry in found for key in _keys(entry)})
