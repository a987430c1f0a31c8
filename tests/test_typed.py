"""What people type, and what it is taken for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet import typed
from privet.answers import Chosen
from privet.gazetteer import Gazetteer
from privet.library import Library
from privet.parsing import ROW_ID, ROW_ID_LIMIT
from privet.typed import Misread, Offer, Option

TODAY = date(2026, 11, 22)
UNITS = typed.unit_words(
    {"days": "jours,jour", "weeks": "semaines", "months": "mois", "years": "ans,an,année"},
    {"days": "days", "weeks": "weeks", "months": "months", "years": "years,year"},
)
OFFER = Offer(
    tuple(
        Option(Chosen(id), label)
        for id, label in (("a", "Apples"), ("b", "Bread, white"), ("c", "Café au lait"), ("d", "Cafeteria food"))
    ),
    "own",
    (Chosen("a"), Chosen("b")),
)


def ids(line: str) -> list[str]:
    return [value.text or value.id for value in typed.several(line, OFFER)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("1", ["a"]),
        ("1,3", ["a", "c"]),
        ("1 3", ["a", "c"]),
        ("1-3", ["a", "b", "c"]),
        ("3; 1 ,", ["c", "a"]),
        ("1,1,1", ["a"]),
        ("0", []),
        ("+3", ["a", "b", "c"]),
        ("-1", ["b"]),
        ("-1-2", []),
        ("-1, +4", ["b", "d"]),
        ("+ Jam of our own", ["a", "b", "Jam of our own"]),
        ("1, + Jam", ["a", "Jam"]),
        ("apples", ["a"]),
        ("Bread, white", ["b"]),
        ("bread", ["b"]),
        ("cafe au", ["c"]),
        ("CAFÉTERIA", ["d"]),
        ("white", ["b"]),
        ("b", ["b"]),
    ],
)
def test_several_choices(line: str, wanted: list[str]) -> None:
    """Numbers, ranges, labels and the beginnings of labels; more, fewer, and words of one's own."""
    assert ids(line) == wanted


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("5", "no-such-number"),
        ("1,99", "no-such-number"),
        ("caf", "several-fit"),
        ("aples", "near"),
        ("xyz", "not-in-list-own"),
        ("+", "empty-text"),
        ("+ " + "x" * 501, "text-too-long"),
        ("+ a\x07b", "character"),
        ("²", "not-in-list-own"),
        ("99999999999999999999", "not-in-list-own"),
    ],
)
def test_choices_that_are_none(line: str, message: str) -> None:
    """Each is told what is wrong with it."""
    with pytest.raises(Misread) as caught:
        typed.several(line, OFFER)
    assert caught.value.message == message


def test_own_words_only_where_they_are_welcome() -> None:
    with pytest.raises(Misread) as caught:
        typed.one("+ mine", OFFER._replace(own=""))
    assert caught.value.message == "no-own-words"


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_anything(line: str) -> None:
    """It is read, or it is misread; it never fails."""
    for read in (
        lambda: typed.several(line, OFFER),
        lambda: typed.one(line, OFFER),
        lambda: typed.day(line, TODAY, UNITS, {"demain": 1}),
        lambda: typed.duration(line, UNITS),
        lambda: typed.number(line),
        lambda: typed.line(line),
        lambda: typed.link(line),
    ):
        try:
            read()
        except Misread as misread:
            assert misread.message


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("2027-01-31", date(2027, 1, 31)),
        ("31-1-2027", date(2027, 1, 31)),
        ("31/01/2027", date(2027, 1, 31)),
        ("31.1.2027", date(2027, 1, 31)),
        ("Demain", date(2026, 11, 23)),
        ("1 an", date(2027, 11, 22)),
        ("+ 3 mois", date(2027, 2, 22)),
        ("2 semaines", date(2026, 12, 6)),
        ("10 jours", date(2026, 12, 2)),
    ],
)
def test_days(line: str, wanted: date) -> None:
    """As they are written where privet's languages are spoken, or from today."""
    assert typed.day(line, TODAY, UNITS, {"demain": 1}) == wanted


def test_a_month_later_is_never_beyond_the_month() -> None:
    assert typed.day("1 mois", date(2027, 1, 31), UNITS, {}) == date(2027, 2, 28)
    assert typed.day("1 year", date(2028, 2, 29), UNITS, {}) == date(2029, 2, 28)


@pytest.mark.parametrize("line", ["31-2-2027", "13/32/2027", "soon", "2027", "9999 years", "0000-01-01", "١-١-٢٠٢٧"])
def test_days_that_are_none(line: str) -> None:
    with pytest.raises(Misread):
        typed.day(line, TODAY, UNITS, {})


@pytest.mark.parametrize(
    ("line", "wanted"),
    [("12 mois", {"months": 12}), ("1an", {"years": 1}), ("2 Année", {"years": 2}), ("30 d", {"days": 30})],
)
def test_lengths_of_time(line: str, wanted: dict[str, int]) -> None:
    assert typed.duration(line, UNITS) == wanted


@pytest.mark.parametrize("line", ["12", "mois", "12 m o", "a year", "12 parsecs", "-1 an", "1.5 ans"])
def test_lengths_of_time_that_are_none(line: str) -> None:
    with pytest.raises(Misread):
        typed.duration(line, UNITS)


def test_a_website_needs_no_scheme() -> None:
    assert typed.link("www.shop.example") == "https://www.shop.example"
    assert typed.link("http://shop.example") == "http://shop.example"


@given(st.text(), st.lists(st.text()))
def test_every_name_makes_an_id(name: str, taken: list[str]) -> None:
    """Short, plain and not in use."""
    id = typed.row_id(name, [*taken, "row"])

    assert ROW_ID.fullmatch(id)
    assert len(id) <= ROW_ID_LIMIT
    assert id not in taken


# ---- places


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("NL", ["NL"]),
        ("nl be", ["NL", "BE"]),
        ("Nederland", ["NL"]),
        ("Pays-Bas et Belgique", ["NL", "BE"]),
        ("Netherlands, the netherlands; HOLLAND", ["NL"]),
        ("Québec", ["CA-QC"]),
        ("quebec, ca-on", ["CA-QC", "CA-ON"]),
        ("Nouvelle-Écosse", ["CA-NS"]),
        ("Duitsland en France & Germany", ["DE", "FR"]),
        ("Trinidad en Tobago", ["TT"]),
        ("UK", ["GB"]),
        ("USA", ["US"]),
        ("Verenigde Staten", ["US"]),
        ("California, New York", ["US-CA", "US-NY"]),
        ("us-ca", ["US-CA"]),
        ("Ελλάδα, GR", None),
    ],
)
def test_places_by_code_and_by_name_in_any_language(library: Library, line: str, wanted: list[str] | None) -> None:
    """Whatever language the interview is in."""
    gazetteer = Gazetteer(library, "fr")
    if wanted is None:
        with pytest.raises(Misread):
            gazetteer.several(line)
    else:
        assert [place.id for place in gazetteer.several(line)] == wanted


@pytest.mark.parametrize(
    ("line", "message", "code"),
    [
        ("Nederlnd", "near-place", "NL"),
        ("Belgum", "near-place", "BE"),
        ("Georgia", "several-places", ""),
        ("Xyzzy", "no-place", ""),
    ],
)
def test_a_misspelt_place_is_guessed_but_not_taken(library: Library, line: str, message: str, code: str) -> None:
    """A wrong country would bring in a wrong law."""
    with pytest.raises(Misread) as caught:
        Gazetteer(library, "nl").several(line)

    assert caught.value.message == message
    assert caught.value.slots.get("code", "") == code
