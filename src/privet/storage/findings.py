"""``privet check data``: what is found in databases and files, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from privet.answers import Chosen, Ref
from privet.checking import Found, told
from privet.facts import Case
from privet.facts.sensitive import is_sensitive
from privet.fixes import Fix, Grow
from privet.library import Library
from privet.residue import masked
from privet.site.plan import ACTIVITIES, Plan
from privet.source import visible
from privet.storage.holding import Holding, Placed
from privet.storage.keeping import Rule, columns
from privet.storage.lists import Lists, lists
from privet.storage.seen import Counted, Trouble
from privet.storage.sources import Source

MOST = 200
"""Findings of one kind that are told of a source."""
SHOWN = 300
"""Longest piece that a slot is filled with."""


@dataclass(frozen=True, slots=True)
class LookedTable:
    """A table, placed, with the rule for how long it is kept and what was counted in all of it."""

    placed: Placed
    rule: Rule | None
    counts: Counted | None


@dataclass(frozen=True, slots=True)
class LookedSource:
    """A source that was looked at."""

    source: Source
    tables: tuple[LookedTable, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class _Slip:
    message: str
    slots: Mapping[str, str] = field(default_factory=dict)
    because: tuple[Ref, ...] = ()
    about: str = ""
    """The table and column it speaks of: the same in every language."""
    fix: Fix | None = None
    """The change to the answers that would settle it."""


class Teller:
    """Puts what was found into words."""

    def __init__(self, library: Library, case: Case, language: str) -> None:
        self.plan, self.case = Plan(library, case, language), case
        self.known: Lists = lists(library.files)
        self.say, self.words = self.plan.words.say, self.plan.words
        self._residue = library.residue

    @property
    def blind(self) -> frozenset[str]:
        """Codes of findings that say that something could not be looked at."""
        return frozenset(kind.code for kind in self.known.kinds.values() if kind.unlooked)

    def found(self, looked: LookedSource) -> tuple[Found, ...]:
        """Every finding about a source, table by table."""
        counted: dict[str, list[_Slip]] = {}
        for slip in self._slips(looked):
            counted.setdefault(slip.message, []).append(slip)
        kept = {id(slip) for slips in counted.values() for slip in islice(slips, MOST)}
        every = [slip for slips in counted.values() for slip in slips if id(slip) in kept]
        return tuple(self._found(slip, looked.source) for slip in every)

    def _slips(self, looked: LookedSource) -> Iterator[_Slip]:
        for trouble in looked.troubles:
            yield self._trouble(trouble)
        for entry in looked.tables:
            name = entry.placed.table.name
            yield from self._held(entry, name)
            yield from self._kept(entry, name)

    def _trouble(self, trouble: Trouble) -> _Slip:
        why = self.say(f"data.{trouble.why}", count=self.words.number(trouble.count))
        return _Slip(trouble.message, {"table": trouble.table, "why": why}, about=trouble.table)

    # ---- what is held

    def _held(self, entry: LookedTable, table: str) -> Iterator[_Slip]:
        placed, everywhere = entry.placed, self.plan.items
        for held in placed.holdings:
            slots, about = self._slots(held, table), f"{table}.{held.column}"
            ref = Ref(ACTIVITIES, placed.activity.row, "items") if placed.activity and placed.activity.known else None
            fix = Grow(ref, held.item) if ref else None
            if held.item not in everywhere:
                message = "sensitive-unknown" if self._is_sensitive(held.item) else "column-unknown"
                yield _Slip(message, slots, about=about, fix=fix)
                continue
            if self._is_sensitive(held.item):
                yield _Slip("sensitive-column", slots, about=about)
            if placed.activity and ref and held.item not in placed.activity.items:
                yield _Slip("column-elsewhere", {**slots, "activity": placed.activity.label}, (ref,), about, fix)
        if placed.activity is None and placed.items:
            items = self.words.join([self.plan.item(item) for item in placed.items])
            yield _Slip("table-unknown", {"table": table, "items": items}, about=table)

    def _slots(self, held: Holding, table: str) -> Mapping[str, str]:
        holds = self.say(f"data.holds-{held.certainty}", item=self.plan.item(held.item))
        return {"table": table, "column": held.column, "holds": holds, "why": self._why(held)}

    def _why(self, held: Holding) -> str:
        """Why a column is taken for what it is: its name, its values, or both."""
        said: list[str] = [self.say("data.why-name", phrase=held.phrase)] if held.phrase else []
        if held.found:
            counts = {"matching": held.found.matching, "seen": held.found.seen}
            numbers = {name: self.words.number(count) for name, count in counts.items()}
            shape = next(iter(held.found.shapes), "")
            said.append(self.say("data.why-values", shape=shape, **numbers))
        return " ".join(said)

    def _is_sensitive(self, item: str) -> bool:
        answer = self.plan.answers.at(ACTIVITIES, "items", next(iter(self.plan.activities), ""))
        return is_sensitive(self.case)(answer, Chosen(item))

    # ---- how long it is kept

    def _kept(self, entry: LookedTable, table: str) -> Iterator[_Slip]:
        rule, activity = entry.rule, entry.placed.activity
        if rule is None or activity is None:
            return
        slots = {"table": table, "activity": activity.label, "keep": self.plan.labels.retention(rule.keep)}
        if not rule.columns:
            yield _Slip("no-date", slots, (rule.ref,), table)
        elif entry.counts and entry.counts.old:
            names = self.words.join([self.say("data.quoted", name=name) for name in columns(rule.columns)])
            rows = self.words.count("data.rows", entry.counts.old)
            more = {"rows": rows, "of": self.words.number(entry.counts.rows), "day": self.words.day(rule.before)}
            yield _Slip("kept-too-long", {**slots, **more, "columns": names}, (rule.ref,), table)

    # ---- in words

    def _found(self, slip: _Slip, source: Source) -> Found:
        """A slip in words.  What a source says is shown without secrets, and without characters that act."""
        kind = self.known.kinds[slip.message]
        slots = {name: self._fit(value) for name, value in slip.slots.items()}
        title = self.say(f"data.{slip.message}-title")
        text = self.say(f"data.{slip.message}", **slots)
        because = tuple(told(reason, self._residue) for reason in self.plan.because(*slip.because))
        cites = self.plan.cites(kind.duties)
        what = (kind.code, f"check/data/{slip.message}", kind.priority)
        return Found(*what, source.shown, 1, title, text, because, cites, (self._fit(slip.about),), slip.fix)

    def _fit(self, value: str) -> str:
        return visible(masked(" ".join(value.split()), self._residue))[:SHOWN]
