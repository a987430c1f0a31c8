"""The pages on which answers are looked over, and the way from a sentence to its question."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from privet import checking, steps
from privet.checking import Found
from privet.document import Reason
from privet.questions import Field, Section
from privet.steps import NAME, Step
from privet.web import shelf
from privet.web.desks import at_desk, url
from privet.web.interview.onward import ALL, PLACES
from privet.web.interview.pages import beside, desk_of, show
from privet.web.interview.sitting import Sitting, question_of, sitting

CONTRADICTIONS = "contradictions"
"""The topic of the checks about answers that do not go together."""


@require_GET
@at_desk
def section(request: HttpRequest, section: str) -> HttpResponse:
    """All answers of a section, each with a way to change it."""
    here = sitting(desk_of(request))
    found = [(head, together) for head, together in here.sections() if head.id == section]
    if not found:
        raise Http404
    head, together = found[0]
    following = here.next_open(together[-1])
    context = {
        **_part(here, head, together, "section"),
        "clashes": [_clash(here, found, "section") for found in _contradictions(here) if _is_in(found, here, head)],
        "next": here.url(following) if following else url(here.desk, "everything"),
        "more": "more" if following else "",
        **beside(here),
    }
    return show(request, "section", context)


@require_GET
@at_desk
def everything(request: HttpRequest) -> HttpResponse:
    """All answers of the whole interview, before the documents."""
    here = sitting(desk_of(request))
    following = next((step for step in here.steps if steps.is_lacking(here.case, step)), None)
    context = {
        "parts": [_part(here, head, together, ALL) for head, together in here.sections()],
        "clashes": [_clash(here, found, ALL) for found in _contradictions(here)],
        "next": here.url(following) if following else "",
    }
    return show(request, "everything", context)


@require_GET
@at_desk
def at(request: HttpRequest, ref: str) -> HttpResponse:
    """From a sentence of the plan to the question behind it."""
    here = sitting(desk_of(request))
    asked, row = question_of(here.answers, ref)
    if asked.unasked:
        if row not in ("", *here.answers.rows(asked.table)):
            raise Http404
        return show(request, "unasked", {"title": here.labels.pick(asked.title)})
    back = request.GET.get("to", "")
    known = back in (*PLACES, "section", ALL)
    return redirect(f"{here.url(here.step(asked, row))}?to={back if known else 'plan'}")


# ---- answers as lines


def line(here: Sitting, field: Field, row: str, to: str) -> dict[str, object]:
    """One answer, with the way to change it; a row from a template has its template's name."""
    answer = here.answers.at(field.table, field.key, row)
    named = field.key == NAME and answer.state == "missing" and steps.is_templated(here.case, field.table, row)
    shown = here.labels.row(field.table, row).text if named else "".join(run.text for run in here.shown(field, row))
    change = here.url(Step(here.answers.questionnaire.question(field.question), row))
    return {
        "label": here.labels.field(field),
        "shown": shown,
        "change": f"{change}?to={to}",
        "state": "known" if named else answer.state,
    }


def _part(here: Sitting, head: Section, together: Sequence[Step], to: str) -> dict[str, object]:
    """A section with all its answers."""
    standing = here.standing(together)
    return {
        "id": head.id,
        "title": here.labels.pick(head.title),
        "standing": standing,
        "standing_key": f"standing-{standing}",
        "groups": [_group(here, step, to) for step in together],
    }


def _group(here: Sitting, step: Step, to: str) -> dict[str, object]:
    """One step with its answers."""
    if step.question.rows:
        rows = here.answers.rows(step.question.table)
        shown = here.labels.listed([here.labels.row(step.question.table, row) for row in rows])
        text, state = "".join(run.text for run in shown), here.answers.states.get(step.question.table, "missing")
        lines: list[dict[str, object]] = [{"label": "", "shown": text, "state": state}]
    else:
        lines = [line(here, field, step.row, to) for field in steps.fields(here.case, step)]
    alone = len(lines) == 1
    return {
        "title": here.row(step) if step.check else here.title(step),
        "anchor": here.anchor(step),
        "change": f"{here.url(step)}?to={to}",
        "lines": [{**lines[0], "label": here.title(step)}] if alone else lines,
        "alone": alone,
    }


# ---- what does not go together


def _contradictions(here: Sitting) -> tuple[Found, ...]:
    found = checking.check(shelf.library(), here.case, here.labels.words.language)
    return tuple(entry for entry in found if entry.rule.split("/")[1] == CONTRADICTIONS)


def _is_in(found: Found, here: Sitting, head: Section) -> bool:
    """Whether a question of this section is part of it."""
    return any(question_of(here.answers, reason.ref)[0].section == head.id for reason in found.because)


def _clash(here: Sitting, found: Found, to: str) -> dict[str, object]:
    """What does not go together, and the questions where it can be mended."""
    return {"title": found.title, "text": found.text, "links": [_link(here, reason, to) for reason in found.because]}


def _link(here: Sitting, reason: Reason, to: str) -> dict[str, str]:
    answer = "".join(run.text for run in reason.answer)
    return {"url": url(here.desk, "at", ref=reason.ref) + f"?to={to}", "question": reason.question, "answer": answer}
