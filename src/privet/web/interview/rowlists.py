"""The pages that ask which rows a table has: activities, suppliers, sensitive information."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from privet.proposals import Proposals
from privet.questions import NONE, UNKNOWN
from privet.steps import Step
from privet.web.interview import replies, states
from privet.web.interview.keeping import keep, parked, posted
from privet.web.interview.onward import onward
from privet.web.interview.pages import about, beside, sent, show
from privet.web.interview.replies import Reply
from privet.web.interview.sitting import Sitting
from privet.web.interview.states import State
from privet.web.interview.uses import uses
from privet.web.interview.widgets import Option


def page(request: HttpRequest, here: Sitting, step: Step) -> HttpResponse:
    """Which rows there are: shown, or read and kept."""
    form = posted(request) if request.method == "POST" else parked(request)
    if not form:
        return _shown(request, here, step, None, Reply())
    reply, _ = replies.read_rows(form, step, here)
    if reply.errors or request.method != "POST":
        stale = states.one(form, "seen") != here.seen([], step)
        return _shown(request, here, step, form, reply, "clash" if stale and reply.changes else "")
    if reply.changes and states.one(form, "seen") != here.seen([], step):
        return _shown(request, here, step, form, reply, "clash")
    if reply.removed and states.one(form, "sure") != "on":
        return _shown(request, here, step, form, reply)
    kept = keep(here, reply)
    if reply.errors:
        return _shown(request, here, step, form, reply)
    return sent(request, onward(request, kept, step), "news" if reply.changes else "")


def _shown(
    request: HttpRequest, here: Sitting, step: Step, form: State | None, reply: Reply, clash: str = ""
) -> HttpResponse:
    rows = Proposals(step.question, here.case, here.labels)
    context = {
        **about(request, here, step),
        **_options(rows, form),
        **_marks(here, step, form, rows),
        "templates": step.question.templates,
        "own": step.question.rows == "free",
        "own_text": "\n".join(form.get("rows.other", ())) if form is not None else "",
        "removed": [rows.labels[row] for row in reply.removed] if not reply.errors else [],
        "seen": states.one(form, "seen") if form and reply.errors else here.seen([], step),
        "clash": clash,
        "errors": [(key and "rows", text) for key, text in reply.errors.items()],
        "uses": uses(here, step),
        **beside(here),
    }
    status = 409 if clash else 422 if reply.errors or reply.removed else 200
    return show(request, "rows", context, status)


def _options(rows: Proposals, form: State | None) -> dict[str, object]:
    """The rows that are there or likely, and behind them all others."""
    chosen = tuple(form.get("rows", ())) if form is not None else (*rows.present, *rows.accepted)
    options = {
        id: Option(id, rows.labels[id], "checked" if id in chosen else "") for id in (*rows.present, *rows.fresh)
    }
    ticked = [id for id in rows.fresh if id in chosen and id not in rows.proposed]
    first = [options[id] for id in (*rows.present, *rows.proposed, *ticked)]
    rest = [option for option in options.values() if option not in first]
    return {"first": first or rest, "rest": rest if first else []}


def _marks(here: Sitting, step: Step, form: State | None, rows: Proposals) -> dict[str, object]:
    """Whether "none" or "I don't know" is what was said."""
    if form is not None:
        return {"none_checked": NONE in form.get("rows", ()), "unknown_checked": UNKNOWN in form.get("rows", ())}
    state = here.answers.states.get(step.question.table, "missing")
    return {"none_checked": state == "known" and not rows.present, "unknown_checked": state == UNKNOWN}
