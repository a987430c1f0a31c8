"""Facts about what is kept, and where."""

from __future__ import annotations

from privet.answers import Answer, Chosen
from privet.facts.case import (
    FACTS,
    Case,
    FactFunction,
    answer_is,
    fact,
    in_activities,
    known,
    rows,
    value_where,
    values_of,
)
from privet.verdicts import Verdict, all_of


@fact("has-paper")
def has_paper(case: Case) -> Verdict:
    """Something is kept on paper."""
    return in_activities(case, "stored", "#paper")


@fact("has-electronic")
def has_electronic(case: Case) -> Verdict:
    """Something is kept electronically."""
    return in_activities(case, "stored", "#electronic")


@fact("has-portable")
def has_portable(case: Case) -> Verdict:
    """Something is kept on laptops, phones or other devices that are carried about."""
    return in_activities(case, "stored", "#portable")


@fact("has-cameras")
def has_cameras(case: Case) -> Verdict:
    """Security cameras take pictures of people."""
    return in_activities(case, "items", "camera-video")


@fact("paper-items")
def paper_items(case: Case) -> Verdict:
    """What the activities on paper collect."""
    return values_of(case, has_paper(case), "items")


@fact("electronic-items")
def electronic_items(case: Case) -> Verdict:
    """What the activities kept electronically collect."""
    return values_of(case, has_electronic(case), "items")


@fact("portable-items")
def portable_items(case: Case) -> Verdict:
    """What the activities on portable devices collect."""
    return values_of(case, has_portable(case), "items")


@fact("optional-items")
def optional_items(case: Case) -> Verdict:
    """Some items could be done without."""
    return rows(case, "activities", lambda row: _some(case, "optional", row))


def _some(case: Case, key: str, row: str) -> Verdict:
    return value_where(case, "activities", key, row, lambda _, value: value is not None)


@fact("indirect")
def indirect(case: Case) -> Verdict:
    """Something does not come from the person it is about."""
    return in_activities(case, "sources", "#indirect")


# ---- what must be known of every activity before the public is told


def _known_everywhere(key: str) -> FactFunction:
    def function(case: Case) -> Verdict:
        """The answer at the key is known for every activity."""
        return ~rows(case, "activities", lambda row: ~known(case, "activities", key, row))

    return function


for _name, _key in (("items-known", "items"), ("purposes-known", "purposes"), ("shared-known", "shared-with")):
    FACTS[_name] = _known_everywhere(_key)


@fact("people-not-listed")
def people_not_listed(case: Case) -> Verdict:
    """An activity is about people whom the list of people leaves out."""
    listed = known(case, "people", "groups")
    if not listed.holds:
        return listed
    groups = {value.id for value in case.answers.at("people", "groups").chosen}

    def missing(_: Answer, value: Chosen | None) -> bool:
        return value is not None and value.id not in groups

    return rows(case, "activities", lambda row: value_where(case, "activities", "people", row, missing))


REACH = ("email", "phone", "postal-address", "social-handle")
"""Items by which a person can be reached."""
NEEDS_REACH = ("answer-enquiry", "handle-forms", "create-account", "send-news", "send-offers")
"""Purposes that need one of them."""


@fact("no-way-to-reach")
def no_way_to_reach(case: Case) -> Verdict:
    """An activity needs to reach people and collects nothing to reach them by."""

    def row_verdict(row: str) -> Verdict:
        needs = answer_is(case, "activities", "purposes", NEEDS_REACH, row)
        lacks = ~answer_is(case, "activities", "items", REACH, row)
        return all_of([needs, lacks])

    return rows(case, "activities", row_verdict)


# ---- everything, for documents that list it


def _everything(key: str) -> FactFunction:
    def function(case: Case) -> Verdict:
        """There is something at the key; rests on all of it."""
        return rows(case, "activities", lambda row: value_where(case, "activities", key, row, _is_there))

    return function


def _is_there(_: Answer, value: Chosen | None) -> bool:
    return value is not None


for _name, _key in (("every-item", "items"), ("every-purpose", "purposes"), ("every-subject", "people")):
    FACTS[_name] = _everything(_key)


@fact("required-items")
def required_items(case: Case) -> Verdict:
    """Some items are not optional."""

    def row_verdict(row: str) -> Verdict:
        free = set(case.answers.at("activities", "optional", row).chosen)
        return value_where(case, "activities", "items", row, lambda _, value: value is not None and value not in free)

    return rows(case, "activities", row_verdict)


@fact("always-optional")
def always_optional(case: Case) -> Verdict:
    """Some item is optional wherever it is collected; rests on those items."""
    some = optional_items(case)
    if not some.holds:
        return some
    answers = case.answers
    needed = {
        value
        for row in answers.rows("activities")
        for value in answers.at("activities", "items", row).chosen
        if value not in answers.at("activities", "optional", row).chosen
    }
    free = frozenset(ref for ref in some.because if ref.value not in needed)
    return Verdict(bool(free), free or some.because)
