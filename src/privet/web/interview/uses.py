"""What an answer is for: the parts of the plan that rest on it, and the law behind them; and what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from privet import steps
from privet.answers import Ref
from privet.document import Block, Cite, Content, Document, Flow, Part
from privet.labels import Labeller
from privet.questions import Field
from privet.render import markup
from privet.steps import TEMPLATE, Step
from privet.web import shelf
from privet.web.interview import preview
from privet.web.interview.sitting import Sitting

MOST = 6
"""As many parts, and as many provisions, as one line bears."""


class Used(NamedTuple):
    """A part of the plan."""

    id: str
    title: str


class Uses(NamedTuple):
    """Where an answer goes."""

    blocks: tuple[Used, ...]
    more: int
    """How many further parts there are."""
    laws: tuple[Cite, ...]


class Usual(NamedTuple):
    """What the row's template holds for a field: what others answer."""

    label: str
    shown: str


def uses(here: Sitting, step: Step) -> Uses:
    """The parts of the plan that rest on a step's answers, also while it waits for them."""
    document = preview.plan(here.text, shelf.spoken())
    wanted = _refs(here, step)
    parts = sorted(_resting(document, wanted, step.question.table if step.question.rows else ""), key=_breadth)
    blocks = dict.fromkeys(Used(block.id, block.title) for block, _ in parts)
    laws = {cite.text: cite for _, part in parts for cite in part.cites}
    return Uses(tuple(blocks)[:MOST], max(len(blocks) - MOST, 0), tuple(laws.values())[:MOST])


def _breadth(resting: tuple[Block, Part]) -> int:
    """How many answers a part rests on: the fewer, the more it has to do with each."""
    return len(resting[1].because)


def _refs(here: Sitting, step: Step) -> frozenset[str]:
    if step.question.rows:
        return frozenset((step.question.table,))
    return frozenset(str(Ref(field.table, step.row, field.key)) for field in steps.fields(here.case, step))


def _resting(document: Document, wanted: Set[str], table: str) -> Iterator[tuple[Block, Part]]:
    """The parts with a reason among ``wanted``, or about any row of ``table``, with their blocks."""
    for section in document.sections:
        for block in section.blocks:
            for part in block.parts:
                refs = (reason.ref for reason in part.because)
                if any(ref in wanted or (table and ref.startswith(f"{table}[")) for ref in refs):
                    yield block, part


def picture(here: Sitting, row: str) -> SafeString:
    """The data-flow picture of an activity, as the plan has it; empty where it has none."""
    document = preview.plan(here.text, shelf.spoken())
    words = shelf.words(here.case)
    flow = next((piece for piece in _content(document) if isinstance(piece, Flow) and piece.id == row), None)
    return mark_safe(markup.content(flow, words) if flow else "")  # noqa: S308 - our own renderer's, which escapes


def _content(document: Document) -> Iterator[Content]:
    for section in document.sections:
        for block in section.blocks:
            for part in block.parts:
                yield from part.content


def usual(here: Sitting, step: Step) -> tuple[Usual, ...]:
    """What the template of the step's row says, where it has one."""
    templates = here.answers.questionnaire.templates
    chosen = here.answers.at(step.question.each, TEMPLATE, step.row).chosen if step.row and step.question.each else ()
    filled = next((templates[value.id].answers for value in chosen if value.id in templates), {})
    said = ((field, _said(filled.get(field.key), field, here.labels)) for field in step.question.fields)
    return tuple(Usual(here.labels.field(field), text) for field, text in said if text)


def _said(value: object, field: Field, labels: Labeller) -> str:
    """A template's value in words; of how long, only what it is counted from: the rest is for each to say."""
    if isinstance(value, dict):
        begin = str(value.get("from", ""))
        counted = labels.words.say("web.counted-from")
        return f"{counted} – {labels.term('keep-trigger', begin)}" if begin else ""
    every = value if isinstance(value, list) else [value]
    return labels.words.join([labels.term(field.vocabulary, id) for id in every if isinstance(id, str)])
