"""Facts about sensitive information."""

from __future__ import annotations

from collections.abc import Callable

from privet.answers import Answer, Chosen, Ref
from privet.facts.case import Case, answer_is, fact, in_activities, matches, rows, value_where
from privet.verdicts import Verdict, any_of


@fact("special")
def special(case: Case) -> Verdict:
    """Something is of a special category, or about offences, whatever the user marked."""
    return in_activities(case, "items", "#special", "#criminal")


@fact("id-number")
def id_number(case: Case) -> Verdict:
    """A national or other official number is kept."""
    return in_activities(case, "items", "#id-number")


@fact("sensitive")
def sensitive(case: Case) -> Verdict:
    """Something is sensitive: by its kind unless the user says no, or because the user says so."""
    return rows(case, "activities", lambda row: value_where(case, "activities", "items", row, is_sensitive(case)))


def is_sensitive(case: Case) -> Callable[[Answer, Chosen | None], bool]:
    """Whether an item is sensitive: by its kind unless the user says no, or because the user says so."""

    def holds(answer: Answer, value: Chosen | None) -> bool:
        if value is None:
            return False
        marked = case.answers.at("sensitive", "sensitive", value.id).chosen
        return marked == (Chosen("yes"),) if marked else matches(answer, value, ("#sensitive",), case)

    return holds


@fact("sensitive-not-asked")
def sensitive_not_asked(case: Case) -> Verdict:
    """Some sensitive item is collected without asking people first."""
    found = sensitive(case)
    if not found.holds:
        return found
    items = sorted({ref.value.id for ref in found.because if ref.value})
    parts = [answer_is(case, "sensitive", "asked", ["not-asked"], item) for item in items]
    verdict = any_of(parts)
    unasked = {ref.row for ref in verdict.because}
    hits = frozenset(ref for ref in found.because if ref.value and ref.value.id in unasked)
    return Verdict(verdict.holds, hits if verdict.holds else verdict.because)


@fact("special-denied")
def special_denied(case: Case) -> Verdict:
    """The user marked something as not sensitive that is of a special category."""

    def denied(answer: Answer, value: Chosen | None) -> bool:
        kind = ("#special", "#criminal")
        marked = value and case.answers.has("sensitive", "sensitive", "no", value.id)
        return bool(marked) and matches(answer, value, kind, case)

    return rows(case, "activities", lambda row: value_where(case, "activities", "items", row, denied))


@fact("sensitive-not-kept")
def sensitive_not_kept(case: Case) -> Verdict:
    """Something is marked that no activity collects."""
    answers = case.answers
    kept = {value.id for row in answers.rows("activities") for value in answers.at("activities", "items", row).chosen}

    def row_verdict(item: str) -> Verdict:
        return Verdict(item not in kept, frozenset((Ref("sensitive", item),)))

    return any_of(row_verdict(item) for item in answers.rows("sensitive"))
