"""The pages that ask: the task list, one question, a whole activity to check."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from privet import steps
from privet.questions import PART_OF, Field
from privet.steps import NAME, Step
from privet.web import shelf
from privet.web.desks import at_desk, url
from privet.web.interview import replies, rowlists, states
from privet.web.interview.keeping import keep, parked, posted
from privet.web.interview.onward import onward
from privet.web.interview.pages import about, beside, desk_of, sent, show
from privet.web.interview.replies import Reply
from privet.web.interview.review import line
from privet.web.interview.sitting import Sitting, sitting
from privet.web.interview.states import State
from privet.web.interview.uses import picture, uses, usual
from privet.web.interview.widgets import Widget, places, widget

# ---- the task list


@require_GET
@at_desk
def tasks(request: HttpRequest) -> HttpResponse:
    """Home: every section with how it stands, and where to go on."""
    here = sitting(desk_of(request))
    sections = [
        {
            "section": section,
            "title": here.labels.pick(section.title),
            "standing": (standing := here.standing(together)),
            "standing_key": f"standing-{standing}",
            "url": _into(here, together),
            "check": url(here.desk, "section", section=section.id),
        }
        for section, together in here.sections()
    ]
    following = next((step for step in here.steps if steps.is_lacking(here.case, step)), None)
    context = {
        "sections": sections,
        "done": sum(found["standing"] in ("done", "open") for found in sections),
        "next": here.url(following) if following else "",
        "next_title": here.title(following) if following else "",
        "fresh": not any(found["standing"] != "new" for found in sections),
        "organisation": here.answers.text("organisation", "name"),
    }
    return show(request, "tasks", context)


def _into(here: Sitting, together: Sequence[Step]) -> str:
    """The first open step of a section; its check page where nothing is open."""
    step = next((step for step in together if steps.is_lacking(here.case, step)), None)
    return here.url(step) if step else url(here.desk, "section", section=together[0].question.section)


# ---- one question


@require_http_methods(["GET", "POST"])
@at_desk
def question(request: HttpRequest, question: str, row: str = "") -> HttpResponse:
    """One question, about the organisation or about one row."""
    here = sitting(desk_of(request))
    try:
        step = here.step(here.answers.questionnaire.question(question), row)
    except KeyError:
        raise Http404 from None
    if not here.is_asked(step):
        return show(request, "skipped", {**about(request, here, step), "next": onward(request, here, step)})
    if step.question.rows:
        return rowlists.page(request, here, step)
    return _fields_page(request, here, step, steps.fields(here.case, step))


@require_http_methods(["GET", "POST"])
@at_desk
def check(request: HttpRequest, table: str, row: str) -> HttpResponse:
    """A whole row from a template to look through; what the template leaves open is asked here."""
    here = sitting(desk_of(request))
    step = here.whole_row(table, row)
    every = steps.fields(here.case, step)
    asked = request.POST.get("asked", "").split() or [
        field.key
        for field in every
        if field.key != NAME and here.answers.at(field.table, field.key, row).state == "missing"
    ]
    lines = [line(here, field, row, "check") for field in every if field.key not in asked]
    return _fields_page(request, here, step, [field for field in every if field.key in asked], lines)


def _fields_page(
    request: HttpRequest, here: Sitting, step: Step, fields: list[Field], lines: Sequence[object] = ()
) -> HttpResponse:
    """A page with fields: shown, or read and kept; what waited for a sign-in is shown once more."""
    sending = request.method == "POST"
    form = posted(request) if sending else parked(request)
    if not (sending or form):
        return _fields_shown(request, here, step, fields, lines, _now(here, step, fields), Reply())
    reply = replies.read_fields(form, fields, step, here)
    if reply.changes and not reply.errors and states.one(form, "seen") != here.seen(fields, step):
        return _conflict(request, here, step, fields, lines, form, reply)
    kept = keep(here, reply) if sending and not reply.errors else here
    if reply.errors or not sending:
        return _fields_shown(request, here, step, fields, lines, form, reply)
    return sent(request, onward(request, kept, step), "news" if reply.changes else "")


def _now(here: Sitting, step: Step, fields: Sequence[Field]) -> dict[str, list[str]]:
    """The form that shows what is answered now."""
    form: dict[str, list[str]] = {}
    for field in fields:
        answer = here.answers.at(field.table, field.key, step.row)
        form |= {
            name: list(values) for name, values in states.state(answer, field, replies.desktop().gazetteer).items()
        }
    return form


def _fields_shown(
    request: HttpRequest, here: Sitting, step: Step, fields: Sequence[Field], lines: Sequence[object], form: State,
    reply: Reply, clash: Sequence[object] = (),
) -> HttpResponse:  # fmt: skip
    widgets = _widgets(here, step, fields, form, reply)
    context = {
        **about(request, here, step),
        "widgets": widgets,
        "alone": len(widgets) == 1 and not lines,
        "places": places(shelf.spoken()) if any(widget.kind == "places" for widget in widgets) else (),
        "lines": lines,
        "picture": picture(here, step.row) if step.check else "",
        "clash": clash,
        "seen": states.one(form, "seen") if reply.errors else here.seen(fields, step),
        "asked": " ".join(field.key for field in fields) if step.check else "",
        "errors": [(widget.name, widget.error) for widget in widgets if widget.error] + _general(reply),
        "uses": uses(here, step),
        "usual": usual(here, step) if not step.check else (),
        **beside(here),
    }
    status = 409 if clash else 422 if reply.errors else 200
    return show(request, "question", context, status)


def _widgets(here: Sitting, step: Step, fields: Sequence[Field], form: State, reply: Reply) -> list[Widget]:
    """The fields as a form shows them; a list that is part of another is shown within it."""
    together = {field.key for field in fields}
    whole = {field.key: PART_OF.get((field.table, field.key), "") for field in fields}
    errors = {**{whole[key]: text for key, text in reply.errors.items() if whole.get(key)}, **reply.errors}
    return [
        widget(field, form, here.case, here.labels, step.row, errors.get(field.key, ""))
        for field in fields
        if whole[field.key] not in together
    ]


def _general(reply: Reply) -> list[tuple[str, str]]:
    return [("", reply.errors[""])] if reply.errors.get("") else []


def _conflict(
    request: HttpRequest, here: Sitting, step: Step, fields: list[Field], lines: Sequence[object], form: State,
    reply: Reply,
) -> HttpResponse:  # fmt: skip
    """Somebody else answered this meanwhile: both answers are shown, and nothing is overwritten unseen."""
    labels = here.labels
    theirs = [
        {"label": labels.field(field), "shown": "".join(run.text for run in here.shown(field, step.row))}
        for field in fields
        if here.answers.at(field.table, field.key, step.row).ref in reply.changes
    ]
    return _fields_shown(request, here, step, fields, lines, form, Reply(), theirs)
