"""People of an organisation: roles, invitations, leaving, accounts, the trail (W-14, W-15, W-16, W-22, W-23)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (  # fmt: skip
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from privet.web.people import actions
from privet.web.people.models import Invitation, Membership, Organisation, Role, User
from privet.web.people.names import for_mail, one_line
from privet.web.shelf import library
from privet.web.trail.models import Event
from web.team.town import CSRF, PASSWORD, Town

LONG = "a rather long sentence"
SHORT = "teacup42x"


def post(client: Client, path: str, **fields: str) -> Any:
    return client.post(path, {**fields, "csrfmiddlewaretoken": CSRF})


def owners(organisation: Organisation) -> list[str]:
    found = Membership.objects.filter(organisation=organisation, role=Role.OWNER, suspended=False)
    return [member.user.email for member in found]


def told(action: str) -> list[str]:
    return list(Event.objects.filter(action=action).values_list("about", flat=True))


# ---- members


def test_an_owner_gives_roles_and_shuts_out(there: Town) -> None:
    """The change holds at the next request, and is on the trail."""
    owner, reader = there.visitor("owner"), there.visitor("reader")
    place = f"/organisations/{there.bakery.pk}/members/{there.member('reader').pk}/"
    plan = f"/plans/{there.plan.pk}/"
    assert reader.get(plan).status_code == 200

    assert post(owner, place, do="role", role="editor").status_code == 302
    assert there.member("reader").role == Role.EDITOR

    post(owner, place, do="suspend")
    assert reader.get(plan).status_code == 404

    post(owner, place, do="resume")
    assert reader.get(plan).status_code == 200

    post(owner, place, do="remove")
    assert reader.get(plan).status_code == 404
    assert not Membership.objects.filter(organisation=there.bakery, user=there.users["reader"]).exists()
    assert told("role") == ["reader@example.org · editor"]
    assert told("suspended") == told("resumed") == told("removed") == ["reader@example.org"]


def test_a_lost_role_is_lost_at_the_next_request(there: Town) -> None:
    """No session remembers what somebody might do (W-14, W-22)."""
    editor = there.visitor("editor")
    page = f"/organisations/{there.bakery.pk}/plans/new/"
    assert editor.get(page).status_code == 200

    actions.change_role(there.member("editor"), Role.READER, "owner@example.org")

    assert editor.get(page).status_code == 403
    assert post(editor, page, name="x").status_code == 403


@pytest.mark.parametrize("fields", [{"do": "role", "role": "reader"}, {"do": "suspend"}, {"do": "remove"}])
def test_the_last_owner_stays(there: Town, fields: dict[str, str]) -> None:
    """Not demoted, not shut out, not removed, by anybody (W-15); a suspended owner does not count."""
    place = f"/organisations/{there.bakery.pk}/members/{there.member('owner').pk}/"

    response = post(there.visitor("owner"), place, **fields)

    assert response.status_code == 409
    assert "no owner left" in response.content.decode()
    assert owners(there.bakery) == ["owner@example.org"]


def test_the_last_owner_cannot_leave_and_the_last_but_one_can(there: Town) -> None:
    """By the page for leaving, and by deleting the account."""
    owner = there.visitor("owner")
    leave = f"/organisations/{there.bakery.pk}/leave/"
    assert post(owner, leave).status_code == 409

    actions.change_role(there.member("editor"), Role.OWNER, "owner@example.org")
    assert post(owner, leave)["Location"] == "/organisations/"
    assert owners(there.bakery) == ["editor@example.org"]
    assert told("left") == ["owner@example.org"]


def test_nonsense_about_a_member_is_not_done(there: Town) -> None:
    """A role that is none, a deed that is none."""
    owner = there.visitor("owner")
    place = f"/organisations/{there.bakery.pk}/members/{there.member('reader').pk}/"
    for fields in ({"do": "role", "role": "god"}, {"do": "explode"}, {}):
        assert post(owner, place, **fields).status_code == 404
    assert there.member("reader").role == Role.READER


def test_who_is_no_owner_any_more_has_no_invitations_out(there: Town) -> None:
    """Else a dismissed owner comes back by an invitation to a second address."""
    actions.change_role(there.member("editor"), Role.OWNER, "")
    actions.remove(there.member("owner"), "editor@example.org")

    assert not Invitation.objects.filter(organisation=there.bakery, used=None).exists()


def test_an_organisation_ends_with_its_name_typed(there: Town) -> None:
    """All its plans go; the trail says who did it."""
    owner = there.visitor("owner")
    end = f"/organisations/{there.bakery.pk}/end/"
    assert post(owner, end, name="Bakery").status_code == 422
    assert Organisation.objects.filter(pk=there.bakery.pk).exists()

    assert post(owner, end, name="Bakery Molenaar").status_code == 302

    assert not Organisation.objects.filter(pk=there.bakery.pk).exists()
    assert Organisation.objects.filter(pk=there.elsewhere.pk).exists()
    assert Event.objects.get(action="ended").actor == "owner@example.org"


# ---- invitations


def invite(there: Town, email: str = "nina@example.org", role: str = "editor") -> str:
    """Invite somebody; the address in the mail."""
    mail.outbox.clear()
    response = post(there.visitor("owner"), f"/organisations/{there.bakery.pk}/invite/", email=email, role=role)
    assert response.status_code == 302, response.content.decode()
    body = str(mail.outbox[-1].body)
    found = re.search(r"(/invitations/[\w-]+/)", body)
    assert found, body
    return found[1]


def newcomer(email: str) -> tuple[User, Client]:
    user = User.objects.create_user(email, PASSWORD)
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = CSRF
    client.force_login(user)
    return user, client


def test_an_invitation_is_taken_up_once(there: Town) -> None:
    """It says who invites to what; looking spends nothing, the button does (W-16, W-25)."""
    link = invite(there)
    _, nina = newcomer("nina@example.org")
    for _ in range(3):  # a mail scanner looks, too
        first = nina.get(link)
        assert first["Location"] == "/invitation/"
        page = nina.get("/invitation/").content.decode()
    assert "owner@example.org" in page and "Bakery Molenaar" in page and "Can also answer" in page
    assert Invitation.objects.get(email="nina@example.org").used is None

    assert post(nina, "/invitation/")["Location"] == f"/organisations/{there.bakery.pk}/"
    assert Membership.objects.get(user__email="nina@example.org").role == Role.EDITOR

    nina.get(link)
    assert nina.get("/invitation/").status_code == 404
    assert post(nina, "/invitation/").status_code == 404
    assert told("joined") == ["editor"]


def test_an_invitation_is_for_one_address(there: Town) -> None:
    """Forwarded to somebody else it opens nothing."""
    link = invite(there)
    _, other = newcomer("other@example.org")
    other.get(link)

    assert post(other, "/invitation/").status_code == 409
    assert not Membership.objects.filter(user__email="other@example.org").exists()
    assert Invitation.objects.get(email="nina@example.org").used is None


def test_an_invitation_asks_for_a_confirmed_address(there: Town, settings: Settings) -> None:
    """Where mail is sent, an account counts for an address only once that is confirmed."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    link = invite(there)
    user, nina = newcomer("nina@example.org")
    address = EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    nina.get(link)
    assert post(nina, "/invitation/").status_code == 409

    address.verified = True
    address.save()
    assert post(nina, "/invitation/").status_code == 302


def test_an_invitation_ends_after_seven_days(there: Town) -> None:
    link = invite(there)
    made = Invitation.objects.get(email="nina@example.org")
    assert timedelta(days=6, hours=23) < made.ends - timezone.now() <= timedelta(days=7)
    Invitation.objects.filter(pk=made.pk).update(ends=timezone.now() - timedelta(seconds=1))
    _, nina = newcomer("nina@example.org")
    nina.get(link)

    assert post(nina, "/invitation/").status_code == 404


def test_two_at_once_take_up_an_invitation_once(there: Town) -> None:
    """The second of two that looked at the same time is refused."""
    key = invite(there).split("/")[2]
    seen = actions.open_invitation(key)
    again = actions.open_invitation(key)
    assert seen and again
    user, _ = newcomer("nina@example.org")

    assert actions.accept(seen, user)
    assert not actions.accept(again, user)


def test_only_the_hash_of_a_key_is_kept(there: Town) -> None:
    key = invite(there).split("/")[2]
    made = Invitation.objects.get(email="nina@example.org")

    assert len(key) >= 43
    assert key not in str(Invitation.objects.filter(pk=made.pk).values())
    assert "" not in (made.key_hash,) and actions.open_invitation("") is None


def test_inviting_again_makes_the_first_link_void(there: Town) -> None:
    first, second = invite(there), invite(there)

    assert actions.open_invitation(first.split("/")[2]) is None
    assert actions.open_invitation(second.split("/")[2]) is not None


def test_an_invitation_taken_back_is_void(there: Town) -> None:
    link = invite(there)
    made = Invitation.objects.get(email="nina@example.org")

    post(there.visitor("owner"), f"/organisations/{there.bakery.pk}/invitations/{made.pk}/")

    assert actions.open_invitation(link.split("/")[2]) is None


def test_a_newcomer_makes_an_account_from_the_invitation(there: Town, settings: Settings) -> None:
    """From the mail to the organisation, without a second mail: the key came by mail already."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    link = invite(there)
    client = Client()
    page = client.get(link, follow=True).content.decode()
    assert "/accounts/signup/?next=/invitation/" in page
    form = {"email": "nina@example.org", "password1": LONG, "next": "/invitation/"}

    response = client.post("/accounts/signup/?next=/invitation/", form)
    assert response["Location"] == "/invitation/", HttpResponse(response.content)
    assert client.post("/invitation/").status_code == 302
    assert Membership.objects.get(user__email="nina@example.org").organisation == there.bakery


def test_who_is_a_member_is_not_invited_again(there: Town) -> None:
    owner = there.visitor("owner")
    page = f"/organisations/{there.bakery.pk}/invite/"

    assert post(owner, page, email="Reader@example.org", role="owner").status_code == 422
    assert post(owner, page, email="nonsense", role="owner").status_code == 422
    assert post(owner, page, email="nina@example.org", role="emperor").status_code == 422


# ---- accounts


def signed_in(email: str = "owner@example.org", password: str = PASSWORD) -> Client:
    """Somebody who came in by the door."""
    client = Client()
    response = client.post("/accounts/login/", {"login": email, "password": password})
    assert response.status_code == 302, response.content.decode()
    return client


def sure(email: str = "owner@example.org", password: str = PASSWORD) -> Client:
    """Somebody who was just asked once more who they are."""
    client = signed_in(email, password)
    assert client.post("/accounts/reauthenticate/", {"password": password}).status_code == 302
    return client


def in_(client: Client) -> bool:
    return client.get("/organisations/").status_code == 200


def test_a_new_password_ends_every_other_session(there: Town) -> None:
    """The one who changed it stays in (W-22)."""
    here, elsewhere = signed_in(), signed_in()
    form = {"oldpassword": PASSWORD, "password1": LONG, "password2": LONG}

    assert here.post("/accounts/password/change/", form)["Location"] == "/accounts/"

    assert in_(here) and not in_(elsewhere)
    assert "password was changed" in mail.outbox[-1].subject


def test_signing_out_everywhere_else(there: Town) -> None:
    here, elsewhere = signed_in(), signed_in()

    here.post("/accounts/elsewhere/")

    assert in_(here) and not in_(elsewhere)


def test_a_password_chosen_by_mail_ends_every_session_and_the_link(there: Town) -> None:
    """Looking at the link spends nothing; using it does; with another person's name on it, it is nothing (W-25)."""
    before = signed_in()
    client = Client()
    mail.outbox.clear()
    client.post("/accounts/password/reset/", {"email": "owner@example.org"})
    found = re.search(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert found
    link = found[1]
    for _ in range(2):
        page = Client().get(link, follow=True)
        assert page.status_code == 200 and "password1" in page.content.decode()
    other = there.users["reader"].pk
    stolen = re.sub(r"key/\w+-", f"key/{other:x}-", link)
    assert "password1" not in Client().get(stolen, follow=True).content.decode()

    spend = client.get(link)["Location"]
    assert client.post(spend, {"password1": LONG, "password2": LONG}).status_code == 302
    assert not in_(before)
    assert in_(signed_in(password=LONG))
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_an_account_that_is_gone_is_signed_out(there: Town) -> None:
    client = sure("reader@example.org")
    other = signed_in("reader@example.org")

    assert client.post("/accounts/delete/")["Location"] == "/"

    assert not User.objects.filter(email="reader@example.org").exists()
    assert not in_(client) and not in_(other)
    assert told("left") == ["reader@example.org"]


def test_the_account_of_a_last_owner_stays(there: Town) -> None:
    """And the page says where and what to do."""
    client = sure()

    response = client.post("/accounts/delete/")

    assert response.status_code == 409
    assert "Bakery Molenaar" in response.content.decode()
    assert User.objects.filter(email="owner@example.org").exists()


def test_deleting_asks_again_who_it_is(there: Town) -> None:
    """A session left open is not enough."""
    client = signed_in("reader@example.org")

    assert "/accounts/reauthenticate/" in client.post("/accounts/delete/")["Location"]
    assert User.objects.filter(email="reader@example.org").exists()


# ---- passwords and second factors


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("x" * 14, False),
        ("fourteen chars", False),
        ("fifteen charact", True),
        ("yfdbufnjh10305070", False),
        ("passwordpassword", False),
        ("123456789012345", False),
        ("ababababababababab", False),
    ],
)
def test_a_password_that_stands_alone_is_long(password: str, fits: bool) -> None:
    """Fifteen characters, and not one that everybody uses (W-23)."""
    response = Client().post("/accounts/signup/", {"email": "new@example.org", "password1": password})

    assert (response.status_code == 302) == fits
    assert User.objects.filter(email="new@example.org").exists() == fits


def with_app(user: User) -> str:
    """Give somebody an app with codes; its secret."""
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_eight_characters_do_beside_a_second_factor(there: Town) -> None:
    """And then the second factor has to stay."""
    user, client = there.users["reader"], sure("reader@example.org")
    form = {"oldpassword": PASSWORD, "password1": SHORT, "password2": SHORT}
    assert client.post("/accounts/password/change/", form).status_code == 200
    with_app(user)
    assert client.post("/accounts/password/change/", form).status_code == 302

    refused = client.post("/accounts/2fa/totp/deactivate/")
    assert "too short" in refused.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()

    form = {"oldpassword": SHORT, "password1": LONG, "password2": LONG}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302


def test_the_last_key_stays_beside_a_short_password(there: Town) -> None:
    user = there.users["reader"]
    user.set_password(SHORT)
    user.save()
    client = sure("reader@example.org", SHORT)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Phone", "credential": {}})

    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert Authenticator.objects.filter(pk=key.pk).exists()

    with_app(user)
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def second_step(email: str = "reader@example.org") -> Client:
    """A browser that knows the password and is asked for more."""
    client = Client()
    assert client.post("/accounts/login/", {"login": email, "password": PASSWORD})["Location"] == "/accounts/2fa/authenticate/"  # fmt: skip
    return client


def test_each_code_works_once(there: Town) -> None:
    """One from the app, and one of the recovery codes (W-23)."""
    secret = with_app(there.users["reader"])
    recovery = RecoveryCodes.activate(there.users["reader"]).get_unused_codes()[0]
    once = code(secret)
    for one in (once, recovery):
        first, second = second_step(), second_step()
        assert first.post("/accounts/2fa/authenticate/", {"code": one}).status_code == 302
        assert in_(first)
        assert second.post("/accounts/2fa/authenticate/", {"code": one}).status_code == 200
        assert not in_(second)


def test_the_password_alone_does_not_open_an_account_with_a_second_factor(there: Town) -> None:
    with_app(there.users["reader"])

    assert not in_(second_step())


def test_an_app_is_set_up_and_recovery_codes_come_with_it(there: Town) -> None:
    """The pages, one after the other."""
    client = sure("reader@example.org")
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r"<code>(\w+)</code>", page)
    assert found and "data:image/svg+xml" in page

    assert client.post("/accounts/2fa/totp/activate/", {"code": code(found[1])}).status_code == 302
    assert client.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert page.count("<li><code>") == 10
    assert len(client.get("/accounts/2fa/recovery-codes/download/").content.split()) == 10


def test_an_address_is_changed_when_the_new_one_is_confirmed(there: Town) -> None:
    """Not before; and the key of the mail is spent by a button."""
    client = sure("reader@example.org")
    client.get("/accounts/email/")
    EmailAddress.objects.update(verified=True)
    mail.outbox.clear()
    client.post("/accounts/email/", {"email": "rita@example.org", "action_add": ""})
    there.users["reader"].refresh_from_db()
    assert there.users["reader"].email == "reader@example.org"
    found = re.search(r"127\.0\.0\.1:8000(/accounts/confirm-email/\S+)", str(mail.outbox[0].body))
    assert found and mail.outbox[0].to == ["rita@example.org"]
    assert "rita@example.org" in client.get(found[1]).content.decode()
    there.users["reader"].refresh_from_db()
    assert there.users["reader"].email == "reader@example.org"

    client.post(found[1])
    there.users["reader"].refresh_from_db()
    assert there.users["reader"].email == "rita@example.org"
    assert any(message.to == ["reader@example.org"] for message in mail.outbox), "the old address is told"


def test_an_address_is_changed_at_once_where_no_mail_is_sent(there: Town, settings: Settings) -> None:
    """An account never loses its only address, and never takes another's."""
    client, user = sure("reader@example.org"), there.users["reader"]
    taken = client.post("/accounts/email/", {"email": "editor@example.org", "action_add": ""})
    assert taken.status_code == 200 and "cannot be used" in taken.content.decode()
    client.post("/accounts/email/", {"email": "rita@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "rita@example.org"
    assert in_(signed_in("rita@example.org"))

    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.post("/accounts/email/", {"email": "later@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "rita@example.org"


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_page_of_an_account_speaks_every_language(there: Town, language: str) -> None:
    """No page of the library shows through, and no word is missing."""
    client = sure("reader@example.org")
    client.cookies["django_language"] = language
    for path in (
        "", "email/", "password/change/", "reauthenticate/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/",
        "2fa/webauthn/add/", "logout/", "delete/", "inactive/", "confirm-email/", "password/reset/done/",
        "password/reset/key/done/", "confirm-email/nothing/",
    ):  # fmt: skip
        page = client.get(f"/accounts/{path}").content.decode()
        assert f'<html lang="{language}">' in page, path
        assert 'class="foot"' in page and "<h1>" in page, path
        assert "Menu:" not in page, path


# ---- the trail


def test_the_trail_says_who_looked_at_what(there: Town) -> None:
    """Members and clients; a second look within the quarter of an hour is the same look."""
    for kind in ("reader", "client", "reader"):
        there.visitor(kind).get(f"/plans/{there.plan.pk}/")
    there.visitor("reader").get(f"/plans/{there.plan.pk}/privacy.toml")
    there.visitor("stranger").get(f"/plans/{there.plan.pk}/")
    looks = Event.objects.filter(action="saw", plan=there.plan.pk).order_by("id").values_list("actor", "about")

    assert list(looks) == [
        ("reader@example.org", ""), ("Bakery Molenaar", ""), ("reader@example.org", "privacy.toml")
    ]  # fmt: skip
    page = there.visitor("owner").get(f"/organisations/{there.bakery.pk}/trail/").content.decode()
    assert "reader@example.org" in page and "Looked at" in page


def test_the_trail_says_who_changed_the_answers(there: Town) -> None:
    """With the number of the revision; not where nothing changed."""
    editor, place = there.visitor("editor"), f"/plans/{there.plan.pk}/question/organisation/"
    for _ in range(2):
        seen = re.search(r'name="seen" value="([^"]*)"', editor.get(place).content.decode())
        assert post(editor, place, name="The Corner Bakery", seen=seen[1] if seen else "").status_code == 302

    changes = Event.objects.filter(action="changed", plan=there.plan.pk)
    assert [(event.actor, event.about) for event in changes] == [("editor@example.org", "2")]


def test_every_deed_has_its_words() -> None:
    """What is written on the trail can be read there, in each language."""
    sources = (Path(__file__).parents[3] / "src" / "privet" / "web").rglob("*.py")
    deeds = {deed for path in sources for call in re.findall(r"\bdid\((.*?)\)\n", path.read_text(encoding="utf-8"), re.S) for deed in re.findall(r'"([a-z][a-z-]+)"', call)}  # fmt: skip
    assert {"founded", "changed", "left", "removed", "approved"} <= deeds
    for language in ("en", "fr", "nl"):
        assert [deed for deed in deeds if f"web.trail.{deed}" not in library().words(language).strings] == []


def test_the_trail_of_one_organisation_is_not_shown_to_another(there: Town) -> None:
    there.visitor("reader").get(f"/plans/{there.plan.pk}/")

    page = there.visitor("other-owner").get(f"/organisations/{there.elsewhere.pk}/trail/").content.decode()

    assert "reader@example.org" not in page and "other-owner@example.org" in page


def test_a_long_trail_has_pages(there: Town) -> None:
    Event.objects.bulk_create(Event(organisation=there.bakery.pk, actor=f"n{n}", action="saw") for n in range(150))
    owner, place = there.visitor("owner"), f"/organisations/{there.bakery.pk}/trail/"
    first = owner.get(place).content.decode()
    found = re.search(r"\?before=(\d+)", first)
    assert found
    second = owner.get(f"{place}?before={found[1]}").content.decode()

    assert ">n149<" in first and ">n0<" not in first and ">n0<" in second
    assert owner.get(f"{place}?before=x%00'").status_code == 200


def test_the_switcher_names_every_organisation_of_a_consultant(there: Town) -> None:
    """On every page, without script; not those where they are shut out."""
    Membership.objects.create(organisation=there.elsewhere, user=there.users["reader"], role=Role.READER)
    reader = there.visitor("reader")
    page = reader.get(f"/plans/{there.plan.pk}/").content.decode()
    assert "Elsewhere" in page and "Bakery Molenaar" in page

    Membership.objects.filter(organisation=there.elsewhere, user=there.users["reader"]).update(suspended=True)
    assert "Elsewhere" not in reader.get(f"/plans/{there.plan.pk}/").content.decode()


# ---- names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  A\r\nBcc: x@y.z ", "A Bcc: x@y.z"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\u202egro.live", "gro.live"),
        ("Cafe\u0301", "Café"),
        ("x" * 300, "x" * 200),
        ("بيكارا \u200cنان", "بيكارا \u200cنان"),
    ],
)
def test_a_name_is_one_visible_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_a_name_makes_no_link_in_a_mail() -> None:
    """Nor a long text of somebody else's (W-30)."""
    name = for_mail("Win at https://evil.example/now or mail me@evil.example " * 4)

    assert not re.search(r"\w\.\w|://|@|/", name) and len(name) <= 60
    assert for_mail("Dr. Vos & Co.") == "Dr. Vos & Co."
