"""Answering in the browser: what a page sent becomes of the file, and that nobody is ever stuck."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import answers, library

from privet.web.editing.desk import FileDesk
from privet.web.interview.sitting import Sitting, sitting
from web.editing import Editing, say
from web.pages import Page
from web.trying import trips, written

TWO = """\
schema = 1

# what we do
[activities.shop] # the shop
label = "Shop"
items = ["name", "email"]
optional = ["email"] # nobody needs it

[activities.club]
label = "Club" # on Fridays
"""
ROWS = "/question/activities/"


def seat(here: Editing) -> Sitting:
    return sitting(FileDesk(here.file))


# ---- which rows there are


def test_a_row_goes_only_when_asked_twice(here: Editing) -> None:
    """The first time the page says what would go; nothing is touched."""
    here.file.write_text(TWO)
    asked = here.answer(ROWS, rows=["shop"])

    assert asked.status == 422
    assert "Club" in asked.text and say("remove-title") in asked.text
    assert here.text == TWO

    done = here.post(asked, {**asked.form, "sure": ["on"]})

    assert done.status == 302
    assert list(here.data["activities"]) == ["shop"]
    assert here.text.startswith(TWO[: TWO.index("\n[activities.club]")])


def test_saying_sure_beforehand_removes_nothing_unseen(here: Editing) -> None:
    """A row that another tab added since is not in the form, and does not go."""
    here.file.write_text(TWO)
    page = here.get(ROWS)
    here.file.write_text(TWO + '\n[activities.fair]\nlabel = "Fair"\n')
    sent = here.post(page, {**page.form, "sure": ["on"]})

    assert sent.status == 409
    assert "fair" in here.data["activities"]


@pytest.mark.parametrize("rows", [["shop", "unknown"], ["unknown", "none"], ["none", "club"]])
def test_i_do_not_know_goes_with_nothing_else(rows: list[str], here: Editing) -> None:
    here.file.write_text(TWO)

    assert here.answer(ROWS, rows=rows).status == 422
    assert here.text == TWO


def test_a_row_in_ones_own_words_gets_a_name_once(here: Editing) -> None:
    """The name of a row that is there already makes no second one; the same line twice makes one."""
    here.file.write_text(TWO)
    done = here.answer(ROWS, rows_other="Shop\r\nBéé fair\r\n  Béé   fair ")

    assert done.status == 302
    assert list(here.data["activities"]) == ["shop", "club", "bee-fair"]
    assert here.data["activities"]["bee-fair"] == {"label": "Béé fair"}


def test_a_row_may_be_called_none_or_unknown(here: Editing) -> None:
    """It is not taken for the box that says so, and the page can be sent again."""
    here.answer(ROWS, rows_other="None\r\nUnknown")
    names = {row["label"] for row in here.data["activities"].values()}
    again = here.get(ROWS)

    assert names == {"None", "Unknown"}
    assert here.post(again, again.form).status == 302
    assert {row["label"] for row in here.data["activities"].values()} == names


@pytest.mark.parametrize("word", ["none", "other", "on", "0", "None"])
def test_a_word_that_means_something_to_us_stays_in_a_text(word: str, here: Editing) -> None:
    """In a text it is a word like any other."""
    text = f'schema = 1\n[contact]\nname = "{word}"\n'
    here.file.write_text(text)
    page = here.get("/question/contact/")

    assert page.form["name"] == [word]
    assert here.post(page, page.form).status == 302
    assert here.text == text


def test_none_and_unknown_are_answers_of_their_own(here: Editing) -> None:
    """Nothing at all is an answer; so is not knowing."""
    here.answer(ROWS, rows=["none"])
    assert here.data["activities"] == []

    here.answer(ROWS, rows=["unknown"])
    assert here.data["activities"] == "unknown"


def test_templates_fill_rows_in(here: Editing) -> None:
    """But not how long: that is for the organisation to say."""
    done = here.answer(ROWS, rows=["newsletter"])

    assert done.to == "/check/activities/newsletter/"
    assert here.data["activities"]["newsletter"]["template"] == "newsletter"
    assert "keep" not in here.data["activities"]["newsletter"]


# ---- a list that is a part of another

ITEMS = "/question/items/shop/"


@pytest.mark.parametrize(
    ("items", "optional", "wanted"),
    [
        (["name", "phone"], ["phone"], {"items": ["name", "phone"], "optional": ["phone"]}),
        (["name"], ["phone", "email"], {"items": ["name"], "optional": []}),
        (["unknown"], ["email"], {"items": "unknown", "optional": "unknown"}),
        (["none"], ["email"], {"items": [], "optional": []}),
        ([], ["email"], {}),
    ],
)
def test_what_may_be_left_out_is_a_part_of_what_is_asked(
    items: list[str], optional: list[str], wanted: dict[str, object], here: Editing
) -> None:
    """A second box at something that is not chosen says nothing."""
    here.file.write_text(TWO)
    done = here.answer(ITEMS, items=items, optional=optional)

    assert done.status == 302
    assert {key: here.data["activities"]["shop"].get(key) for key in wanted} == wanted
    assert set(here.data["activities"]["shop"]) == {"label", *wanted}
    assert "# nobody needs it" in here.text


# ---- mistakes and meetings


def test_one_mistake_hides_no_other_and_keeps_what_was_sent(here: Editing) -> None:
    """Each field says its own; what was typed stands in the boxes again."""
    here.file.write_text(TWO)
    page = here.answer("/question/contact/", name="Anna", email="anna at home", phone="x" * 501)

    assert page.status == 422
    assert page.form | {"name": ["Anna"], "email": ["anna at home"], "phone": ["x" * 501]} == page.form
    assert page.text.count('class="error"') == 2
    assert here.text == TWO


def test_two_answers_at_once_are_both_shown(here: Editing) -> None:
    """The second of two tabs sees what the first said, and loses nothing of its own."""
    first, second = here.get("/question/organisation/"), here.get("/question/organisation/")
    assert here.post(first, {**first.form, "name": ["First"]}).status == 302
    clash = here.post(second, {**second.form, "name": ["Second"]})

    assert clash.status == 409
    assert "First" in clash.text and clash.form["name"] == ["Second"]
    assert here.data["organisation"]["name"] == "First"

    assert here.post(clash, clash.form).status == 302
    assert here.data["organisation"]["name"] == "Second"


def test_the_same_answer_twice_is_one_answer(here: Editing) -> None:
    """A double click, or a reload of what was sent, is not a meeting of two people."""
    page = here.get("/question/organisation/")
    form = {**page.form, "name": ["Twice"]}
    sent = [here.post(page, form), here.post(page, form)]

    assert [done.status for done in sent] == [302, 302]
    assert sent[0].to == sent[1].to


def test_an_answer_without_the_mark_of_what_was_seen_changes_nothing(here: Editing) -> None:
    here.file.write_text(TWO)
    page = here.get("/question/organisation/")

    assert here.post(page, {"name": ["Nobody saw"]}).status == 409
    assert here.text == TWO


# ---- whatever the answers


def written_to(here: Editing, data: dict[str, object]) -> str:
    text = written(data)
    here.file.write_text(text, encoding="utf-8")
    return text


@trips(8)
@given(data=answers(), dice=st.randoms(use_true_random=False))
def test_a_page_that_nobody_touched_changes_nothing(here: Editing, data: dict[str, object], dice: object) -> None:
    """Not a space, not a comment, not the order of a list."""
    text = written_to(here, data)
    assert isinstance(dice, type(dice)) and hasattr(dice, "sample")
    every = [step for step in seat(here).steps if not step.question.rows]
    for step in dice.sample(every, min(5, len(every))):
        page = here.get(seat(here).url(step))
        sent = here.post(page, page.form)

        assert (page.status, sent.status) == (200, 302), page.path
        assert here.text == text, page.path


@trips(12)
@given(data=answers(knows=5))
def test_the_way_through_has_an_end_in_both_directions(here: Editing, data: dict[str, object]) -> None:
    """Next and back visit each step at most once, and every step has an address."""
    written_to(here, data)
    now = seat(here)
    for step in now.steps:
        assert now.is_asked(step)
        assert now.url(step).startswith("/")
    place = {step.name: number for number, step in enumerate(now.steps)}
    for step in now.steps:
        following, before = now.next_open(step), now.before(step)
        assert following is None or place[following.name] > place[step.name]
        assert place[step.name] == 0 if before is None else place[before.name] == place[step.name] - 1


@trips(3)
@given(data=answers(knows=5), dice=st.randoms(use_true_random=False))
def test_every_address_of_the_interview_has_a_way_on(here: Editing, data: dict[str, object], dice: object) -> None:
    """Also of questions that are not asked now, and of rows that are looked through as a whole."""
    written_to(here, data)
    every = list(addresses(here))
    assert hasattr(dice, "sample")
    for path in dice.sample(every, min(25, len(every))):
        assert_way_on(here, here.get(path))


def addresses(here: Editing) -> Iterator[str]:
    """Where every question and every row can be asked for."""
    now = seat(here)
    for question in library().questionnaire.questions:
        if question.unasked:
            continue
        if not question.each:
            yield f"/question/{question.id}/"
        for row in now.answers.rows(question.each) if question.each else ():
            yield f"/question/{question.id}/{row}/"
    yield from (now.url(step) for step in now.steps)
    yield from (f"/section/{section.id}/" for section, _ in now.sections())


def assert_way_on(here: Editing, page: Page) -> None:
    """The page is there, and what it leads to is there too."""
    assert page.status == 200, page.path
    if page.question is not None:
        after = here.post(page, page.form)
        assert after.status in (302, 409, 422), page.path  # a list made from earlier answers may ask to be sure
        if after.status == 302:
            assert here.get(after.to).status == 200, (page.path, after.to)
    else:
        ways = [link for link in page.links if link not in ("/", "/plan/", "/documents/", "/privacy.toml")]
        assert ways and here.get(ways[-1]).status in (200, 302), page.path
