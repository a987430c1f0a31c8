"""What a fix changes in the answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from privet.answers import Answers, Changes, Chosen, Ref
from privet.fixes import Begin, Drop, Fix, Grow, Use
from privet.matching.filling import ACTIVITIES, fill, free_id, raw
from privet.matching.services import Services


def changes(fix: Fix, answers: Answers, services: Services) -> Changes:
    """What a fix changes in these answers; empty where they say it already, or where "I don't know yet" stands."""
    match fix:
        case Grow(ref, term):
            return _list(answers, ref, (*answers.at(ref.table, ref.field, ref.row).chosen, Chosen(term)))
        case Drop(ref, term):
            chosen = answers.at(ref.table, ref.field, ref.row).chosen
            return _list(answers, ref, (value for value in chosen if value.id != term))
        case Begin():
            return _begun(fix, answers)
        case Use(service):
            return fill(services.every[service], answers)
        case _:
            assert_never(fix)


def _list(answers: Answers, ref: Ref, values: Iterable[Chosen]) -> Changes:
    answer = answers.at(ref.table, ref.field, ref.row)
    wanted = tuple(dict.fromkeys(values))
    return {} if answer.state == "unknown" or wanted == answer.chosen else {ref: [raw(value) for value in wanted]}


def _begun(fix: Begin, answers: Answers) -> Changes:
    """A new row: what its template has where the form asks for it, and what the form asks for besides."""
    record: dict[str, object] = {"label": fix.label, "items": [*fix.items], "sources": [fix.source]}
    if fix.template:
        usual = answers.questionnaire.templates[fix.template].answers
        kept = {key: [str(term) for term in value] for key, value in usual.items() if isinstance(value, list)}
        optional = [term for term in kept.get("optional", ()) if term in fix.items]
        record = {**kept, "items": [*fix.items], "optional": optional, "sources": [fix.source]}
        record = {"template": fix.template, **{key: value for key, value in record.items() if value}}
    id = free_id(fix.template or "form", answers.rows(ACTIVITIES))
    return {Ref(ACTIVITIES, id): record}
