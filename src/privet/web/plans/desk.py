"""The desk of the team server: a plan in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property

from django.db import transaction
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from privet.answers import Changes
from privet.parsing import parse
from privet.rewriting import BEGINNING, rewritten
from privet.source import parse as parse_source
from privet.web import shelf
from privet.web.desks import Link, Standing
from privet.web.people.models import User
from privet.web.plans import actions, standing
from privet.web.plans.models import Plan, Revision
from privet.web.trail.record import did

LINKS = {
    "guest": (("keep", "link-keep"),),
    "client": (("approve", "link-approve-client"),),
    "reader": (("history", "link-history"),),
    "editor": (("history", "link-history"),),
    "owner": (("history", "link-history"), ("approve", "link-approve")),
}
"""Where each role goes on to, and the words for it."""
SEEN_EVERY = timedelta(hours=12)
"""How often it is noted that a guest came back."""


class PlanDesk:
    """A plan lying open before one visitor, whose role the access table has judged."""

    def __init__(self, plan: Plan, role: str, user: User | None, name: str) -> None:
        self.plan, self.role, self.user, self.name = plan, role, user, name

    @property
    def may_write(self) -> bool:
        return self.writes

    @property
    def writes(self) -> bool:
        """Whether this visitor may change the plan, whatever of it lies open."""
        return self.role in ("guest", "editor", "owner") and not self.plan.archived

    @property
    def note(self) -> str:
        return "kept-guest" if self.role == "guest" else "kept-team"

    @cached_property
    def latest(self) -> list[Revision]:
        """The newest revision and the one before it."""
        return list(self.plan.revisions.all()[:2])

    def read(self) -> str:
        return self.latest[0].text if self.latest else BEGINNING

    def before(self) -> str:
        return self.latest[-1].text if self.latest else BEGINNING

    def write(self, changes: Changes) -> None:
        questionnaire = shelf.library().questionnaire

        def edit(text: str) -> str:
            source = rewritten(parse_source(text.encode(), "privacy.toml"), changes, questionnaire)
            parse(source, questionnaire)
            return source.text

        self._change(edit)

    def replace(self, text: str) -> None:
        source = parse_source(text.encode(), "privacy.toml")
        parse(source, shelf.library().questionnaire)
        self._change(lambda _: source.text)

    def _change(self, edit: Callable[[str], str]) -> None:
        before = self.latest[0].number if self.latest else 0
        with transaction.atomic():  # the trail says it, or it did not happen
            made = actions.change(self.plan, self.user, self.name, edit)
            if made.number != before and self.plan.organisation_id:
                did(self.name, "changed", self.plan.organisation_id, self.plan.pk, str(made.number))
        self.__dict__.pop("latest", None)

    @property
    def place(self) -> dict[str, object]:
        return {"plan": self.plan.pk}

    @property
    def links(self) -> Sequence[Link]:
        """Where else to go: for owners more than for others."""
        links = shelf.words().say
        return [Link(reverse(name, kwargs=self.place), links(f"web.whole.{key}")) for name, key in LINKS[self.role]]

    def standing(self, language: str) -> Standing | None:
        return standing.standing(self.plan, self.latest[0] if self.latest else None, language)


class RevisionDesk(PlanDesk):
    """An old revision of a plan, to look at."""

    def __init__(self, plan: Plan, role: str, user: User | None, name: str, revision: Revision) -> None:
        super().__init__(plan, role, user, name)
        self.revision = revision

    @property
    def may_write(self) -> bool:
        return False

    def read(self) -> str:
        return self.revision.text

    def before(self) -> str:
        return self.revision.text

    def standing(self, language: str) -> Standing | None:
        """Whether this very revision was approved."""
        approval = self.revision.approvals.order_by("-made").first()
        return Standing(standing.approved(approval, "approved-by", language), ()) if approval else None


def desk(request: HttpRequest, where: dict[str, object]) -> tuple[PlanDesk, dict[str, object]]:
    """The plan that the address names, or an old revision of it; the access table has looked at it already."""
    visit = getattr(request, "visit", None)
    if visit is None or visit.plan is None:
        raise Http404
    user: User | None = request.user if request.user.is_authenticated else None
    who = (visit.plan, visit.role, user, visit.name)
    rest = {name: value for name, value in where.items() if name not in ("plan", "revision")}
    if "revision" in where:
        return RevisionDesk(*who, revision_of(visit.plan, where["revision"])), rest
    if visit.role == "guest":
        _seen(visit.plan)
    return PlanDesk(*who), rest


def revision_of(plan: Plan, number: object) -> Revision:
    """A revision by its number; Http404 where the plan has none."""
    found = plan.revisions.filter(number=number).first() if isinstance(number, int) and number < 2**31 else None
    if found is None:
        raise Http404
    return found


def _seen(plan: Plan) -> None:
    """A guest's plan is kept for a month from now."""
    now = timezone.now()
    if plan.seen < now - SEEN_EVERY:
        Plan.objects.filter(pk=plan.pk).update(seen=now)
