"""Hostile visitors of the team server: the W rows of the list of threats that are about people and pages."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.http import HttpRequest
from django.test import Client
from pytest_django.fixtures import Settings

from privet.web.access import table
from privet.web.people.limits import client_address
from privet.web.people.models import Organisation, User
from privet.web.plans.models import Plan
from privet.web.trail.models import Event
from web.team.town import CSRF, PASSWORD, Town, routes, samples, town

SCRIPT = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


def post(client: Client, path: str, **fields: str) -> Any:
    return client.post(path, {**fields, "csrfmiddlewaretoken": CSRF})


def sign_in(client: Client, login: str, password: str = PASSWORD, **extra: str) -> Any:
    return client.post("/accounts/login/", {"login": login, "password": password}, **extra)  # type: ignore[arg-type]  # WSGI variables


# ---- W-01


def test_script_in_every_text_is_shown_as_text(db: None) -> None:
    """On every page that shows any of it, for whoever may look."""
    there = town(SCRIPT)
    Event.objects.create(organisation=there.bakery.pk, actor=SCRIPT, action=SCRIPT[:60], about=SCRIPT)
    Plan.objects.filter(pk=there.plan.pk).update(name=SCRIPT)
    shown = 0
    for route in (route for route in routes() if route.name in table() and table()[route.name].see):
        for visitor in ("owner", "reader", "client", "anyone"):
            response = there.visitor(visitor).get(route.at(samples(there)))
            if response.get("Content-Type", "").startswith("text/html"):
                text = response.content.decode()
                assert "<script>alert" not in text and "<img src=x" not in text, route.name
                shown += "&lt;script&gt;alert" in text

    assert shown > 10, "the name is on many pages"


def test_what_a_request_says_comes_back_as_text() -> None:
    """Paths, headers, what was typed into a form that is shown again."""
    client, evil = Client(), {"User-Agent": SCRIPT, "Referer": SCRIPT, "Client-IP": SCRIPT, "Accept-Language": SCRIPT}
    for path in (f"/{SCRIPT}", f"/accounts/login/?next={SCRIPT}", f"/?{SCRIPT}", "/accounts/signup/?email=" + SCRIPT):
        assert "<script>alert" not in client.get(path, headers=evil).content.decode()
    for response in (
        client.post("/accounts/login/", {"login": SCRIPT, "password": SCRIPT, "next": SCRIPT}),
        client.post("/accounts/signup/", {"email": SCRIPT, "password1": SCRIPT}),
        client.post("/accounts/password/reset/", {"email": SCRIPT}),
    ):
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


# ---- W-06


def test_a_form_sent_after_the_session_ended_waits_for_its_person(there: Town) -> None:
    """After signing in the same question is there, with what was typed."""
    client = there.visitor("editor")
    place = f"/plans/{there.plan.pk}/question/organisation/"
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(place).content.decode())
    client.logout()
    client.cookies["csrftoken"] = CSRF

    door = post(client, place, name="The Corner Bakery", seen=seen[1] if seen else "")
    assert door["Location"].startswith("/accounts/login/?next=/plans/")
    client.cookies["csrftoken"] = CSRF
    back = post(client, door["Location"], login="editor@example.org", password=PASSWORD)

    assert back["Location"] == place
    assert 'value="The Corner Bakery"' in client.get(place).content.decode()
    assert 'value="The Corner Bakery"' not in client.get(place).content.decode(), "given out once"


def test_a_name_typed_too_late_waits_as_well(there: Town) -> None:
    client = Client()
    client.post("/organisations/new/", {"name": "Late Ltd"})
    sign_in(client, "reader@example.org")

    assert 'value="Late Ltd"' in client.get("/organisations/new/").content.decode()


@pytest.mark.parametrize(
    "path", ["/accounts/password/change/", "/accounts/reauthenticate/", "/accounts/2fa/totp/activate/"]
)
def test_no_password_waits_anywhere(db: None, path: str) -> None:
    """Forms of accounts are not kept: a session lies in the database as it is."""
    client = Client()
    client.post(path, {"oldpassword": "secret-a", "password": "secret-b", "code": "secret-c"})

    assert "parked" not in client.session
    assert "secret" not in str(dict(client.session))


def test_a_huge_form_does_not_wait(db: None) -> None:
    client = Client()
    client.post("/organisations/new/", {"name": "x" * 100_001})

    assert "parked" not in client.session


# ---- W-13


def test_fields_nobody_asked_for_do_nothing(there: Town, caplog: pytest.LogCaptureFixture) -> None:
    """And what came with our own forms is noted, by name only."""
    extra = {
        "is_staff": "1", "is_superuser": "on", "id": str(there.elsewhere.pk), "organisation": str(there.elsewhere.pk),
        "owner": "1", "epoch": "9", "user": "1", "suspended": "", "role": "owner",
    }  # fmt: skip
    reader = there.visitor("reader")
    with caplog.at_level(logging.WARNING, "privet.web.people.names"):
        post(reader, "/organisations/new/", **{"name": "Mine", "secret": "hunter2", **extra})
    made = Organisation.objects.get(name="Mine")
    assert made.pk != there.elsewhere.pk
    assert [member.user.email for member in made.membership_set.all()] == ["reader@example.org"]
    assert "is_superuser" in caplog.text and "hunter2" not in caplog.text

    owner = there.visitor("owner")
    member = f"/organisations/{there.bakery.pk}/members/{there.member('reader').pk}/"
    post(owner, member, **{**extra, "do": "role", "role": "editor"})
    assert there.member("reader").role == "editor" and not there.member("reader").suspended
    assert there.elsewhere.membership_set.count() == 1

    Client().post("/accounts/signup/", {"email": "new@example.org", "password1": "fifteen charact", **extra})
    new = User.objects.get(email="new@example.org")
    assert (new.is_staff, new.is_superuser, new.epoch) == (False, False, 0)


# ---- W-20


def test_guessing_is_slowed_and_nobody_is_locked_out_for_good(there: Town) -> None:
    """Five wrong tries, then even the right one is refused; other people come in, and so does who reads the mail."""
    client = Client()
    for _ in range(5):
        assert "not right" in sign_in(client, "owner@example.org", "wrong").content.decode()
    late = sign_in(client, "owner@example.org")
    assert late.status_code == 200 and "too often" in late.content.decode()
    assert sign_in(Client(), "reader@example.org").status_code == 302

    mail.outbox.clear()
    client.post("/accounts/password/reset/", {"email": "owner@example.org"})
    found = re.search(r"(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found
    client.post(client.get(found[1])["Location"], {"password1": "q w e r t y u i o", "password2": "q w e r t y u i o"})
    assert sign_in(Client(), "owner@example.org", "q w e r t y u i o").status_code == 302


def test_the_wait_is_five_minutes(there: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        sign_in(Client(), "owner@example.org", "wrong")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 301)

    assert sign_in(Client(), "owner@example.org").status_code == 302


@pytest.mark.parametrize("trick", ["host", "forwarded", "case"])
def test_the_count_is_not_fooled(there: Town, trick: str) -> None:
    """By another port in the host, a forwarded address nobody vouches for, or letters of another size."""
    for n in range(5):
        extra = {"HTTP_HOST": f"localhost:{1000 + n}"} if trick == "host" else {}
        extra |= {"HTTP_X_FORWARDED_FOR": f"10.0.0.{n}"} if trick == "forwarded" else {}
        login = "OWNER@Example.org" if trick == "case" and n % 2 else "owner@example.org"
        sign_in(Client(), login, "wrong", **extra)

    assert "too often" in sign_in(Client(), "owner@example.org").content.decode()


def test_many_accounts_from_one_address_are_counted_together(there: Town) -> None:
    """Stuffing known pairs into many accounts: ten a minute from one address."""
    for n in range(10):
        sign_in(Client(), f"nobody{n}@example.org", "wrong")

    assert "too often" in sign_in(Client(), "reader@example.org").content.decode()
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9"), "reader@example.org").status_code == 302


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),  # not one of our proxies
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "8.8.8.8, 203.0.113.9", "203.0.113.9"),  # what the visitor sent is to the left
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("", "203.0.113.9", ""),
    ],
)
def test_forwarded_addresses_are_believed_of_our_proxies_only(
    settings: Settings, remote: str, forwarded: str, found: str
) -> None:
    settings.PROXIES = (ip_network("10.0.0.0/24"),)
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(request) == found


def test_the_counts_are_in_the_database() -> None:
    """Where every worker finds them."""
    assert isinstance(caches["default"], DatabaseCache)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The real server with two workers."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PRIVET_", "DATABASE_", "DJANGO_"))}  # fmt: skip
    command = [sys.executable, "-m", "privet", "serve", "--port", str(port), "--data", str(folder), "--workers", "2"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def test_two_workers_count_together(tmp_path: Path) -> None:
    """Six tries over new connections, which both workers take: the sixth is refused."""
    with served(tmp_path) as port:
        said = [_tried(port) for _ in range(6)]

    assert ["not right" in text for text in said] == [True] * 5 + [False]
    assert "too often" in said[-1]


def _tried(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    body = urlencode({"login": "a@example.org", "password": "wrong", "csrfmiddlewaretoken": CSRF})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={CSRF}"}
    connection.request("POST", "/accounts/login/", body, headers)
    return connection.getresponse().read().decode()


# ---- W-21


def alike(text: str) -> str:
    """A page without the address that was typed and without tokens."""
    return re.sub(r'value="[^"]*"', "", text)


def test_signing_in_tells_nobody_who_has_an_account(there: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same status, same page, and as much hashing, which is what takes the time."""
    hashed: list[int] = []
    encode = MD5PasswordHasher.encode

    def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(1)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    pages, works = [], []
    for login in ("owner@example.org", "nobody@example.org"):
        hashed.clear()
        response = sign_in(Client(), login, "a wrong password")
        pages.append((response.status_code, alike(response.content.decode())))
        works.append(len(hashed))

    assert pages[0] == pages[1]
    assert works[0] == works[1] == 1


def test_asking_for_a_new_password_tells_nobody(there: Town) -> None:
    """Same answer, and one mail either way."""
    found = []
    for email in ("owner@example.org", "nobody@example.org"):
        mail.outbox.clear()
        client = Client()
        response = client.post("/accounts/password/reset/", {"email": email})
        found.append((response.status_code, response["Location"], len(mail.outbox), alike(client.get(response["Location"]).content.decode())))  # fmt: skip

    assert found[0] == found[1]


def test_making_an_account_tells_nobody(there: Town, settings: Settings) -> None:
    """Where mail is sent: the mail says it, to who owns the address."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    found = []
    for email in ("owner@example.org", "brand-new@example.org"):
        mail.outbox.clear()
        cache.clear()
        client = Client()
        response = client.post("/accounts/signup/", {"email": email, "password1": "fifteen charact"})
        found.append((response.status_code, response["Location"], [message.to for message in mail.outbox] == [[email]], alike(client.get(response["Location"]).content.decode())))  # fmt: skip

    assert found[0] == found[1]


def test_changing_the_address_tells_nobody(there: Town, settings: Settings) -> None:
    """A new address that is somebody's, or nobody's: same answer, one mail."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    EmailAddress.objects.create(user=there.users["reader"], email="reader@example.org", primary=True, verified=True)
    client = Client()
    sign_in(client, "reader@example.org")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    found = []
    for email in ("owner@example.org", "brand-new@example.org"):
        mail.outbox.clear()
        cache.clear()
        response = client.post("/accounts/email/", {"email": email, "action_add": ""})
        found.append((response.status_code, response["Location"], [message.to for message in mail.outbox] == [[email]]))

    assert found == [(302, "/accounts/email/", True)] * 2


# ---- W-24, W-30, W-31


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "127.0.0.1:8000@evil.example"]
)
def test_a_forged_host_is_refused(there: Town, host: str) -> None:
    mail.outbox.clear()
    response = Client().post("/accounts/password/reset/", {"email": "owner@example.org"}, headers={"host": host})

    assert response.status_code == 400
    assert mail.outbox == []


def test_links_in_mails_are_at_the_configured_address(there: Town, settings: Settings) -> None:
    """Whatever the request says of hosts, ports and schemes: in every mail there is."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.BASE_URL = "https://privet.example"
    evil = {
        "host": "localhost:666",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "Forwarded": "host=evil.example",
    }
    mail.outbox.clear()
    client = Client(headers=evil)
    for email in ("owner@example.org", "nobody@example.org"):
        client.post("/accounts/password/reset/", {"email": email})
        client.post("/accounts/signup/", {"email": email, "password1": "fifteen charact"})
    owner = there.visitor("owner")
    owner.post(f"/organisations/{there.bakery.pk}/invite/", {"email": "x@example.org", "role": "reader", "csrfmiddlewaretoken": CSRF}, headers=evil)  # fmt: skip

    links = [link for message in mail.outbox for link in re.findall(r"\w+://[^\s]+", str(message.body))]
    assert len(mail.outbox) == 5 and len(links) >= 10
    assert {"{0.scheme}://{0.netloc}".format(urlsplit(link)) for link in links} == {"https://privet.example"}


def test_a_name_cannot_write_mail_headers_or_links(there: Town) -> None:
    """Neither by line breaks nor by looking like an address; the mail is plain text (W-30, W-31)."""
    Organisation.objects.filter(pk=there.bakery.pk).update(
        name="Free\r\nBcc: all@evil.example\n\nhttps://evil.example/" + "x" * 90
    )
    mail.outbox.clear()
    post(there.visitor("owner"), f"/organisations/{there.bakery.pk}/invite/", email="x@example.org", role="reader")
    message = mail.outbox[0]

    assert message.to == ["x@example.org"] and message.recipients() == ["x@example.org"]
    assert "\n" not in message.subject and "evil.example" not in message.subject + str(message.body)
    assert not getattr(message, "alternatives", ()) and message.content_subtype == "plain"
    assert "Bcc" not in message.message()


@pytest.mark.parametrize("email", ["x@example.org\nBcc: y@example.org", "x@example.org\r\n\r\nhello", "x@example.org,y@example.org", "<x@example.org>", "x\x00@example.org", "x@exam\u202eple.org"])  # fmt: skip
def test_an_address_is_one_address(there: Town, email: str) -> None:
    mail.outbox.clear()
    response = post(there.visitor("owner"), f"/organisations/{there.bakery.pk}/invite/", email=email, role="reader")

    assert response.status_code == 422
    assert mail.outbox == []


def test_invitations_are_not_for_flooding(there: Town) -> None:
    """Thirty in an hour; then a page that says so."""
    owner, place = there.visitor("owner"), f"/organisations/{there.bakery.pk}/invite/"
    statuses = [post(owner, place, email=f"x{n}@example.org", role="reader").status_code for n in range(31)]

    assert statuses == [302] * 30 + [429]


# ---- W-26


def test_the_key_of_an_invitation_leaves_the_address(there: Town) -> None:
    """The page that is shown has no key in its address, and no other site is told where one came from."""
    client = Client()
    first = client.get(f"/invitations/{there.invitation_key}/")
    page = client.get(first["Location"])

    assert there.invitation_key not in first["Location"] + page.content.decode()
    assert first["Referrer-Policy"] == page["Referrer-Policy"] == "same-origin"
    assert "no-store" in first["Cache-Control"]


# ---- W-32

AWAY = (
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "javascript:alert(1)", "data:text/html,x", "http://127.0.0.1:8000@evil.example", "/%0d%0aLocation:https://evil.example",
    "/\r\nSet-Cookie: a=b", "https://127.0.0.1:8000.evil.example", "\thttps://evil.example", "//evil.example\\@127.0.0.1:8000",
)  # fmt: skip


@pytest.mark.parametrize("away", AWAY)
def test_no_next_leads_away(there: Town, away: str) -> None:
    """Signing in and out, making an account, asking once more, choosing the language."""
    query = urlencode({"next": away})
    signed = Client()
    answers = [
        signed.post(f"/accounts/login/?{query}", {"login": "owner@example.org", "password": PASSWORD, "next": away}),
        signed.post(f"/accounts/reauthenticate/?{query}", {"password": PASSWORD, "next": away}),
        signed.get(f"/accounts/login/?{query}"),
        signed.post("/i18n/setlang/", {"language": "fr", "next": away}),
        signed.post("/i18n/setlang/", {"language": "fr"}, headers={"referer": away.strip()}),
        signed.post(f"/accounts/logout/?{query}", {"next": away}),
        Client().post(f"/accounts/signup/?{query}", {"email": "n@example.org", "password1": "fifteen charact", "next": away}),
    ]  # fmt: skip
    for response in answers:
        assert response.status_code in (302, 204), response.status_code
        place = response.get("Location", "/")
        assert place.startswith("/") and not place.startswith(("//", "/\\")), place
        assert "\r" not in place and "\n" not in place
        assert "Set-Cookie: a" not in str(response.headers)


def test_next_leads_on_within(there: Town) -> None:
    """Else nobody comes back to where they were."""
    place = f"/plans/{there.plan.pk}/plan/"
    response = Client().post(f"/accounts/login/?{urlencode({'next': place})}", {"login": "owner@example.org", "password": PASSWORD})  # fmt: skip

    assert response["Location"] == place


# ---- W-35


def test_a_fault_of_ours_says_a_number_and_nothing_else(
    there: Town, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No trace, path, setting or statement; the log has the number and the cause."""
    settings.SECRET_KEY = "canary-key"  # noqa: S105 - to look for
    settings.MAIL = "smtp://user:canary-mail@localhost"

    def broken(*_: object) -> None:
        raise RuntimeError("canary-cause SELECT * FROM people_user")

    monkeypatch.setattr("privet.web.people.views.organisation_of", broken)
    client = there.visitor("owner")
    client.raise_request_exception = False
    response = client.get(f"/organisations/{there.bakery.pk}/")
    text = response.content.decode()

    assert response.status_code == 500
    assert "no-store" in response["Cache-Control"] and "Content-Security-Policy" in response.headers
    for secret in ("canary", "Traceback", "SELECT", "/work", ".py", "django", "Django"):
        assert secret not in text
    number = re.search(r"\b[0-9a-f]{8}\b", text)
    assert number and number[0] in caplog.text and "canary-cause" in caplog.text


def test_pages_of_faults_say_nothing_of_the_machine(db: None) -> None:
    """Not found, refused, unreadable, a host that is none, a form that is not ours."""
    strict = Client(enforce_csrf_checks=True)
    answers = [
        strict.get("/no/such/page"),
        strict.get("/", headers={"host": "evil.example"}),
        strict.post("/begin/"),
        strict.get("/plans/not-an-id/"),
        strict.get("/accounts/password/set/"),
        strict.generic("POST", "/accounts/login/", b"\xff" * 10, "multipart/form-data"),
    ]
    for response in answers:
        text = response.content.decode()
        assert 400 <= response.status_code < 500
        assert not re.search(r"django|traceback|granian|python|/work|\.py\b|server error", text, re.I)
        assert "Server" not in response.headers
        assert 'class="foot"' in text, "our own page"
