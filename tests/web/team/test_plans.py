"""What is done with a plan as a whole: history, approval, links for clients, the public notice, keeping, settings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core import mail
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from privet.web.access import CLIENT
from privet.web.headers import guarded
from privet.web.plans import actions
from privet.web.plans.models import Approval, Edition, Plan, Publication, Revision, SignOff
from privet.web.trail.models import Event
from web.team.town import CLIENT_KEY, CSRF, VISITORS, Town

BASES = Path(__file__).parents[2] / "bases"
SHOP = "schema = 1\n" + (BASES / "shop.toml").read_text(encoding="utf-8").replace(
    "[people]\n", '[people]\nplaces = ["NL"]\n'
).replace("[organisation]\n", '[organisation]\nplaces = ["NL"]\n').replace(
    'languages = ["en"]', 'languages = ["nl", "fr"]'
)
"""Answers from which every document can be made."""
PHONE = SHOP.replace('"postal-address"]', '"postal-address", "phone"]')
Shop = Callable[[], Plan]


@pytest.fixture
def plan(there: Town) -> Plan:
    """The bakery's plan with a shop's answers, as the owner gave them."""
    said(there, SHOP)
    return there.plan


def said(there: Town, text: str, name: str = "owner") -> Revision:
    """Somebody put these answers in place."""
    user = there.users[name]
    return actions.change(there.plan, user, str(user), lambda _: text)


def page(client: Client, name: str, plan: Plan, **where: object) -> str:
    """What a page about the plan says."""
    response = client.get(reverse(name, kwargs={"plan": plan.pk, **where}))
    assert response.status_code == 200, (name, response.status_code)
    return shown(response)


def shown(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def send(client: Client, path: str, /, **form: object) -> HttpResponse:
    """Send a form of ours."""
    response = client.post(path, {**form, "csrfmiddlewaretoken": CSRF})
    assert isinstance(response, HttpResponse)
    return response


def post(
    client: Client, name: str, plan: Plan, where: dict[str, object] | None = None, /, **form: object
) -> HttpResponse:
    return send(client, reverse(name, kwargs={"plan": plan.pk, **(where or {})}), **form)


def events(plan: Plan) -> list[tuple[str, str]]:
    """Who did what, the oldest first; without who looked and who answered."""
    found = Event.objects.filter(plan=plan.pk).exclude(action__in=("saw", "changed"))
    return [(one.actor, one.action) for one in found.order_by("id")]


# ---- nobody else


STRANGERS = ("anyone", "stranger", "guest", "other-guest", "suspended", "other-owner")
PAGES = ("history", "revision", "revision-answers", "revision-document", "approve", "sign-offs", "publish", "plan-settings")  # fmt: skip
FORMS: dict[str, dict[str, object]] = {
    "revision": {},
    "approve": {"revision": 2, "name": "Mallory"},
    "sign-offs": {"name": "Mallory", "days": 30},
    "publish": {"revision": 2},
    "plan-settings": {"act": "delete", "sure": "on"},
    "keep": {"organisation": "new", "name": "Mallory"},
}
SLOTS: dict[str, dict[str, object]] = {
    "revision": {"revision": 1},
    "revision-answers": {"revision": 1},
    "revision-document": {"revision": 1, "kind": "plan", "name": "plan", "language": "en", "form": "html"},
}


@pytest.mark.parametrize("visitor", STRANGERS)
def test_a_stranger_sees_nothing_and_changes_nothing(there: Town, plan: Plan, visitor: str) -> None:
    """Neither by looking nor by sending any of the forms."""
    client = there.visitor(visitor)
    for name in (*PAGES, "keep"):
        assert client.get(reverse(name, kwargs={"plan": plan.pk, **SLOTS.get(name, {})})).status_code in (302, 404), (
            name
        )
    for name, form in FORMS.items():
        assert post(client, name, plan, SLOTS.get(name), **form).status_code in (302, 404), name

    assert Plan.objects.get(pk=plan.pk).organisation == there.bakery
    assert plan.revisions.count() == 2
    assert (Approval.objects.count(), Publication.objects.count(), SignOff.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize(
    ("visitor", "allowed"),
    [
        ("reader", {"history", "revision", "revision-answers", "revision-document"}),
        ("editor", {"history", "revision", "revision-answers", "revision-document"}),
        ("client", {"approve"}),
        ("owner", set(PAGES)),
    ],
)
def test_each_role_sees_what_it_may(there: Town, plan: Plan, visitor: str, allowed: set[str]) -> None:
    """A client reads the plan as it is and approves it; the history is the organisation's own."""
    client = there.visitor(visitor)
    open_ones = {
        name for name in PAGES
        if client.get(reverse(name, kwargs={"plan": plan.pk, **SLOTS.get(name, {})})).status_code == 200
    }  # fmt: skip

    assert open_ones == allowed


# ---- history


def test_history_tells_what_each_sitting_changed(there: Town, plan: Plan) -> None:
    """In words, with who it was; one sitting is one person without a long break."""
    said(there, PHONE, "editor")
    said(there, PHONE.replace("The Corner Shop", "The Other Shop"), "editor")
    text = page(there.visitor("reader"), "history", plan)

    assert "editor@example.org" in text
    assert "you now collect: phone number" in text
    assert "“The Corner Shop” and is now “The Other Shop”" in text
    assert text.count("What changed") == 2  # the owner's two revisions are one sitting, the editor's two another


def test_a_long_break_begins_a_new_sitting(there: Town, plan: Plan) -> None:
    """Thirty minutes."""
    Revision.objects.update(made=timezone.now() - timedelta(minutes=31))
    said(there, PHONE)

    assert page(there.visitor("owner"), "history", plan).count("What changed") == 2


def test_a_long_history_is_told_page_by_page(there: Town, plan: Plan) -> None:
    """Each page begins where the one before ended."""
    for number in range(21):
        said(there, SHOP.replace("Corner Shop", f"Shop {number}"), "editor" if number % 2 else "owner")
    reader = there.visitor("reader")
    first = reader.get(f"/plans/{plan.pk}/history/").content.decode()
    (older,) = re.findall(r'href="(\?before=\d+)"', first)
    second = reader.get(f"/plans/{plan.pk}/history/{older}").content.decode()

    assert first.count("<h2>") == 20
    assert second.count("<h2>") == 1
    assert set(re.findall(r"/history/\d+/", first)) & set(re.findall(r"/history/\d+/", second)) == set()


def test_an_old_revision_is_there_with_its_documents(there: Town, plan: Plan) -> None:
    """As the answers were: read-only."""
    said(there, SHOP.replace("Corner Shop", "New Shop"))
    reader = there.visitor("reader")
    document = reader.get(f"/plans/{plan.pk}/history/2/plan/plan.en.html").content.decode()

    assert "The Corner Shop" in document
    assert "New Shop" not in document
    assert reader.get(f"/plans/{plan.pk}/history/2/privacy.toml").content.decode() == SHOP
    assert "The Corner Shop" in page(reader, "revision", plan, revision=2)
    assert reader.get(f"/plans/{plan.pk}/history/9/").status_code == 404
    assert reader.get(f"/plans/{plan.pk}/history/99999999999999999999/").status_code == 404


def test_an_old_revision_comes_back_as_a_new_one(there: Town, plan: Plan) -> None:
    """And nothing of what came after it is lost."""
    said(there, PHONE)
    assert post(there.visitor("editor"), "revision", plan, {"revision": 2}).status_code == 302

    assert [(one.number, one.text == SHOP) for one in plan.revisions.all()] == [
        (4, True),
        (3, False),
        (2, True),
        (1, False),
    ]
    assert events(plan)[-1] == ("editor@example.org", "brought-back")


def test_readers_bring_nothing_back_nor_anyone_in_a_plan_put_away(there: Town, plan: Plan) -> None:
    """The one by the table, the other because nobody may change it."""
    said(there, PHONE)
    assert post(there.visitor("reader"), "revision", plan, {"revision": 2}).status_code == 403
    Plan.objects.update(archived=True)
    assert post(there.visitor("owner"), "revision", plan, {"revision": 2}).status_code == 403

    assert plan.revisions.count() == 3


# ---- approval


def test_an_owner_approves_what_is_there_byte_for_byte(there: Town, plan: Plan) -> None:
    """Who, when, and the hash of the file that can be downloaded."""
    owner = there.visitor("owner")
    assert post(owner, "approve", plan, revision=2).status_code == 302
    approval = Approval.objects.get()

    assert approval.by_name == "owner@example.org"
    assert approval.revision.number == 2
    assert approval.digest == hashlib.sha256(owner.get(f"/plans/{plan.pk}/privacy.toml").content).hexdigest()
    assert events(plan)[-1] == ("owner@example.org", "approved")
    assert "Approved by owner@example.org on" in page(owner, "plan", plan)
    assert "Approved by owner@example.org on" in shown(owner.get(f"/plans/{plan.pk}/documents/plan/plan.en.html"))
    assert (
        "Goedgekeurd door owner\\@example" in owner.get(f"/plans/{plan.pk}/documents/plan/plan.nl.md").content.decode()
    )


def test_what_changed_since_the_approval_is_told(there: Town, plan: Plan) -> None:
    """On the plan's page with every difference, and in the head of its documents."""
    owner = there.visitor("owner")
    post(owner, "approve", plan, revision=2)
    said(there, PHONE)
    text = page(owner, "plan", plan)

    assert "Changed since owner@example.org approved it on" in text
    assert "you now collect: phone number" in text
    assert (
        "Changed since owner@example.org" in owner.get(f"/plans/{plan.pk}/documents/plan/plan.en.html").content.decode()
    )
    assert "owner@example.org" not in owner.get(f"/plans/{plan.pk}/documents/notice/notice.en.html").content.decode()


def test_a_comment_is_no_change(there: Town, plan: Plan) -> None:
    """The answers are what was approved."""
    owner = there.visitor("owner")
    post(owner, "approve", plan, revision=2)
    said(there, SHOP + "\n# a note\n")

    assert "Approved by owner@example.org on" in page(owner, "plan", plan)


def test_nobody_approves_what_they_have_not_seen(there: Town, plan: Plan) -> None:
    """A form from before a change is refused, and says so."""
    said(there, PHONE)
    response = post(there.visitor("owner"), "approve", plan, revision=2)

    assert response.status_code == 409
    assert "changed while you were looking" in shown(response)
    assert post(there.visitor("owner"), "approve", plan, revision="²").status_code == 409
    assert Approval.objects.count() == 0


def test_approving_twice_is_approving_once(there: Town, plan: Plan) -> None:
    """A double click, or a form sent again."""
    owner = there.visitor("owner")
    post(owner, "approve", plan, revision=2)
    post(owner, "approve", plan, revision=2)

    assert Approval.objects.count() == 1


# ---- links for clients


def link_of(response: HttpResponse) -> str:
    (address,) = re.findall(r"https?://[^\"]+/sign-off/[\w-]+/", response.content.decode())
    return str(address).partition("/sign-off/")[2].strip("/")


def test_a_link_opens_the_plan_and_leaves_the_address(there: Town, plan: Plan) -> None:
    """Looking changes nothing; the button opens; from then on the key is in no address (W-26, W-50)."""
    key = link_of(post(there.visitor("owner"), "sign-offs", plan, name="Jo Client", days=7))
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = CSRF
    door = client.get(f"/sign-off/{key}/")

    assert door.status_code == 200
    assert door["Referrer-Policy"] == "no-referrer"
    assert "no-store" in door["Cache-Control"]
    assert CLIENT not in client.session
    assert client.get(f"/plans/{plan.pk}/plan/").status_code == 302

    opened = send(client, f"/sign-off/{key}/")
    assert opened.status_code == 302
    assert key not in opened["Location"]
    assert "The Corner Shop" in page(client, "plan", plan)
    assert key not in client.get(f"/plans/{plan.pk}/plan/").content.decode()
    assert not SignOff.objects.filter(key_hash=key).exists()  # only its hash is kept
    assert events(plan)[-1] == ("Jo Client", "link-opened")
    assert all(key not in event.about for event in Event.objects.all())


def test_a_client_reads_and_approves_with_their_name(there: Town, plan: Plan) -> None:
    """And changes nothing."""
    client = there.visitor("client")
    assert "name" in post(client, "approve", plan, revision=2, name=" ").content.decode()
    assert Approval.objects.count() == 0
    assert post(client, "approve", plan, revision=2, name="Jo\r\nClient").status_code == 302

    assert Approval.objects.get().by_name == "Jo Client"
    assert client.get(f"/plans/{plan.pk}/documents/").status_code == 200
    assert client.post(f"/plans/{plan.pk}/question/organisation/", {"csrfmiddlewaretoken": CSRF}).status_code == 403


@pytest.mark.parametrize("how", ["revoked", "ended", "mangled"])
def test_a_link_that_holds_no_longer_opens_nothing(there: Town, plan: Plan, how: str) -> None:
    """Not at the door, and not for a browser that came in before."""
    inside = there.visitor("client")
    assert inside.get(f"/plans/{plan.pk}/plan/").status_code == 200
    link = SignOff.objects.get()
    if how == "revoked":
        post(there.visitor("owner"), "sign-offs", plan, revoke=link.pk)
        assert events(plan)[-1] == ("owner@example.org", "link-revoked")
    elif how == "ended":
        SignOff.objects.update(ends=timezone.now())
    key = CLIENT_KEY[:-1] if how == "mangled" else CLIENT_KEY
    fresh = there.visitor("anyone")

    for response in (fresh.get(f"/sign-off/{key}/"), send(fresh, f"/sign-off/{key}/")):
        assert response.status_code == 404
        assert CLIENT not in fresh.session
    if how != "mangled":
        assert inside.get(f"/plans/{plan.pk}/plan/").status_code == 302


def test_a_link_opens_one_plan_only(there: Town, plan: Plan) -> None:
    """Not the other plans of the organisation."""
    second = actions.begin(there.bakery, there.users["owner"], "Second", text=SHOP)

    assert there.visitor("client").get(f"/plans/{second.pk}/plan/").status_code == 302


def test_an_owner_revokes_links_of_this_plan_only(there: Town, plan: Plan) -> None:
    """Another organisation's owner cannot name one of ours."""
    link = SignOff.objects.get()
    post(there.visitor("other-owner"), "sign-offs", there.other_plan, revoke=link.pk)
    post(there.visitor("owner"), "sign-offs", plan, revoke="nothing")

    assert not SignOff.objects.get().revoked


def test_a_link_goes_by_mail_where_an_address_is_given(there: Town, plan: Plan) -> None:
    """With nothing of a name that a mail program makes a link of (W-30, W-31)."""
    owner = there.visitor("owner")
    response = post(owner, "sign-offs", plan, name="Jo www.evil.test\r\nBcc: x@y.test", email="jo@client.test", days=30)
    (sent,) = mail.outbox

    assert sent.to == ["jo@client.test"]
    assert f"/sign-off/{link_of(response)}/" in sent.body
    assert "www.evil.test" not in sent.body
    assert post(owner, "sign-offs", plan, name="Jo", email="not an address").status_code == 422
    assert post(owner, "sign-offs", plan, name="").status_code == 422
    assert len(mail.outbox) == 1


# ---- the public notice


@pytest.fixture
def public(there: Town, plan: Plan) -> Publication:
    """The notice, published."""
    assert post(there.visitor("owner"), "publish", plan, revision=2, reason="First").status_code == 302
    return Publication.objects.get()


def test_the_notice_is_public_and_cacheable(there: Town, public: Publication) -> None:
    """For anyone, without a cookie or a script; found by programs through ``rel`` (W-17)."""
    visitor = Client()
    response = visitor.get(f"/n/{public.slug}/nl")
    text = response.content.decode()

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert 'rel="privacy-policy"' in response["Link"]
    assert 'rel="privacy-policy"' in text
    assert "The Corner Shop" in text
    assert "<script" not in text
    assert 'content="noindex"' not in text
    assert '<html lang="nl-NL">' in text


def test_the_notice_is_the_same_for_everybody(there: Town, public: Publication) -> None:
    """A cache may give the owner's page to a stranger, and the other way round."""
    pages = {there.visitor(kind).get(f"/n/{public.slug}/nl").content for kind in VISITORS}
    signed_in = there.visitor("owner").get(f"/n/{public.slug}/nl")

    assert len(pages) == 1
    assert not signed_in.cookies
    assert "Cookie" not in signed_in.get("Vary", "")


def test_what_caches_may_share_sets_no_cookie() -> None:
    """Whatever set one on the way."""
    shared = HttpResponse(headers={"Cache-Control": "public", "Vary": "Accept, cookie"})
    shared.set_cookie("privet", "somebody")
    answer = guarded(lambda _: shared)(HttpRequest())

    assert not answer.cookies
    assert answer["Vary"] == "Accept"


def test_the_notice_says_when_it_is_the_same_as_before(there: Town, public: Publication) -> None:
    """By its hash, which also stands on the page and is that of the text."""
    first = Client().get(f"/n/{public.slug}/nl")
    page = public.editions.get().pages.get(language="nl")

    assert page.digest in first.content.decode()
    assert page.digest == hashlib.sha256(page.markup.encode()).hexdigest()
    assert first["ETag"].startswith(f'"{page.digest[:32]}')
    assert Client().get(f"/n/{public.slug}/nl", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_notice_has_every_language_and_links_them(there: Town, public: Publication) -> None:
    """Without a language in the address, the one that the browser asks for."""
    text = Client().get(f"/n/{public.slug}/nl").content.decode()

    assert f'hreflang="fr" href="/n/{public.slug}/fr"' in text
    assert 'lang="fr' in Client().get(f"/n/{public.slug}/", headers={"Accept-Language": "fr-BE,en"}).content.decode()
    assert 'lang="nl' in Client().get(f"/n/{public.slug}/", headers={"Accept-Language": "de"}).content.decode()
    assert "Accept-Language" in Client().get(f"/n/{public.slug}/")["Vary"]
    assert Client().get(f"/n/{public.slug}/en").status_code == 404  # the answers do not ask for it


def test_what_the_public_reads_does_not_change_under_them(there: Town, plan: Plan, public: Publication) -> None:
    """New answers wait until an owner publishes again, and the owner is told."""
    owner = there.visitor("owner")
    before = Client().get(f"/n/{public.slug}/nl").content
    assert "Your answers are still the same" in page(owner, "publish", plan)
    said(there, PHONE)
    told = page(owner, "publish", plan)

    assert Client().get(f"/n/{public.slug}/nl").content == before
    assert "Your answers changed since then" in told
    assert "you now collect: phone number" in told


def test_earlier_editions_are_listed_and_can_be_read(there: Town, plan: Plan, public: Publication) -> None:
    """With their day and reason; the old text is the old text."""
    old = public.editions.get().pages.get(language="nl")
    said(there, PHONE)
    post(there.visitor("owner"), "publish", plan, revision=3, reason="We ask for <b>phone</b> numbers")
    now = Client().get(f"/n/{public.slug}/nl").content.decode()
    then = Client().get(f"/n/{public.slug}/nl/{old.digest}").content.decode()

    assert "We ask for &lt;b&gt;phone&lt;/b&gt; numbers" in now
    assert f"/n/{public.slug}/nl/{old.digest}" in now
    assert "elefoonnummer" in now
    assert "elefoonnummer" not in then
    assert "oudere uitgave" in then
    assert Client().get(f"/n/{public.slug}/fr/{old.digest}").status_code == 404
    assert [one.number for one in Edition.objects.all()] == [2, 1]


def test_a_notice_that_cannot_be_made_is_refused_with_what_it_lacks(there: Town, plan: Plan) -> None:
    """With links to the questions, and nothing becomes public."""
    said(there, re.sub(r"(?s)\[contact\].*?\n\n", "", SHOP))
    owner = there.visitor("owner")
    response = post(owner, "publish", plan, revision=3)

    assert response.status_code == 422
    assert f"/plans/{plan.pk}/at/contact" in response.content.decode()
    assert "Who answers questions about privacy? – E-mail" in shown(response)
    assert Publication.objects.count() == 0


def test_what_changed_a_moment_ago_is_not_published_unseen(there: Town, plan: Plan) -> None:
    """Somebody else answered while the page was open."""
    said(there, PHONE, "editor")

    assert post(there.visitor("owner"), "publish", plan, revision=2).status_code == 409
    assert Publication.objects.count() == 0


def test_a_notice_taken_down_is_gone_and_comes_back_where_it_was(there: Town, plan: Plan, public: Publication) -> None:
    """Its address is kept, for there are links to it."""
    owner = there.visitor("owner")
    old = public.editions.get().pages.get(language="nl")
    post(owner, "publish", plan, down="on")
    for path in ("", "nl", f"nl/{old.digest}"):
        assert Client().get(f"/n/{public.slug}/{path}").status_code == 404
    post(owner, "publish", plan, revision=2)

    assert Client().get(f"/n/{public.slug}/nl").status_code == 200
    assert [action for _, action in events(plan)][-3:] == ["published", "taken-down", "published"]


@pytest.mark.parametrize("path", ["nobody/", "nobody/nl", "nobody/nl/0123"])
def test_an_address_that_nobody_has_is_not_there(db: None, path: str) -> None:
    """And caches do not keep that: it may be somebody's tomorrow."""
    response = Client().get(f"/n/{path}")

    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]


# ---- guests


def test_a_guest_keeps_the_plan_in_a_new_organisation(there: Town) -> None:
    """With an account; from then on it is the organisation's, and the key opens nothing."""
    guest = there.visitor("guest")
    text = page(guest, "keep", there.guest_plan)
    assert "make an account" in text.lower() or "account" in text
    assert post(guest, "keep", there.guest_plan, organisation="new", name="Mine").status_code == 302
    assert Plan.objects.get(pk=there.guest_plan.pk).organisation is None  # not without an account

    guest.force_login(there.users["stranger"])
    assert "A new one" in page(guest, "keep", there.guest_plan)
    assert post(guest, "keep", there.guest_plan, organisation="new", name="").status_code == 422
    assert post(guest, "keep", there.guest_plan, organisation="new", name="Mine").status_code == 302
    kept = Plan.objects.get(pk=there.guest_plan.pk)

    assert kept.organisation is not None
    assert kept.organisation.name == "Mine"
    assert kept.guest_hash == ""
    assert guest.get(f"/plans/{kept.pk}/history/").status_code == 200
    assert there.visitor("guest").get(f"/plans/{kept.pk}/").status_code == 302
    assert events(kept)[-1] == ("stranger@example.org", "kept")


def test_a_guest_keeps_a_plan_only_where_they_may_begin_one(there: Town) -> None:
    """Not in an organisation of others, nor where they only read."""
    for person in ("stranger", "reader", "suspended"):
        guest = there.visitor("guest")
        guest.force_login(there.users[person])
        assert post(guest, "keep", there.guest_plan, organisation=there.bakery.pk).status_code == 422, person
    assert Plan.objects.get(pk=there.guest_plan.pk).organisation is None

    guest = there.visitor("guest")
    guest.force_login(there.users["editor"])
    assert post(guest, "keep", there.guest_plan, organisation=there.bakery.pk).status_code == 302
    assert Plan.objects.get(pk=there.guest_plan.pk).organisation == there.bakery


def test_plans_that_no_guest_opens_are_removed(there: Town) -> None:
    """After thirty days; opening one begins them anew, and organisations' plans stay."""
    Plan.objects.update(seen=timezone.now() - timedelta(days=29))
    assert there.visitor("guest").get(f"/plans/{there.guest_plan.pk}/").status_code == 200
    Plan.objects.update(seen=F("seen") - timedelta(days=2))

    assert actions.tidy() == 1
    assert actions.tidy() == 0
    assert set(Plan.objects.all()) == {there.plan, there.other_plan, there.guest_plan}
    assert events(there.other_guest_plan) == [("", "lapsed")]


# ---- settings


def test_an_owner_renames_a_plan(there: Town, plan: Plan) -> None:
    """In one visible line."""
    post(there.visitor("owner"), "plan-settings", plan, act="rename", name=" Web\u202e  shop ")

    assert Plan.objects.get(pk=plan.pk).name == "Web shop"
    assert events(plan)[-1] == ("owner@example.org", "renamed")


def test_a_plan_put_away_is_read_and_not_changed(there: Town, plan: Plan) -> None:
    """Until it is fetched back."""
    owner = there.visitor("owner")
    post(owner, "plan-settings", plan, act="archive")
    question = owner.get(f"/plans/{plan.pk}/question/organisation/").content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', question)
    answer = {"seen": seen, "name": "Changed"}

    assert page(owner, "plan", plan)
    assert post(owner, "question", plan, {"question": "organisation"}, **answer).status_code == 403
    post(owner, "plan-settings", plan, act="unarchive")
    assert post(owner, "question", plan, {"question": "organisation"}, **answer).status_code == 302
    assert [action for _, action in events(plan)][-2:] == ["archived", "unarchived"]


def test_a_plan_is_deleted_only_by_who_says_so_twice(there: Town, plan: Plan, public: Publication) -> None:
    """With everything of it; that it was there stays in the trail."""
    owner = there.visitor("owner")
    post(owner, "approve", plan, revision=2)
    assert post(owner, "plan-settings", plan, act="delete").status_code == 422
    assert Plan.objects.filter(pk=plan.pk).exists()
    assert post(owner, "plan-settings", plan, act="delete", sure="on").status_code == 302

    assert not Plan.objects.filter(pk=plan.pk).exists()
    assert (Revision.objects.filter(plan=plan).count(), Approval.objects.count(), Publication.objects.count()) == (
        0,
        0,
        0,
    )
    assert Client().get(f"/n/{public.slug}/").status_code == 404
    assert events(plan)[-1] == ("owner@example.org", "deleted")
