"""What the pages of the interview show around the questions: the plan that grows, why we ask, what is kept."""

from __future__ import annotations

import re

import pytest

from privet.web.interview import preview
from web.editing import Editing, say

START = """\
schema = 1

[organisation]
kind = "shop"
places = ["NL"]

[people]
groups = ["customer"]
places = ["NL"]
"""
SHOP = """
[activities.shop]
template = "online-shop"
people = ["customer"]
items = ["name", "email", "phone"]
optional = ["phone"]
sources = ["web-form"]
collected-by = ["sales"]
purposes = ["complete-sale"]
used-by = ["sales"]
stored = ["website-database"]
shared-with = ["web-host"]
"""
CHECK = "/check/activities/shop/"


def changes(before: str, now: str) -> dict[str, tuple[str, str]]:
    """By title, what kind of change a part of the plan has seen, and its markup."""
    return {found.title: (found.kind, found.markup) for found in preview.changes(before, now, "en", "/at/")}


# ---- the plan beside the questions


def test_only_what_a_reader_sees_is_a_change() -> None:
    """Other answers rest behind many parts that read the same afterwards."""
    now = START + SHOP.replace(
        'items = ["name", "email", "phone"]', 'items = ["name", "email", "phone", "order-history"]'
    )
    every = {block.id for section in preview.plan(now, "en").sections for block in section.blocks}

    assert set(changes(START + SHOP, now)) == {"What you keep", "Computer files"}
    assert len(every) > 20


def test_of_a_long_table_only_the_new_rows_are_shown() -> None:
    """Two activities: the answer about one leaves the other out of the excerpt."""
    club = SHOP.replace("activities.shop", "activities.club").replace('template = "online-shop"', 'label = "Club"')
    now = START + SHOP + club.replace('"web-host"', '"accountant"')
    found = changes(START + SHOP + club, now)
    kind, markup = found["What you keep"]

    assert kind == "changed"
    assert "Club" in markup and "Accountant" in markup
    assert "<caption>Club</caption>" in markup and "<caption>Online shop</caption>" not in markup


def test_what_went_is_named() -> None:
    assert [kind for kind, _ in changes(START + SHOP, START).values() if kind == "gone"]


def test_an_answer_that_changes_no_text_says_so(here: Editing) -> None:
    here.file.write_text(START)
    assert here.answer("/question/organisation/", name="Corner").status == 302

    assert say("beside-same") in here.get("/question/organisation/").text


# ---- saved


def test_the_page_after_an_answer_says_that_it_is_kept_once(here: Editing) -> None:
    """The browser is told as well which page it was, so that it forgets what it still holds."""
    sent = here.answer("/question/organisation/", name="Corner")
    kept = re.search(r'data-keep="([^"]+)"', here.get("/question/organisation/").text)
    assert kept is not None

    here.answer("/question/organisation/", name="The Corner")
    after, again = here.get(sent.to), here.get(sent.to)

    assert f'data-sent="{kept[1]}" data-at="' in after.text
    assert "data-sent" not in again.text


def test_a_page_without_news_only_lets_the_browser_forget(here: Editing) -> None:
    sent = here.answer("/question/organisation/")
    after = here.get(sent.to).text

    assert "data-sent" in after and "data-at" not in after


def test_stopping_keeps_the_answer_and_leads_home(here: Editing) -> None:
    page = here.get("/question/organisation/")
    done = here.post(page, {**page.form, "name": ["Corner"], "leave": [""]})

    assert done.to == "/"
    assert here.data["organisation"]["name"] == "Corner"


def test_another_file_at_the_same_address_is_kept_apart(here: Editing, settings: object) -> None:
    """The browser keeps drafts by address; two files may be edited at one address, one after the other."""
    first = re.search(r'data-keep="([^"]+)"', here.get("/question/organisation/").text)
    settings.FILE = str(here.file.with_name("other.toml"))  # type: ignore[attr-defined]  # pytest-django's own
    second = re.search(r'data-keep="([^"]+)"', here.get("/question/organisation/").text)

    assert first is not None and second is not None
    assert first[1] != second[1]


# ---- an activity to check


def test_an_activity_comes_with_its_picture(here: Editing) -> None:
    here.file.write_text(START + SHOP)
    page = here.get(CHECK).text

    assert page.count('class="flow-wide"') == page.count('class="flow-tall"') == 1
    assert "<desc>From: customers." in page


def test_an_answer_that_another_tab_gave_first_is_not_dropped(here: Editing) -> None:
    """The open question of the page is answered elsewhere: both answers are shown."""
    here.file.write_text(START + SHOP)
    page = here.get(CHECK)
    mine = {**page.form, "keep.amount": ["6"], "keep.from": ["order-done"], "keep.unit": ["months"]}
    here.file.write_text(START + SHOP + 'keep = { from = "order-done", years = 2 }\n')
    clash = here.post(page, mine)

    assert clash.status == 409
    assert "2 years" in clash.text and clash.form["keep.amount"] == ["6"]
    assert here.post(clash, clash.form).status == 302
    assert here.data["activities"]["shop"]["keep"]["months"] == 6


def test_a_mistake_does_not_hide_that_somebody_answered(here: Editing) -> None:
    """The mark of what was seen stays the one of the page that was sent."""
    page = here.get("/question/contact/")
    here.file.write_text('schema = 1\n[contact]\nname = "Theirs"\n')
    wrong = here.post(page, {**page.form, "name": ["Mine"], "email": ["no address"]})

    assert wrong.status == 422
    assert here.post(wrong, {**wrong.form, "email": ["a@b.example"]}).status == 409


# ---- why we ask, what others say


def test_why_we_ask_names_the_plan_and_the_law(here: Editing) -> None:
    here.file.write_text(START + SHOP)
    page = here.get("/question/keep/shop/")

    assert '<a href="/plan/#retention.schedule">' in page.text
    assert "GDPR, Art. 30(1)(f)" in page.text


def test_what_is_usual_comes_from_the_template(here: Editing) -> None:
    """Also after it was changed; an activity of one's own has none."""
    here.file.write_text(START + SHOP)
    own = SHOP.replace('template = "online-shop"', 'label = "Mine"')

    assert "Postal address" in here.get("/question/items/shop/").text.split(say("usual"))[1]
    here.file.write_text(START + own)
    assert say("usual") not in here.get("/question/items/shop/").text


@pytest.mark.parametrize(("language", "name"), [("en", "Germany"), ("fr", "Allemagne"), ("nl", "Duitsland")])
def test_places_are_offered_by_name(language: str, name: str, here: Editing) -> None:
    here.client.cookies["django_language"] = language
    page = here.get("/question/organisation-places/").text

    assert page.count("<datalist") == 1
    assert f'<option value="{name}">' in page
    assert 'list="all-places"' in page


# ---- looking over


def test_everything_is_on_one_page_and_leads_back_to_it(here: Editing) -> None:
    here.file.write_text(START + SHOP)
    page = here.get("/check/")

    assert page.status == 200
    assert "/question/items/shop/?to=all" in page.links
    done = here.answer("/question/items/shop/?to=all")
    assert done.to == "/check/#about-items-shop"


def test_a_row_from_a_template_has_its_name(here: Editing) -> None:
    """The name that a template brings is not an open question."""
    here.file.write_text(START + SHOP + 'keep = "unknown"\n')
    page = here.get("/section/inventory/").text

    assert say("not-answered") not in page
    assert say("to-find-out") in page


def test_what_does_not_go_together_is_shown_with_its_questions(here: Editing) -> None:
    here.file.write_text(START + SHOP.replace('people = ["customer"]', 'people = ["member"]'))
    page = here.get("/section/inventory/")

    assert say("clashes-title") in page.text
    assert "/at/activities%5Bshop%5D.people?to=section" in page.links
    assert say("clashes-title") not in here.get("/section/about/").text
    assert here.get("/at/activities%5Bshop%5D.people?to=section").to == "/question/activity/shop/?to=section"


def test_a_document_that_lacks_answers_links_to_them(here: Editing) -> None:
    page = here.get("/documents/")

    assert say("lacking") in page.text
    assert "/at/contact.name?to=documents" in page.links


def test_what_is_only_in_the_file_is_no_dead_end(here: Editing) -> None:
    """A sentence may rest on an answer that no question asks for."""
    here.file.write_text(START + '[bases.news]\npurposes = ["send-news"]\nbasis = "consent"\nreason = "We ask."\n')

    assert say("unasked") in here.get("/at/bases%5Bnews%5D.basis").text
    assert here.get("/at/bases%5Bother%5D.basis").status == 404
