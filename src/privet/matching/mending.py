"""What a fix changes in the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from privet.answers import Answers, Changes, Chosen, Ref
from privet.fixes import Begin, Drop, Fix, Grow, Use
from privet.matching.filling import ACTIVITIES, fill, free_id, raw
from privet.matching.services import Services
from privet.questions import PART_OF


def changes(fix: Fix, answers: Answers, services: Services) -> Changes:
    """What a fix changes in these answers; empty where they say it already, or where "I don't know yet" stands."""
    match fix:
        case Grow(ref, term):
            return _list(answers, ref, (*answers.at(ref.table, ref.field, ref.row).chosen, Chosen(term)))
        case Drop(ref, term):
            return _dropped(answers, ref, term)
        case Begin():
            return _begun(fix, answers)
        case Use(service):
            return fill(services.every[service], answers)
        case _:
            assert_never(fix)


def _list(answers: Answers, ref: Ref, values: Iterable[Chosen]) -> Changes:
    """A list as it will be; in a row that somebody has taken out meanwhile nothing changes."""
    answer = answers.at(ref.table, ref.field, ref.row)
    wanted = tuple(dict.fromkeys(values))
    stays = answer.state == "unknown" or wanted == answer.chosen or ref.row not in answers.rows(ref.table)
    return {} if stays else {ref: [raw(value) for value in wanted]}


def _dropped(answers: Answers, ref: Ref, term: str) -> Changes:
    """A list without a value; what is no longer collected is not optional either."""
    parts = [
        replace(ref, field=part) for (table, part), whole in PART_OF.items() if (table, whole) == (ref.table, ref.field)
    ]
    found: dict[Ref, object] = {}
    for one in (*parts, ref):
        chosen = answers.at(one.table, one.field, one.row).chosen
        found |= _list(answers, one, (value for value in chosen if value.id != term))
    return found


def _begun(fix: Begin, answers: Answers) -> Changes:
    """A new row: what its template has where the form asks for it, and what the form asks for besides."""
    if any(_is_begun(fix, answers, row) for row in answers.rows(ACTIVITIES)):
        return {}
    record: dict[str, object] = {"label": fix.label, "items": [*fix.items], "sources": [fix.source]}
    if fix.template:
        usual = answers.questionnaire.templates[fix.template].answers
        kept = {key: [str(term) for term in value] for key, value in usual.items() if isinstance(value, list)}
        optional = [term for term in kept.get("optional", ()) if term in fix.items]
        record = {**kept, "items": [*fix.items], "optional": optional, "sources": [fix.source]}
        record = {"template": fix.template, **{key: value for key, value in record.items() if value}}
    id = free_id(fix.template or "form", answers.rows(ACTIVITIES))
    return {Ref(ACTIVITIES, id): record}


def _is_begun(fix: Begin, answers: Answers, row: str) -> bool:
    """Whether a row says already what the new one would."""
    items = {value.id for value in answers.at(ACTIVITIES, "items", row).chosen}
    if not items.issuperset(fix.items) or not answers.has(ACTIVITIES, "sources", fix.source, row):
        return False
    if fix.template:
        return answers.has(ACTIVITIES, "template", fix.template, row)
    return answers.text(ACTIVITIES, "label", row).casefold() == fix.label.casefold()
