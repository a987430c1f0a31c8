"""Compose: findings and texts become a document.

The chain of custody is here: a part is made from one finding, a block from its parts,
and both bring the answers and the provisions with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from privet import packs, tasks
from privet.answers import Ref, digest
from privet.applicability import LawVerdict
from privet.document import (
    Block,
    Bullets,
    Cite,
    Content,
    Document,
    LanguageStatus,
    LawApplied,
    Line,
    Paragraph,
    Part,
    Run,
    Section,
    Side,
)
from privet.errors import DataError, Fault, UnfinishedError
from privet.guidance import EmptyList, Fill, Text, fill
from privet.judging import Judged
from privet.labels import Labeller, locale, lowered
from privet.library import SOURCE_LANGUAGE, Library
from privet.packs import Law, LegalNumber
from privet.provisions import in_force
from privet.reminders import reminders
from privet.rules import BOXES, Finding, Imposed, Rule, RuleId, side
from privet.tables import SHOWS
from privet.verdicts import any_of
from privet.views import View
from privet.words import Words

FOCUS_SLOTS = {"suppliers": "supplier", "activities": "activity"}
"""The slot that names what a document is about, by the table it is a row of."""
LATER = "later"
"""Id of the section with the blocks that are all about things the organisation does not do."""


def compose(library: Library, judged: Judged, language: str) -> Document:
    """The document in one language.

    Raises UnfinishedError, with all that is missing, while a must-have is unknown."""
    composer = _Composer(library, judged, language)
    composer.refuse_unfinished()
    return composer.document()


class _Composer:
    """One document in one language in the making."""

    def __init__(self, library: Library, judged: Judged, language: str) -> None:
        self.library, self.judged, self.case, self.pack = library, judged, judged.case, judged.pack
        self.words: Words = library.words(locale(language, judged.case))
        self.labels = Labeller(judged.case.answers, self.words)
        self._said: dict[str, Mapping[str, Line]] = {}
        self.used: list[tuple[Text, Text]] = []
        """Texts printed, each with the source text it was written from."""

    # ---- the whole

    def refuse_unfinished(self) -> None:
        answers = self.case.answers
        faults = {
            Fault(answers.path, answers.line(ref), "must-know", str(ref), (("question", self._asked(ref)),))
            for finding in self.judged.findings
            if finding.rule.must_know and finding.verdict.holds is None
            for ref in finding.verdict.because
        }
        if faults:
            raise UnfinishedError(faults)

    def _asked(self, ref: Ref) -> str:
        about = f"{self.labels.row(ref.table, ref.row).text}: " if ref.row else ""
        return about + self.labels.question(ref.whole)

    def document(self) -> Document:
        sections = tuple(self._sections())
        answers, data = (
            self.case.answers,
            self.library.digest(self.pack.id, tuple(law.id for law in self.judged.applicable)),
        )
        return Document(
            self.pack.id,
            self.labels.pick(self.pack.title),
            self.words.tag,
            self._organisation(),
            self.labels.pick(self.pack.audience),
            self.case.on,
            digest(f"{answers.digest}{data}")[:12],
            answers.digest[:12],
            data[:12],
            self._status(),
            self._status_note(),
            self._laws(),
            sections,
            *self._open(),
            reminders(self.case, self.labels) if self.pack.due else (),
            self.pack.reasons,
        )

    def _open(self) -> tuple[tuple[tasks.Task, ...], tuple[tasks.OpenQuestion, ...]]:
        """Tasks and open questions, in a document that says by when a task should be done."""
        if not self.pack.due:
            return (), ()
        findings = (*self.judged.findings, *self.judged.borrowed)
        texts = {str(finding.rule.id): self._task_line(finding) for finding in findings}
        every = tasks.tasks(self.case, findings, texts, self.labels, self.cites)
        owner = self._given["contact"] if self.case.answers.text("contact", "name") else ()
        standing = (tasks.settled(task, self.case, owner, self.pack.due) for task in every)
        return (
            tuple(task for task in standing if task),
            tasks.open_questions(self.case, self.judged.findings, self.labels),
        )

    def _organisation(self) -> Line:
        name = self.case.answers.text("organisation", "name")
        return (Run(name, given=True),) if name else (Run(self.words.say("document.no-name")),)

    def _status(self) -> LanguageStatus:
        language = self.words.language
        stale = sum(1 for text, source in self.used if text.of and text.of != source.fingerprint)
        reviewed = sum(1 for text, _ in self.used if text.status == "reviewed")
        return LanguageStatus(language, self.words.language_name(language), len(self.used), reviewed, stale)

    def _status_note(self) -> str:
        status = self._status()
        key = "stale" if status.stale else "reviewed" if status.reviewed == status.texts else "authored"
        return self.words.say(f"document.status-{key}", language=status.name)

    def _laws(self) -> tuple[LawApplied, ...]:
        """Every law and why; the public is told which apply and no more."""
        public = self.pack.voice == "we"
        return tuple(self._law(entry) for entry in self.judged.laws if entry.verdict.holds or not public)

    def _law(self, entry: LawVerdict) -> LawApplied:
        pick = self.labels.pick
        reasons = () if self.pack.voice == "we" else tuple(pick(reason) for reason in entry.reasons)
        law = entry.law
        depth = self.words.say(f"document.depth-{law.depth}")
        return LawApplied(law.id, pick(law.name), pick(law.short), side(entry.verdict), reasons, depth, law.checked)

    # ---- sections, blocks, parts

    def _sections(self) -> Iterator[Section]:
        """The topics in order, then an annex with what does not concern the organisation now."""
        postponed = {finding.rule.block for finding in self.judged.findings if finding.rule.later}
        later: list[Block] = []
        for topic in self.pack.topics:
            blocks = list(self._blocks(topic))
            annex = [block for block in blocks if block.id in postponed and _all_no(block)]
            later += annex
            here = tuple(block for block in blocks if block not in annex)
            if here:
                home = RuleId(self.pack.id, topic, "")
                yield Section(topic, self.library.guidance(home, self.words.language).title, here)
        if later:
            yield Section(LATER, self.words.say("document.later"), tuple(later))

    def _blocks(self, topic: str) -> Iterator[Block]:
        """Blocks in the order of the document's own rules; a law adds parts, never blocks."""
        here = [finding for finding in self.judged.findings if finding.rule.id.topic == topic]
        for block in dict.fromkeys(finding.rule.block for finding in here):
            found = [finding for finding in here if finding.rule.block == block]
            parts = tuple(part for finding in found for part in self._parts(finding))
            if parts:
                yield Block(block, self._title(block, found), _block_side(block, found), parts)

    def _title(self, block: str, findings: list[Finding]) -> str:
        """The title of the main rule's text for its side; of its yes where that has none."""
        main = RuleId(self.pack.id, *block.split(".", 1))
        texts = self.library.guidance(main, self.words.language).texts
        sides = [anchor(main.name, finding.side) for finding in findings if finding.rule.id == main]
        names = [*sides, main.name]
        return next((texts[name].title for name in names if name in texts and texts[name].title), main.name)

    def _parts(self, finding: Finding) -> Iterator[Part]:
        text = self._text(finding.rule.id, anchor(finding.rule.id.name, finding.side))
        if text is None:
            return
        labels = self.labels.items(finding.verdict.because)
        content: tuple[Content, ...] = self._filled(text, finding, labels)
        if finding.rule.shows in BOXES and finding.side == "yes":
            content = tuple(boxed for node in content for boxed in self._boxed(node, finding.rule))
        if finding.rule.shows and finding.side == "yes":
            content += SHOWS[finding.rule.shows](self._view(finding.rule))
        listed = tuple(run.text for run in labels) if finding.side == "yes" else ()
        reasons = self.labels.reasons(finding.verdict.because)
        yield Part(
            str(finding.rule.id),
            finding.side,
            self._people(finding.rule),
            content,
            listed,
            reasons,
            tuple(self.cites(finding.imposed)),
            finding.force,
            self.words.language,
            text.status,
        )

    def _filled(self, text: Text, finding: Finding, labels: tuple[Run, ...]) -> tuple[Paragraph | Bullets, ...]:
        """The text with its slots filled; one that cannot be is a fault of privet's data."""
        try:
            return fill(text, self._fill(finding, labels))
        except (EmptyList, KeyError) as error:
            path = f"{packs.folder(finding.rule.id)}/{self.words.language}.md"
            raise DataError([Fault(path, text.line, "data-slot", text.anchor, (("why", str(error)),))]) from None

    def _boxed(self, node: Content, rule: Rule) -> Iterator[Content]:
        """A wording with its box, one for each entry of a list: a yes to one is no yes to the next.

        Its id names the rule and holds a fingerprint of the very words."""
        match node:
            case Paragraph(line):
                lines: tuple[Line, ...] = (line,)
            case Bullets(items):
                lines = items
            case _:
                lines = ()
        for line in lines:
            words = "".join(run.text for run in line)
            yield Paragraph(line, f"{rule.id.name}-{self.words.language}-{digest(words)[:8]}")

    def _people(self, rule: Rule) -> str:
        law = self._law_of(rule)
        return self.labels.pick(law.people) if law else ""

    def _law_of(self, rule: Rule) -> Law | None:
        return next((entry.law for entry in self.judged.laws if entry.law.id == rule.id.law), None)

    def _view(self, rule: Rule) -> View:
        return View(self.case, self.labels, self.library, self.judged.laws, self._law_of(rule))

    def cites(self, imposed: Iterable[Imposed]) -> Iterator[Cite]:
        """The citations in this language."""
        for entry in imposed:
            provision = entry.provision
            pinpoint = self.labels.pick(provision.pinpoint)
            yield Cite(provision.law, provision.id, pinpoint, provision.url, entry.force)

    # ---- texts and their slots

    def _text(self, id: RuleId, name: str) -> Text | None:
        text = self.library.guidance(id, self.words.language).texts.get(name)
        if text is not None:
            self.used.append((text, self.library.guidance(id, SOURCE_LANGUAGE).texts[name]))
        return text

    def _task_line(self, finding: Finding) -> Line:
        """The task a finding brings; empty where it brings none.  A check is its own task."""
        if finding.side != "yes":
            return ()
        name = finding.rule.id.name
        text = self._text(finding.rule.id, name if finding.rule.code else f"{name}-task")
        if text is None:
            return ()
        labels = self.labels.items(finding.verdict.because)
        lines = [node.line for node in self._filled(text, finding, labels) if isinstance(node, Paragraph)]
        return lines[0] if lines else ()

    def _fill(self, finding: Finding, labels: tuple[Run, ...]) -> Fill:
        listed = labels if finding.side == "yes" else ()
        because = finding.verdict.because
        rows = frozenset(Ref(ref.table, ref.row) for ref in because if ref.table == "activities" and ref.row)
        activities = self.labels.items(rows) if finding.side == "yes" else ()
        return Fill(
            {**self._given, "count": (Run(self.words.number(len(listed))),), **self._numbers(finding.rule.id.law)},
            {"items": _lines(listed), "activities": _lines(activities)},
            {"items": self._inline(listed), "activities": self._inline(activities)},
        )

    def _inline(self, runs: tuple[Run, ...]) -> Line:
        return self.labels.listed([lowered(run) for run in runs]) if runs else ()

    @cached_property
    def _given(self) -> Mapping[str, Line]:
        """Slots that are filled alike in every text."""
        answer, at = self.labels.answer, self.case.answers.at
        contact = {"contact": answer(at("contact", "name")), "email": answer(at("contact", "email"))}
        place = answer(at("organisation", "address"))
        address = tuple(Run(", ".join(run.text.splitlines()), run.style, run.given) for run in place)
        return {"organisation": self._organisation(), "address": address, **contact, **self._focus()}

    def _focus(self) -> Mapping[str, Line]:
        """What the document is about, where that is one supplier or activity."""
        table, row = self.case.focus
        if not table:
            return {}
        name = {FOCUS_SLOTS[table]: (self.labels.row(table, row),)}
        keep = self.labels.answer(self.case.answers.at("activities", "keep", row))
        return {**name, "keep": keep} if table == "activities" else name

    def _numbers(self, id: str) -> Mapping[str, Line]:
        """The dated numbers of a law and of the laws it adds to, said once for all its texts."""
        if id not in self._said:
            laws = {entry.law.id: entry.law for entry in self.judged.laws}
            above = [law for law in laws.values() if id in laws and law.id in laws[id].inherits]
            own = [laws[id]] if id in laws else []
            numbers = ((name, number) for law in (*above, *own) for name, number in law.numbers.items())
            every = {name: number for name, number in numbers if in_force(number.since, number.until, self.case.on)}
            self._said[id] = {name: (Run(self._number(number)),) for name, number in every.items()}
        return self._said[id]

    def _number(self, number: LegalNumber) -> str:
        return self.words.count(f"period.{number.unit}", number.value)


def anchor(name: str, side: Side) -> str:
    """The anchor of a rule's text for a side."""
    return {"yes": name, "no": f"{name}-otherwise", "unknown": f"{name}-unknown"}[side]


def _block_side(block: str, findings: list[Finding]) -> Side:
    """The side of the main rule; of all parts together where there is none."""
    main = [
        finding
        for finding in findings
        if not finding.rule.id.law and finding.rule.block.endswith(f".{finding.rule.id.name}")
    ]
    return main[0].side if main else side(any_of(finding.verdict for finding in findings))


def _all_no(block: Block) -> bool:
    return all(part.side == "no" for part in block.parts)


def _lines(runs: tuple[Run, ...]) -> tuple[Line, ...]:
    return tuple((run,) for run in runs)
