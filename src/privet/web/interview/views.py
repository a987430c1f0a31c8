"""The pages that ask: the task list, one question, a whole activity to check, a section to check."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from privet import steps
from privet.errors import InputError, WriteError
from privet.proposals import Proposals
from privet.questions import NONE, UNKNOWN, Field
from privet.steps import NAME, PART_OF, Step
from privet.web import shelf
from privet.web.desks import Desk, at_desk, url
from privet.web.interview import preview, replies, states
from privet.web.interview.replies import Reply
from privet.web.interview.sitting import Sitting, question_of, sitting
from privet.web.interview.states import State
from privet.web.interview.widgets import Option, widget


def desk_of(request: HttpRequest) -> Desk:
    desk: Desk = request.desk  # type: ignore[attr-defined]  # put there by at_desk
    return desk


def show(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A page of a desk."""
    return render(request, f"interview/{template}.html", {"desk": desk_of(request), **context}, status=status)


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
        return show(request, "skipped", {**_about(here, step), "next": _onward(request, here, step)})
    if step.question.rows:
        return _rows_page(request, here, step)
    return _fields_page(request, here, step, steps.fields(here.case, step))


@require_http_methods(["GET", "POST"])
@at_desk
def check(request: HttpRequest, table: str, row: str) -> HttpResponse:
    """A whole row from a template to look through; what the template leaves open is asked here."""
    here = sitting(desk_of(request))
    step = here.whole_row(table, row)
    every = steps.fields(here.case, step)
    still_open = [
        field
        for field in every
        if field.key != NAME and here.answers.at(field.table, field.key, row).state == "missing"
    ]
    lines = [_line(here, field, row) for field in every if field not in still_open]
    return _fields_page(request, here, step, still_open, lines)


def _line(here: Sitting, field: Field, row: str) -> dict[str, object]:
    """One answer of the row, with the way to change it."""
    answer = here.answers.at(field.table, field.key, row)
    named = field.key == NAME and answer.state == "missing"
    shown = here.labels.row(field.table, row).text if named else "".join(run.text for run in here.shown(field, row))
    change = here.url(Step(here.answers.questionnaire.question(field.question), row))
    return {"label": here.labels.field(field), "shown": shown, "change": f"{change}?to=check", "state": answer.state}


def _fields_page(
    request: HttpRequest, here: Sitting, step: Step, fields: list[Field], lines: Sequence[object] = ()
) -> HttpResponse:
    """A page with fields: shown, or read and kept."""
    if request.method != "POST":
        parked = request.session.pop("parked", None) or {}
        form = parked.get("form", {}) if parked.get("path") == request.path else {}
        return _fields_shown(request, here, step, fields, lines, form or _now(here, step, fields), Reply())
    form = _posted(request)
    reply = replies.read_fields(form, fields, step, here)
    if reply.errors:
        return _fields_shown(request, here, step, fields, lines, form, reply)
    if reply.changes and states.one(form, "seen") != here.seen(fields, step):
        return _conflict(request, here, step, fields, lines, form, reply)
    kept = _keep(request, here, reply)
    if reply.errors:
        return _fields_shown(request, here, step, fields, lines, form, reply)
    return redirect(_onward(request, kept, step))


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}


def _now(here: Sitting, step: Step, fields: Sequence[Field]) -> dict[str, list[str]]:
    """The form that shows what is answered now."""
    form: dict[str, list[str]] = {}
    for field in fields:
        answer = here.answers.at(field.table, field.key, step.row)
        form |= {
            name: list(values) for name, values in states.state(answer, field, replies.desktop().gazetteer).items()
        }
    return form


def _keep(request: HttpRequest, here: Sitting, reply: Reply) -> Sitting:
    """Write the changes; what cannot be kept is an error on the page, and nothing is lost."""
    if not here.desk.may_write:
        raise PermissionDenied
    if not reply.changes:
        return here
    try:
        here.desk.write(reply.changes)
    except (InputError, WriteError) as fault:
        first = fault.faults[0]
        slots = {name.replace("-", "_"): value for name, value in first.slots}
        words = here.labels.words
        known = f"fault.{first.message}" in words.strings
        slots.setdefault("key", first.key)
        text = words.say(f"fault.{first.message}", **slots) if known else words.say("web.wrong.unfit")
        reply.errors[""] = text
        return here
    return sitting(here.desk)


def _fields_shown(
    request: HttpRequest, here: Sitting, step: Step, fields: Sequence[Field], lines: Sequence[object], form: State,
    reply: Reply, clash: Sequence[object] = (),
) -> HttpResponse:  # fmt: skip
    parts = {key for (table, key) in PART_OF if table == step.question.table}
    together = {field.key for field in fields}
    widgets = [
        widget(field, form, here.case, here.labels, step.row, reply.errors.get(field.key, ""))
        for field in fields
        if not (field.key in parts and PART_OF[(field.table, field.key)] in together)
    ]
    context = {
        **_about(here, step),
        "widgets": widgets,
        "alone": len(widgets) == 1 and not lines,
        "lines": lines,
        "clash": clash,
        "seen": here.seen(fields, step),
        "errors": [(widget.name, widget.error) for widget in widgets if widget.error] + _general(reply),
        **_beside(here),
    }
    status = 409 if clash else 422 if reply.errors else 200
    return show(request, "question", context, status)


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


# ---- which rows there are


def _rows_page(request: HttpRequest, here: Sitting, step: Step) -> HttpResponse:
    if request.method != "POST":
        return _rows_shown(request, here, step, None, Reply())
    form = _posted(request)
    reply, _ = replies.read_rows(form, step, here)
    if reply.errors:
        return _rows_shown(request, here, step, form, reply)
    if reply.changes and states.one(form, "seen") != here.seen([], step):
        return _rows_shown(request, here, step, form, reply, "clash")
    if reply.removed and states.one(form, "sure") != "on":
        return _rows_shown(request, here, step, form, reply)
    kept = _keep(request, here, reply)
    if reply.errors:
        return _rows_shown(request, here, step, form, reply)
    return redirect(_onward(request, kept, step))


def _rows_shown(
    request: HttpRequest, here: Sitting, step: Step, form: State | None, reply: Reply, clash: str = ""
) -> HttpResponse:
    rows = Proposals(step.question, here.case, here.labels)
    state = here.answers.states.get(step.question.table, "missing")
    chosen = tuple(form.get("rows", ())) if form is not None else (*rows.present, *rows.accepted)
    options = {
        id: Option(id, rows.labels[id], "checked" if id in chosen else "") for id in (*rows.present, *rows.fresh)
    }
    first = [options[id] for id in (*rows.present, *rows.proposed)]
    rest = [options[id] for id in rows.fresh if id not in rows.proposed]
    none_now = form is None and state == "known" and not rows.present
    context = {
        **_about(here, step),
        "first": first or rest,
        "rest": rest if first else [],
        "templates": step.question.templates,
        "own": step.question.rows == "free",
        "own_text": "\n".join(form.get("rows.other", ())) if form is not None else "",
        "none_checked": none_now or NONE in chosen,
        "unknown_checked": (form is None and state == UNKNOWN) or UNKNOWN in chosen,
        "removed": [rows.labels[row] for row in reply.removed] if not reply.errors else [],
        "seen": here.seen([], step),
        "clash": clash,
        "errors": [(key, text) for key, text in reply.errors.items()],
        **_beside(here),
    }
    status = 409 if clash else 422 if reply.errors or reply.removed else 200
    return show(request, "rows", context, status)


# ---- what every question page has


def _about(here: Sitting, step: Step) -> dict[str, object]:
    """Title, section, why we ask, the way back."""
    labels, asked = here.labels, step.question
    before = here.before(step)
    return {
        "title": labels.pick(asked.title) if not step.check else labels.words.say("interview.check-activity"),
        "about": here.row(step),
        "section": labels.pick(here.section(step).title),
        "hint": "" if step.check else labels.pick(asked.hint),
        "why": labels.pick(asked.why),
        "back": here.url(before) if before else url(here.desk, "tasks"),
        "step": step,
    }


def _beside(here: Sitting) -> dict[str, object]:
    """What the last answer changed in the plan."""
    start = url(here.desk, "at", ref="REF").removesuffix("REF")
    return {"changes": preview.changes(here.desk.before(), here.text, shelf.spoken(), start)}


def _onward(request: HttpRequest, here: Sitting, step: Step) -> str:
    """Where to go after a step: back where a "change" link came from; else on; else to the section's check page."""
    back = request.GET.get("to", "")
    if back == "check" and steps.is_templated(here.case, step.question.each, step.row):
        return url(here.desk, "check", table=step.question.each, row=step.row)
    if back in ("section", "check"):
        return url(here.desk, "section", section=step.question.section)
    if back == "plan":
        return url(here.desk, "plan")
    following = here.next_open(step)
    if following is None or following.question.section != step.question.section:
        return url(here.desk, "section", section=step.question.section)
    return here.url(following)


# ---- a section to check, and from a sentence to its question


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
        "title": here.labels.pick(head.title),
        "groups": [_summary(here, step) for step in together],
        "standing": here.standing(together),
        "next": here.url(following) if following else "",
        **_beside(here),
    }
    return show(request, "section", context)


def _summary(here: Sitting, step: Step) -> dict[str, object]:
    """One step with its answers."""
    if step.question.rows:
        shown = here.labels.listed(
            [here.labels.row(step.question.table, row) for row in here.answers.rows(step.question.table)]
        )
        state = here.answers.states.get(step.question.table, "missing")
        text = "".join(run.text for run in shown)
        lines: list[dict[str, object]] = [{"label": "", "shown": text if state == "known" else "", "state": state}]
    else:
        lines = [_line(here, field, step.row) for field in steps.fields(here.case, step)]
    return {
        "title": here.title(step),
        "url": here.url(step),
        "change": f"{here.url(step)}?to=section",
        "lines": lines,
        "check": step.check,
    }


@require_GET
@at_desk
def at(request: HttpRequest, ref: str) -> HttpResponse:
    """From a sentence of the plan to the question behind it."""
    here = sitting(desk_of(request))
    asked, row = question_of(here.answers, ref)
    return redirect(f"{here.url(here.step(asked, row))}?to=plan")
