"""Where a page leads to: back where somebody came from, or on to what is still open."""

from __future__ import annotations

from django.http import HttpRequest

from privet import steps
from privet.steps import Step
from privet.web.desks import url
from privet.web.interview.sitting import Sitting

PLACES = {"plan": "plan", "documents": "documents"}
"""What ``?to=`` may say, besides the pages on which answers are checked."""
ALL = "all"


def onward(request: HttpRequest, here: Sitting, step: Step) -> str:
    """Where to go after a step: home for who stops; back where a "change" link came from; else on."""
    if "leave" in request.POST:
        return url(here.desk, "tasks")
    back = origin(request, here, step)
    if back:
        return back
    following = here.next_open(step)
    if following is None or following.question.section != step.question.section:
        return url(here.desk, "section", section=step.question.section)
    return here.url(following)


def origin(request: HttpRequest, here: Sitting, step: Step) -> str:
    """The page that a "change" link stood on; empty where somebody simply goes through the questions."""
    back = request.GET.get("to", "")
    if back == "check" and steps.is_templated(here.case, step.question.each, step.row):
        return url(here.desk, "check", table=step.question.each, row=step.row)
    if back in ("section", "check"):
        return url(here.desk, "section", section=step.question.section) + f"#{here.anchor(step)}"
    if back == ALL:
        return url(here.desk, "everything") + f"#{here.anchor(step)}"
    return url(here.desk, PLACES[back]) if back in PLACES else ""
