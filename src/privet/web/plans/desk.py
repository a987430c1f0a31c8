"""The desk of the team server: a plan in the database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.http import Http404, HttpRequest
from django.urls import reverse

from privet.answers import Changes
from privet.parsing import parse
from privet.rewriting import BEGINNING, rewritten
from privet.source import parse as parse_source
from privet.web import shelf
from privet.web.desks import Link
from privet.web.people.models import User
from privet.web.plans import actions
from privet.web.plans.models import Plan, Revision


class PlanDesk:
    """A plan lying open before one visitor, whose role the access table has judged."""

    def __init__(self, plan: Plan, role: str, user: User | None, name: str) -> None:
        self.plan, self.role, self.user, self.name = plan, role, user, name

    @property
    def may_write(self) -> bool:
        return self.role in ("guest", "editor", "owner")

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

    def _change(self, edit: object) -> None:
        actions.change(self.plan, self.user, self.name, edit)  # type: ignore[arg-type]  # str to str, above
        self.__dict__.pop("latest", None)

    @property
    def place(self) -> dict[str, object]:
        return {"plan": self.plan.pk}

    @property
    def links(self) -> Sequence[Link]:
        """Where else to go: the history for who works here."""
        if self.role == "guest":
            return (Link(reverse("keep", kwargs=self.place), shelf.words().say("web.team.keep")),)
        if self.role == "client":
            return (Link(reverse("approve", kwargs=self.place), shelf.words().say("web.team.approve")),)
        return (Link(reverse("history", kwargs=self.place), shelf.words().say("web.team.history")),)


def desk(request: HttpRequest, where: dict[str, object]) -> tuple[PlanDesk, dict[str, object]]:
    """The plan that the address names; the access table has looked at it already."""
    visit = getattr(request, "visit", None)
    if visit is None or visit.plan is None:
        raise Http404
    user = request.user if request.user.is_authenticated else None
    rest = {name: value for name, value in where.items() if name != "plan"}
    return PlanDesk(visit.plan, visit.role, user, visit.name), rest
