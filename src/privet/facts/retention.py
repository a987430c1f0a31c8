"""Facts about how long things are kept."""

from __future__ import annotations

from collections.abc import Callable

from privet.answers import NO_END, Ref, Retention
from privet.facts.case import Case, fact, known, rows
from privet.verdicts import Verdict


def _keep_where(case: Case, judge: Callable[[Retention], bool]) -> Verdict:
    def row_verdict(row: str) -> Verdict:
        there = known(case, "activities", "keep", row)
        value = case.answers.at("activities", "keep", row).value
        return Verdict(judge(value), there.because) if isinstance(value, Retention) else there

    return rows(case, "activities", row_verdict)


@fact("keep-unknown")
def keep_unknown(case: Case) -> Verdict:
    """Some activity has no retention rule, or a trigger without a period or an end."""

    def row_verdict(row: str) -> Verdict:
        answer = case.answers.at("activities", "keep", row)
        value = answer.value
        open_ended = isinstance(value, Retention) and not (value.period or value.until or value.trigger == NO_END)
        return Verdict(answer.state != "known" or open_ended, frozenset((answer.ref,)))

    return rows(case, "activities", row_verdict)


@fact("keep-forever")
def keep_forever(case: Case) -> Verdict:
    """Some activity never gets rid of anything."""
    return _keep_where(case, lambda keep: keep.trigger == NO_END)


@fact("keep-known")
def keep_known(case: Case) -> Verdict:
    """How long is known for every activity: a period, a date, or never."""
    open_ended = keep_unknown(case)
    return Verdict(True if open_ended.holds is False else None, open_ended.because)


@fact("end-date-past")
def end_date_past(case: Case) -> Verdict:
    """Something should be gone by now."""
    return _keep_where(case, lambda keep: keep.until is not None and keep.until < case.on)


@fact("kept-by-law")
def kept_by_law(case: Case) -> Verdict:
    """Some activity's information is kept because a law says so; rests on those activities."""

    def row_verdict(row: str) -> Verdict:
        there = known(case, "activities", "keep", row)
        value = case.answers.at("activities", "keep", row).value
        if not isinstance(value, Retention):
            return there
        return Verdict(value.reason == "law-says-so", frozenset((Ref("activities", row),)))

    return rows(case, "activities", row_verdict)
