"""The table of who may do what holds on every address, for every kind of visitor (W-10, W-11, W-02, W-17)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import cast

import pytest
from access import page, table_rows  # tools/
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from privet.web.access import Row, table
from privet.web.api import keys
from privet.web.api.models import Token
from privet.web.people.models import Membership
from web.team.town import CSRF, VISITORS, Route, Town, bare, routes, samples

IN = 299
"""What the stand-in for every view answers."""
STANDING = {"client": "client", "reader": "reader", "editor": "editor", "owner": "owner"}
"""What the table calls a visitor of the bakery and its plan; the others have nothing to do there."""
LADDER = ("reader", "editor", "owner")
NAMES = [route.name for route in routes()]
OPEN_TO_CACHES = frozenset(("public-notice",))


def stand_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the innermost: instead of any view."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    middleware.process_view = lambda *_: HttpResponse("in", status=IN)  # type: ignore[attr-defined]  # how Django finds it
    return middleware


def may(wanted: tuple[str, ...], visitor: str, role: str) -> bool:
    """The table, read again by somebody else."""
    signed_in = visitor in ("stranger", "reader", "editor", "owner", "suspended", "other-owner")
    enough = {"anyone"} | ({"signed-in"} if signed_in else set()) | ({role} if role else set())
    if role in LADDER:
        enough |= set(LADDER[: LADDER.index(role) + 1])
    return bool(enough & set(wanted))


def expected(route: Route, row: Row, wanted: tuple[str, ...], visitor: str) -> int:
    """The status that the table asks for."""
    if not (row.see or row.change):
        return 404
    signed_in = visitor in ("stranger", "reader", "editor", "owner", "suspended", "other-owner")
    if not route.is_about:
        return IN if may(wanted, visitor, "") else 302 if not signed_in and "signed-in" in wanted else 403
    role = STANDING.get(visitor, "")
    if visitor == "client" and "plan" not in route.slots:
        role = ""
    if not role:
        return 404 if signed_in else 302
    return IN if may(wanted, visitor, role) else 403


def asked(client: Client, method: str, path: str) -> int:
    if method == "GET":
        return client.get(path).status_code
    return client.generic(method, path, f"csrfmiddlewaretoken={CSRF}", "application/x-www-form-urlencoded", headers={"X-CSRFToken": CSRF}).status_code  # fmt: skip


# ---- the table and the addresses


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    """What was forgotten, on either side."""
    assert sorted(set(NAMES) ^ set(table())) == []


def test_an_address_without_a_row_is_closed_to_everybody(there: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forgetting a row opens nothing, not even to the owner."""
    rest = {name: row for name, row in table().items() if name != "organisation"}
    monkeypatch.setattr("privet.web.access.table", lambda: rest)

    assert there.visitor("owner").get(f"/organisations/{there.bakery.pk}/").status_code == 404


def test_the_page_about_access_is_the_table() -> None:
    """docs/access.md says what the server does."""
    from pathlib import Path

    assert Path("docs/access.md").read_text(encoding="utf-8") == page(), "run tools/access.py"
    assert {name for _, name, *_ in table_rows()} == set(table())


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_address_obeys_the_table(there: Town, settings: Settings, visitor: str) -> None:
    """Every address, by GET, POST and other methods."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "web.team.test_access.stand_in"]
    client, values = there.visitor(visitor), samples(there)
    found, due = {}, {}
    for route in routes():
        row = table().get(route.name)
        if row is None or row.group == "api":
            continue
        for method in ("GET", "POST", "DELETE"):
            key = f"{method} {route.name}"
            due[key] = expected(route, row, row.see if method == "GET" else row.change, visitor)
            found[key] = asked(client, method, route.at(values))

    assert {key: (status, due[key]) for key, status in found.items() if status != due[key]} == {}


def test_a_guest_has_the_guest_plan_and_nothing_else(there: Town, settings: Settings) -> None:
    """The key opens one plan, for what the table says of guests."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "web.team.test_access.stand_in"]
    values = {**samples(there), "plan": there.guest_plan.pk}
    for route in (route for route in routes() if "plan" in route.slots):
        row = table().get(route.name)
        if row is None or row.group == "api":
            continue
        for method, wanted in (("GET", row.see), ("POST", row.change)):
            for visitor, role in (("guest", "guest"), ("other-guest", ""), ("owner", "")):
                status = asked(there.visitor(visitor), method, route.at(values))
                due = (IN if "guest" in wanted else 403) if role else 404 if visitor == "owner" else 302
                assert status == due, (method, route.name, visitor)


@pytest.mark.parametrize("program", ["none", "read", "write", "read write", "revoked", "elsewhere", "demoted"])
def test_programs_obey_the_table(there: Town, settings: Settings, program: str) -> None:
    """A key opens what its scopes say, in its own organisation, while it holds and its maker is an owner."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "web.team.test_access.stand_in"]
    home, maker = (there.elsewhere, "other-owner") if program == "elsewhere" else (there.bakery, "owner")
    scopes = tuple(scope for scope in program.split() if scope in keys.SCOPES) or keys.SCOPES
    token, key = keys.make(home, there.users[maker], "program", scopes, 30)
    Token.objects.filter(pk=token.pk).update(revoked=program == "revoked")
    if program == "demoted":
        Membership.objects.filter(user=there.users[maker]).update(role="editor")
    headers = {} if program == "none" else {"Authorization": f"Bearer {key}"}
    for route in (route for route in routes() if route.name in table() and table()[route.name].group == "api"):
        row = table()[route.name]
        for method, wanted in (("GET", row.see), ("PUT", row.change)):
            due = _program_due(program, scopes, wanted, "plan" in route.slots)
            status = Client().generic(method, route.at(samples(there)), headers=headers).status_code
            assert status == due, (method, route.name, program)


def _program_due(program: str, scopes: tuple[str, ...], wanted: tuple[str, ...], *about: object) -> int:
    if not wanted:
        return 405
    if "anyone" in wanted:
        return IN
    if program in ("none", "revoked", "demoted"):
        return 401
    if program == "elsewhere" and about == (True,):
        return 404
    return IN if {f"token-{scope}" for scope in scopes} & set(wanted) else 403


# ---- other people's things


@pytest.mark.parametrize("visitor", ["stranger", "other-owner", "suspended", "anyone"])
def test_what_is_not_yours_looks_like_what_is_not_there(there: Town, visitor: str) -> None:
    """Same status and same page, so that nobody learns which ids exist (W-10)."""
    client, values = there.visitor(visitor), samples(there)
    nowhere = {**values, "organisation": uuid.uuid4(), "plan": uuid.uuid4()}
    about = (route for route in routes() if route.is_about and route.name in table())
    for route in (route for route in about if table()[route.name].group != "api"):
        for method in ("GET", "POST"):
            theirs, missing = (
                client.generic(method, route.at(ids), headers={"X-CSRFToken": CSRF}) for ids in (values, nowhere)
            )
            assert theirs.status_code == missing.status_code, route.name
            assert theirs.status_code in (302, 404), (route.name, theirs.status_code)
            assert bare(theirs.content) == bare(missing.content), route.name


def test_ids_inside_an_organisation_belong_to_it(there: Town) -> None:
    """A member or invitation of another organisation is not there, by way of one's own address."""
    owner, bakery = there.visitor("owner"), there.bakery.pk
    foreign = there.elsewhere.membership_set.get().pk
    for theirs, missing in (
        (f"/organisations/{bakery}/members/{foreign}/", f"/organisations/{bakery}/members/999999/"),
        (
            f"/organisations/{bakery}/invitations/{uuid.uuid4()}/",
            f"/organisations/{bakery}/invitations/{uuid.uuid4()}/",
        ),
    ):
        for method in ("GET", "POST"):
            one, other = (owner.generic(method, path, headers={"X-CSRFToken": CSRF}) for path in (theirs, missing))
            assert one.status_code == other.status_code
            assert one.status_code == 404 or method == "GET"
            assert bare(one.content).replace(str(foreign), "999999") == bare(other.content)
    assert there.elsewhere.membership_set.count() == 1


# ---- what every address does


def test_nothing_is_changed_without_our_own_form(there: Town, settings: Settings) -> None:
    """Every address that takes anything refuses it without the token (W-02)."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "web.team.test_access.stand_in"]
    values = samples(there)
    for route in routes():
        row = table().get(route.name)
        if getattr(route.callback, "csrf_exempt", False):
            assert row is not None and row.group == "api", f"{route.name} is exempt: only programs with tokens may be"
            continue
        owner = there.visitor("owner")
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            for extra in ({}, {"headers": {"X-HTTP-Method-Override": "GET"}}):
                status = owner.generic(method, route.at(values), **extra).status_code  # type: ignore[arg-type]  # headers
                assert status == 403, (method, route.name)
        foreign = owner.post(route.at(values), {"csrfmiddlewaretoken": CSRF}, headers={"Origin": "https://evil.test"})
        assert foreign.status_code == 403, route.name


def test_every_page_opens_and_none_may_be_kept_by_caches(there: Town) -> None:
    """Looked at by who may: a page or a way on, never a fault, and private (W-17, headers)."""
    values = samples(there)
    for route in routes():
        row = table().get(route.name)
        if row is None or row.group in ("api", "closed") or not row.see:
            continue
        client = there.visitor("guest" if row.see == ("guest",) else "owner")
        ids = {**values, "plan": there.guest_plan.pk} if row.see == ("guest",) else values
        response = client.get(route.at(ids))
        assert response.status_code in (200, 302, 404, 405), (route.name, response.status_code)
        if route.name not in OPEN_TO_CACHES:
            assert "no-store" in response["Cache-Control"], route.name
            assert "Cookie" in response["Vary"], route.name
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        if route.name != "document":
            assert "unsafe" not in policy
            assert b"style=" not in response.content and b"onclick" not in response.content, route.name
            _no_inline_script(cast(HttpResponse, response), route.name)


def _no_inline_script(response: HttpResponse, name: str) -> None:
    """A script element has a source of ours, or is data."""
    for part in response.content.decode(errors="ignore").split("<script")[1:]:
        head, _, rest = part.partition(">")
        assert 'src="/static/' in head or "application/json" in head, (name, head, rest[:40])
