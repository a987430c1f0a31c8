"""Pages of websites are read as browsers read them, whatever is in them, and in a process that may break."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator

import pytest
from site_pages import page

from privet.site import room as rooms
from privet.site.elements import Form, SitePage, from_json, to_json
from privet.site.markup import decoded
from privet.site.reading import MOST_FIELDS, read
from privet.site.room import Room, Unread


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with Room() as opened:
        yield opened


def form(markup: str) -> Form:
    return read(page(markup)).forms[0]


def labels(markup: str) -> list[str]:
    return [field.label for field in form(markup).fields]


@pytest.mark.parametrize(
    "markup",
    [
        '<form><label for="a">Name</label><p>x</p><input id="a"></form>',
        "<form><label>Name <input></label></form>",
        "<form><label><span>Name</span><input></label></form>",
        '<form><input aria-label="Name"></form>',
        '<form><span id="s">Name</span><p>x</p><input aria-labelledby="s"></form>',
        '<form><input title="Name"></form>',
        "<form><table><tr><td>Name</td><td><input></td></tr></table></form>",
        "<form><p>Name<br><input></p></form>",
        "<form><div>Name</div><div><input></div></form>",
        '<form><input type="checkbox"> Name<br>other</form>',
        "<table><form><tr><td>Name</td><td><input></td></tr></form></table>",
        '<form id="f"></form><label>Name <input form="f"></label>',
        "<FORM><LABEL>N&#97;me<INPUT></LABEL></FORM>",
    ],
)
def test_a_field_has_the_name_that_a_reader_sees(markup: str) -> None:
    assert labels(markup) == ["Name"]


def test_what_stands_beside_another_field_is_no_label() -> None:
    """A message below one field does not name the next, which has its own words in it."""
    told = form(
        '<form><input placeholder="Your name"><div>A name is required.</div><input placeholder="E-mail"></form>'
    )

    assert [(field.label, field.placeholder) for field in told.fields] == [("", "Your name"), ("", "E-mail")]


def test_a_form_says_where_it_goes_and_what_it_is_for() -> None:
    told = form(
        "<h2>Write to us</h2>\n<form id=c action=/send method=POST><input name=a required checked><button>Go</button></form>"
    )

    assert (told.id, told.action, told.method, told.heading, told.line) == ("c", "/send", "post", "Write to us", 3)
    assert "Go" in told.said
    assert told.fields[0].marks == ("required",)


def test_a_form_in_a_form_is_none_and_buttons_are_no_fields() -> None:
    told = read("<form id=a><form id=b><input name=x><input type=submit><input type=image><button></button></form>")

    assert [entry.id for entry in told.forms] == ["a"]
    assert [field.name for field in told.forms[0].fields] == ["x"]


def test_what_stands_in_scripts_comments_and_text_areas_is_no_form() -> None:
    told = read(
        "<script>'<form><input>'</script><!-- <form> --><textarea><form><input></textarea><title><form></title>"
    )

    assert [entry.number for entry in told.forms] == [0]
    assert len(told.forms[0].fields) == 1


def test_a_disabled_field_sends_nothing() -> None:
    assert form("<form><input name=a disabled><input name=b></form>").fields[0].name == "b"


def test_what_a_page_loads_is_seen_with_its_line() -> None:
    told = read(
        '<link rel=stylesheet href=//a.example/x.css>\n<script src="https://b.example/y.js"></script>\n'
        "<iframe data-src=https://c.example/></iframe><style>@import 'https://d.example/f.css'; a{b:url(//e.example/g)}"
        "</style><script>load('https:\\/\\/f.example\\/z.js')</script><img src=data:image/png;base64,xx>"
    )

    assert [(entry.kind, entry.address, entry.line) for entry in told.resources] == [
        ("style", "//a.example/x.css", 1),
        ("script", "https://b.example/y.js", 2),
        ("frame", "https://c.example/", 3),
        ("style", "https://d.example/f.css", 3),
        ("style", "//e.example/g", 3),
        ("named", "https://f.example/z.js", 3),
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("é".encode(), ""),
        ("é".encode("utf-8-sig"), ""),
        ("é".encode("utf-16"), ""),
        (b'<meta charset="iso-8859-1">\xe9', ""),
        (b"\xe9", ""),
        (b"\xe9", "latin-1"),
        (b"\xc3\xa9", "no-such-code"),
        (b'<meta charset="utf-16">\xc3\xa9', ""),
        (b"\x8e", "mac-roman"),
        (b"\xc3\xa9", "base64"),
    ],
)
def test_letters_are_read_whatever_code_they_are_in(raw: bytes, said: str) -> None:
    text = decoded(raw, said)

    assert text is not None
    assert text.endswith("é")


def test_what_is_no_text_is_not_read(room: Room) -> None:
    assert room.read(bytes(range(256)) * 50) == Unread("page-not-text")


HOSTILE = {
    "deep": b"<div>" * 300_000 + b"<form><input name=email></form>",
    "fields": b"<input name=email>" * 100_000,
    "pointed": b"<p id=x>" + b"a " * 400_000 + b'<input aria-labelledby="x x x x x">' * 20_000,
    "labels": b"<label for=x>" * 100_000 + b"<input id=x>",
    "links": b"<a href=x>" * 100_000,
    "ids": b"".join(b"a<i id=%d>" % number for number in range(100_000)),
    "script": b"<script>" + b"//a." * 400_000,
    "style": b"<style>" + b"url(" * 400_000,
    "attributes": b"<form " + b"".join(b" x%d=1" % number for number in range(100_000)) + b">",
    "long": b"<form><input name=" + b"x" * 1_900_000 + b">",
    "unclosed": b"<form><input value='" + b"x" * 1_000_000,
    "entities": b"&amp" * 400_000,
    "comments": b"<!--" * 400_000,
    "forms": b"<form></form>" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_in_bounded_time_and_size(name: str, room: Room) -> None:
    begun = time.perf_counter()
    told = room.read(HOSTILE[name])

    assert isinstance(told, SitePage)
    assert time.perf_counter() - begun < 10
    assert sum(len(entry.fields) for entry in told.forms) <= MOST_FIELDS
    assert len(json.dumps(to_json(told))) < 5_000_000


def test_what_was_left_out_is_said(room: Room) -> None:
    told = room.read(HOSTILE["fields"])

    assert isinstance(told, SitePage)
    assert told.cut == "fields"


def test_a_page_that_breaks_its_reader_is_told_and_the_next_is_read() -> None:
    with Room() as fresh:
        os.kill(fresh._process.pid or 0, signal.SIGKILL)

        assert fresh.read(b"<form>") == Unread("page-broke-reader")
        assert isinstance(fresh.read(b"<form>"), SitePage)


def test_a_reader_that_stands_still_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "SECONDS", 0.2)
    with Room() as fresh:
        os.kill(fresh._process.pid or 0, signal.SIGSTOP)

        assert fresh.read(b"<form>") == Unread("page-too-slow")
        assert isinstance(fresh.read(b"<form>"), SitePage)


@pytest.mark.parametrize(
    "answer", [None, 1, [], ["x"] * 10, [[]] * 10, {"a": 1}, ["", "", "", "", [[1]], [], [], [], "", ""]]
)
def test_what_comes_from_the_reader_is_not_trusted(answer: object) -> None:
    with pytest.raises((ValueError, IndexError)):
        from_json(answer)


def test_a_page_travels_unchanged() -> None:
    told = read(
        page("<h1>x</h1><form id=a><input name=b><input type=radio value=c> d</form><a href=e>f</a><img src=g>")
    )

    assert from_json(json.loads(json.dumps(to_json(told)))) == told
