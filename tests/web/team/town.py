"""Who is who in the tests of the team server: two organisations, everybody who may come by, and what they look for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from privet.web.access import CLIENT, GUEST
from privet.web.people import actions
from privet.web.people.models import Invitation, Membership, Organisation, Role, User
from privet.web.plans import actions as plan_actions
from privet.web.plans.models import Plan, SignOff

PASSWORD = "nine green bottles hang"  # noqa: S105 - of people who do not exist
CSRF = "c" * 32
GUEST_KEY, OTHER_GUEST_KEY, CLIENT_KEY = "g" * 43, "h" * 43, "k" * 43


@dataclass
class Town:
    """Everything there is."""

    bakery: Organisation
    plan: Plan
    guest_plan: Plan
    other_guest_plan: Plan
    elsewhere: Organisation
    other_plan: Plan
    users: Mapping[str, User]
    invitation: Invitation
    invitation_key: str

    def member(self, name: str) -> Membership:
        """The membership of somebody in the bakery."""
        return Membership.objects.get(organisation=self.bakery, user=self.users[name])

    def visitor(self, kind: str) -> Client:
        """A browser in the hands of such a visitor."""
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"] = CSRF
        if kind in self.users:
            client.force_login(self.users[kind])
        session = client.session
        if kind == "guest":
            session[GUEST] = {str(self.guest_plan.pk): GUEST_KEY}
        if kind == "other-guest":
            session[GUEST] = {str(self.other_guest_plan.pk): OTHER_GUEST_KEY, str(self.plan.pk): OTHER_GUEST_KEY}
        if kind == "client":
            session[CLIENT] = {str(self.plan.pk): CLIENT_KEY}
        if kind != "anyone":
            session.save()
            client.cookies["privet"] = str(session.session_key)
        return client


VISITORS = (
    "anyone", "stranger", "guest", "other-guest", "client", "reader", "editor", "owner", "suspended", "other-owner",
)  # fmt: skip


def town(name: str = "Bakery Molenaar", person: str = "") -> Town:
    """Build it; ``name`` is what the bakery is called, ``person`` stands in every address."""
    users = {kind: User.objects.create_user(f"{kind}{person}@example.org", PASSWORD) for kind in VISITORS[1:] if kind not in ("guest", "other-guest", "client")}  # fmt: skip
    bakery = actions.found_organisation(name, users["owner"])
    elsewhere = actions.found_organisation("Elsewhere", users["other-owner"])
    for role in Role.values[:2]:
        Membership.objects.create(organisation=bakery, user=users[role], role=role)
    Membership.objects.create(organisation=bakery, user=users["suspended"], role=Role.OWNER, suspended=True)
    plan = plan_actions.begin(bakery, users["owner"], name)
    SignOff.objects.create(
        plan=plan, key_hash=plan_actions.hashed(CLIENT_KEY), name=name, ends=timezone.now() + timedelta(days=1)
    )
    key = actions.invite(bakery, f"new{person}@example.org", Role.EDITOR, users["owner"])
    return Town(
        bakery=bakery,
        plan=plan,
        guest_plan=plan_actions.begin(None, None, key=GUEST_KEY),
        other_guest_plan=plan_actions.begin(None, None, key=OTHER_GUEST_KEY),
        elsewhere=elsewhere,
        other_plan=plan_actions.begin(elsewhere, users["other-owner"], "Other"),
        users=users,
        invitation=Invitation.objects.get(organisation=bakery),
        invitation_key=key,
    )


@dataclass(frozen=True)
class Route:
    """One address of the server, as Django knows it."""

    name: str
    pattern: str
    slots: tuple[str, ...]
    callback: object

    def at(self, values: Mapping[str, object]) -> str:
        """The address with its slots filled."""
        unknown = set(self.slots) - set(values)
        assert not unknown, f"say in samples() what to put for {unknown} of {self.pattern}"
        return reverse(self.name, kwargs={slot: values[slot] for slot in self.slots})

    @property
    def is_about(self) -> bool:
        """Whether it names an organisation or a plan."""
        return bool({"organisation", "plan"} & set(self.slots))


def routes() -> list[Route]:
    """Every address; where two have one name, the one that is reached."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver().url_patterns, "", (), ""):
        found.setdefault(route.name, route)
    return list(found.values())


def _walk(patterns: list[URLPattern | URLResolver], path: str, slots: tuple[str, ...], space: str) -> Iterator[Route]:
    for entry in patterns:
        own = entry.pattern
        named = tuple(own.regex.groupindex) if isinstance(own, RegexPattern) else tuple(own.converters)
        here, all_slots = path + str(own), (*slots, *named)
        if isinstance(entry, URLResolver):
            prefix = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, here, all_slots, prefix)
        else:
            yield Route(f"{space}{entry.name}", here, all_slots, entry.callback)


def samples(there: Town) -> dict[str, object]:
    """A value for every slot of every address: something that is there, in the bakery."""
    return {
        "organisation": there.bakery.pk,
        "plan": there.plan.pk,
        "member": there.member("reader").pk,
        "invitation": there.invitation.pk,
        "key": there.invitation_key,
        "uidb36": "1",
        "pk": 1,
        "question": "organisation",
        "table": "activities",
        "row": "newsletter",
        "section": "you",
        "ref": "organisation.name",
        "kind": "plan",
        "name": "plan",
        "language": "en",
        "form": "html",
        "revision": 1,
        "slug": "nowhere",
        "digest": "0",
        "rest": "nothing",
    }


def bare(body: bytes) -> str:
    """A page without what differs between any two requests: ids and tokens."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body.decode())
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)
