"""Asking for one answer, whatever its kind, until what is typed is an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from privet import typed
from privet.answers import Answer, Answers, Chosen, Ref, Retention
from privet.cli.talk import DIM, Said, Talk
from privet.gazetteer import Gazetteer
from privet.labels import Labeller
from privet.library import Library
from privet.questions import (
    NONE,
    PART_OF,
    UNKNOWN,
    Choice,
    Choices,
    Day,
    Duration,
    Email,
    Field,
    Keep,
    Link,
    LongText,
    Number,
    Places,
    Text,
)
from privet.typed import Misread, Offer, Option
from privet.values import UNITS, Wrong, read_value

ELSE = "*"
"""What people type to count from something else than what is proposed."""
NO_END, FIXED = "no-end", "fixed-date"
"""Triggers without a period: never, and a day of its own."""


@dataclass(frozen=True, slots=True)
class Room:
    """Who talks, in which language, about what, on which day."""

    library: Library
    talk: Talk
    places: Gazetteer
    today: date


class Asker:
    """Asks for answers; the answers so far say what there is to choose from."""

    def __init__(self, room: Room, answers: Answers) -> None:
        self.room, self.talk, self.answers = room, room.talk, answers
        self.asked = answers.questionnaire
        self.labels = Labeller(answers, room.talk.words)

    def shown(self, answer: Answer) -> str:
        """An answer in words."""
        return "".join(run.text for run in self.labels.answer(answer))

    def ask(self, field: Field, row: str = "") -> object | None:
        """A new value for a field; None if the user leaves it as it is."""
        answer = self.answers.at(field.table, field.key, row)
        whole = PART_OF.get((field.table, field.key))
        if whole and (state := self.answers.at(field.table, whole, row).state) != "known":
            return UNKNOWN if state == "unknown" else None  # nobody knows a part of what they do not know
        ask = self._way(field, answer)
        if answer.state != "missing":
            self.talk.line(self.talk.words.say("init.now", answer=self.shown(answer)), DIM)
        return self._until_right(ask, field)

    def _until_right(self, ask: Callable[[], object | None], field: Field) -> object | None:
        while True:
            try:
                value = ask()
                if value not in (None, UNKNOWN, ELSE):
                    read_value(value, field, self.asked)
                return value
            except Misread as misread:
                self.complain(misread)
            except Wrong as wrong:
                self._refuse(wrong)

    def complain(self, misread: Misread) -> None:
        self.talk.say(f"wrong.{misread.message}", **misread.slots)

    def _refuse(self, wrong: Wrong) -> None:
        """What the parser says against a value, in the interview's own words."""
        for problem in wrong.problems[:3]:
            slots = dict(problem.slots)
            known = f"init.wrong.{problem.message}" in self.talk.words.strings
            self.talk.say(f"wrong.{problem.message}" if known else "wrong.unfit", **slots)

    def _way(self, field: Field, answer: Answer) -> Callable[[], object | None]:
        """How to ask for this kind of answer, once; raises Misread for what is none."""
        match field.kind:
            case Text() | Email():
                return lambda: self._free(typed.line)
            case LongText():
                return self._long_text
            case Link():
                return lambda: self._free(typed.link)
            case Day():
                return lambda: self._echoed(self._day)
            case Number():
                return lambda: self._free(typed.number)
            case Choice():
                return lambda: self._one(self._offer(field, answer))
            case Choices():
                return lambda: self._several(self._offer(field, answer))
            case Places():
                return lambda: self._echoed(self._places)
            case Keep():
                return lambda: self._keep(answer)
            case Duration():
                return lambda: self._free(self._duration)
            case _:
                assert_never(field.kind)

    # ---- free answers

    def _free(self, read: Callable[[str], object]) -> object | None:
        said = self.talk.ask()
        return read(said.words) if said.words else said.unknown or None

    def _long_text(self) -> object | None:
        """Lines up to an empty one."""
        self.talk.hint(self.talk.words.say("init.lines"))
        said = self.talk.ask()
        if not said.words:
            return said.unknown or None
        lines = [typed.line(said.words)]
        while more := self.talk.ask().words:
            lines.append(typed.line(more))
        return "\n".join(lines)

    def _echoed(self, read: Callable[[str], tuple[object, str]]) -> object | None:
        """An answer that could be misunderstood is said back."""
        said = self.talk.ask()
        if not said.words:
            return said.unknown or None
        value, shown = read(said.words)
        self.talk.line(f"→ {shown}", DIM)
        return value

    def _places(self, words: str) -> tuple[object, str]:
        if words in ("0", NONE):
            return [], self.talk.words.say("interview.none")
        found = self.room.places.several(words)
        return [place.id for place in found], ", ".join(self.room.places.label(place.id) for place in found)

    def _day(self, words: str) -> tuple[object, str]:
        near = {typed.fold(self.talk.words.say(f"init.{name}")): days for name, days in (("today", 0), ("tomorrow", 1))}
        day = typed.day(words, self.room.today, self._units(), near)
        return day, self.talk.words.day(day)

    def _duration(self, words: str) -> dict[str, int]:
        return typed.duration(words, self._units())

    def _units(self) -> Mapping[str, str]:
        """Words for units: the user's language first, the others where they do not clash."""
        own = self.talk.words
        others = (self.room.library.words(code) for code in self.room.library.languages)
        every = [{unit: words.say(f"init.unit-{unit}") for unit in UNITS} for words in (*others, own)]
        return typed.unit_words(*every)

    # ---- choices

    def _offer(self, field: Field, answer: Answer) -> Offer:
        """The terms to choose from, with words of the user's own that are there already."""
        vocabulary = self.asked.vocabularies[field.vocabulary]
        only = field.kind.only if isinstance(field.kind, Choice | Choices) else ""
        part_of = self._whole_of(answer.ref)
        terms = [
            Chosen(id)
            for id, term in vocabulary.terms.items()
            if not term.replaced_by and (not only or vocabulary.matches(id, only))
        ]
        listed = terms if part_of is None else list(part_of)
        every = dict.fromkeys((*listed, *(value for value in answer.chosen if part_of is None)))
        options = tuple(Option(value, self.labels.chosen(field, value).text) for value in every)
        alone = next((id for id, term in vocabulary.terms.items() if term.exclusive and Chosen(id) in every), "")
        return Offer(options, vocabulary.other if part_of is None else "", answer.chosen, alone)

    def _whole_of(self, ref: Ref) -> tuple[Chosen, ...] | None:
        """The list that this one is a part of, as answered; None if it is no part, or nobody knows."""
        whole = PART_OF.get((ref.table, ref.field))
        answer = self.answers.at(ref.table, whole, ref.row) if whole else None
        return answer.chosen if answer and answer.state == "known" else None

    def _show(self, offer: Offer, *hints: str) -> None:
        marks = {place: "✓" for place, option in enumerate(offer.options) if option.value in offer.now}
        self.talk.choices([option.label for option in offer.options], marks)
        said = (*hints, *(("pick-own",) if offer.own else ()))
        self.talk.hints(*said)

    def _one(self, offer: Offer) -> object | None:
        self._show(offer, "pick-one")
        return self._read_one(offer)

    def _read_one(self, offer: Offer) -> object | None:
        def read(said: Said) -> object | None:
            return typed.raw(typed.one(said.words, offer)) if said.words else said.unknown or None

        return self._again(read)

    def _several(self, offer: Offer) -> object | None:
        if not offer.options:
            return []
        self._show(offer, "pick-several", *(() if offer.alone else ("pick-none",)))

        def read(said: Said) -> object | None:
            if not said.words:
                return said.unknown or None
            return [typed.raw(value) for value in typed.several(said.words, offer)]

        return self._again(read)

    def _again(self, read: Callable[[Said], object | None]) -> object | None:
        """Asks until it can be read, without showing a long list again."""
        while True:
            try:
                return read(self.talk.ask())
            except Misread as misread:
                self.complain(misread)

    # ---- how long something is kept

    def _keep(self, answer: Answer) -> object | None:
        """Counted from what, how long, what then, and why: one small step each."""
        now = answer.value if isinstance(answer.value, Retention) else None
        proposed = "" if now else self._proposed(answer.ref)
        end = self._until_right(lambda: self._period(proposed), self._duration_field(answer.ref)) if proposed else ELSE
        if end != ELSE:
            return self._kept({"from": proposed}, end, now)
        trigger = self._step("keep-from", "keep-trigger", now.trigger if now else proposed)
        if trigger is None or trigger == UNKNOWN:
            return trigger
        if trigger == FIXED:
            end = self._until_right(self._until, self.asked.field(answer.ref.table, answer.ref.field))
        else:
            end = {} if trigger == NO_END else self._until_right(self._period, self._duration_field(answer.ref))
        return self._kept({"from": trigger}, end, now)

    def _kept(self, keep: dict[str, object], end: object | None, now: Retention | None) -> object | None:
        """The whole answer; the last two steps follow once it is known when the end comes."""
        if end is None:
            return None
        if end == UNKNOWN:
            return UNKNOWN if keep["from"] == FIXED else keep
        keep |= end if isinstance(end, dict) else {}
        if keep["from"] != NO_END:
            keep |= self._what_then(now)
        reason = self._step("keep-reason", "keep-reason", now.reason if now else "")
        return keep | ({"reason": reason} if reason and reason != UNKNOWN else {})

    def _proposed(self, ref: Ref) -> str:
        """What the row's template counts from; empty if it does not say."""
        for template in self.answers.at(ref.table, "template", ref.row).chosen:
            answer = self.asked.templates[template.id].answers.get(ref.field)
            return str(answer["from"]) if isinstance(answer, dict) and "from" in answer else ""
        return ""

    def _step(self, title: str, vocabulary: str, now: str) -> str | None:
        """One term; Enter takes the one that is proposed."""
        offer = self._terms(vocabulary, (now,) if now else ())
        self.talk.line(self.talk.words.say(f"interview.{title}"))
        self._show(offer, "pick-proposed" if now else "pick-one")
        value = self._read_one(offer)
        return now or None if value is None else str(value)

    def _terms(self, vocabulary: str, now: Iterable[str]) -> Offer:
        terms = self.asked.vocabularies[vocabulary].terms
        options = (Option(Chosen(id), self.labels.term(vocabulary, id)) for id in terms)
        return Offer(tuple(options), now=tuple(Chosen(id) for id in now))

    def _period(self, trigger: str = "") -> object | None:
        """How long; counted from what is proposed, unless the user wants something else."""
        words = self.talk.words
        if trigger:
            self.talk.say("counted", trigger=self.labels.term("keep-trigger", trigger))
        self.talk.line(words.say("interview.keep-period"))
        self.talk.hints("period", *(("period-else",) if trigger else ()))
        return self._free(lambda said: ELSE if trigger and said == ELSE else self._duration(said))

    def _duration_field(self, ref: Ref) -> Field:
        """A field that takes a period alone, to check one with."""
        return Field(ref.table, ref.field, Duration(), "", {})

    def _until(self) -> object | None:
        self.talk.line(self.talk.words.say("interview.keep-until"))
        day = self._echoed(self._day)
        return {"from": FIXED, "until": day} if isinstance(day, date) else day

    def _what_then(self, now: Retention | None) -> dict[str, object]:
        self.talk.line(self.talk.words.say("interview.keep-then"))
        offer = self._terms("keep-action", now.actions if now else ())
        actions = self._several(offer)
        if actions is None and now:
            actions = list(now.actions)
        return {"then": actions} if actions and actions != UNKNOWN else {}
