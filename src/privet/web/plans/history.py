"""What became of the answers: every sitting with what it changed, and the way back to each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from privet import making
from privet.answers import digest
from privet.compose import compose
from privet.errors import InputError, UnfinishedError
from privet.facts import Case
from privet.labels import Labeller
from privet.rewriting import BEGINNING
from privet.web import shelf
from privet.web.desks import at_desk
from privet.web.plans import actions, standing
from privet.web.plans.desk import RevisionDesk
from privet.web.plans.models import Approval, Edition, Plan, Revision
from privet.web.plans.pages import numbered, open_desk, show
from privet.web.trail.record import did

GAP = timedelta(minutes=30)
"""A longer pause ends a sitting."""
SITTINGS = 20
"""How many are shown on a page."""
FORMS = ("html", "pdf", "docx")
"""The formats in which documents of an old revision are offered."""


@dataclass
class Sat:
    """What one person did without a long pause."""

    revisions: list[Revision]
    """The newest first; without their texts."""

    @property
    def last(self) -> Revision:
        return self.revisions[0]

    @property
    def first(self) -> Revision:
        return self.revisions[-1]

    @property
    def began(self) -> datetime:
        return self.first.made

    def goes_on(self, earlier: Revision) -> bool:
        """Whether a revision just before belongs to it too."""
        same = (earlier.by_id, earlier.by_name) == (self.first.by_id, self.first.by_name)
        return same and self.first.made - earlier.made < GAP


def sittings(revisions: Iterator[Revision]) -> Iterator[Sat]:
    """Revisions, the newest first, as sittings."""
    sat: Sat | None = None
    for revision in revisions:
        if sat and sat.goes_on(revision):
            sat.revisions.append(revision)
            continue
        if sat:
            yield sat
        sat = Sat([revision])
    if sat:
        yield sat


@require_GET
@at_desk
def history(request: HttpRequest) -> HttpResponse:
    """Who changed what, sitting by sitting."""
    plan = open_desk(request).plan
    found = plan.revisions.defer("text")
    if before := numbered(request.GET.get("before", "")):
        found = found.filter(number__lt=before)
    page: list[Sat] = []
    for sat in sittings(found.iterator(chunk_size=200)):
        page.append(sat)
        if len(page) > SITTINGS:
            break
    shown = page[:SITTINGS]
    older = shown[-1].first.number if len(page) > SITTINGS else 0
    return show(request, "history", {"sittings": _told(plan, shown), "older": older})


def _told(plan: Plan, shown: Sequence[Sat]) -> list[dict[str, object]]:
    """The sittings with what each changed, and what else was done with their revisions."""
    ends = {number for sat in shown for number in (sat.last.number, sat.first.number - 1)}
    texts = dict(plan.revisions.filter(number__in=ends).values_list("number", "text"))
    numbers = [revision.number for sat in shown for revision in sat.revisions]
    approvals = Approval.objects.filter(revision__plan=plan, revision__number__in=numbers).select_related("revision")
    editions = Edition.objects.filter(revision__plan=plan, revision__number__in=numbers).select_related("revision")
    newest = plan.revisions.values_list("number", flat=True).first()
    return [
        {
            "who": sat.last.by_name,
            "sat": sat,
            "newest": sat.last.number == newest,
            "sections": standing.between(
                texts.get(sat.first.number - 1, BEGINNING), texts[sat.last.number], shelf.spoken()
            ),
            "approvals": [found for found in approvals if found.revision in sat.revisions],
            "editions": [found for found in editions if found.revision in sat.revisions],
        }
        for sat in shown
    ]


@require_http_methods(["GET", "POST"])
@at_desk
def revision(request: HttpRequest) -> HttpResponse:
    """An old revision to look at, and to bring back as a new one."""
    desk = open_desk(request)
    assert isinstance(desk, RevisionDesk)  # noqa: S101 - the address names a revision
    found = desk.revision
    if request.method == "POST":
        return _brought_back(desk)
    newest = desk.latest[0]
    context = {
        "revision": found,
        "newest": found.number == newest.number,
        "hash": digest(found.text),
        "sections": standing.between(newest.text, found.text, shelf.spoken()),
        "standing": desk.standing(shelf.spoken()),
        "papers": _documents(found.text),
        "forms": FORMS,
    }
    return show(request, "revision", context)


def _brought_back(desk: RevisionDesk) -> HttpResponse:
    """The old text as a new revision: nothing of what came after it is lost."""
    if not desk.writes:
        raise PermissionDenied
    made = actions.change(desk.plan, desk.user, desk.name, lambda _: desk.revision.text)
    if made.number != desk.revision.number:
        did(desk.name, "brought-back", desk.plan.organisation_id, desk.plan.pk, str(desk.revision.number))
    return redirect("history", plan=desk.plan.pk)


def _documents(text: str) -> list[dict[str, str]]:
    """The documents there are of the answers of then; none where they can no longer be read."""
    try:
        return list(_papers(shelf.case(text)))
    except InputError:  # a text of an older privet, with a term that is gone
        return []


def _papers(case: Case) -> Iterator[dict[str, str]]:
    """The documents that the answers make."""
    labels = Labeller(case.answers, shelf.words(case))
    for kind in shelf.library().document_names:
        pack = shelf.library().document(kind)
        for name, judged in making.parts(shelf.library(), case, kind):
            try:
                compose(shelf.library(), judged, shelf.spoken())
            except UnfinishedError:
                continue
            row = name.removeprefix(f"{kind}-") if pack.each else ""
            about = labels.row(pack.each, row).text if row else ""
            yield {"kind": kind, "name": name, "title": labels.pick(pack.title), "about": about}
