"""Answers as the fields of a form, and back: nothing changes on the way, and garbage is only ever refused."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import TODAY, library, usable, value

from privet.answers import Answer, Ref, Value
from privet.gazetteer import Gazetteer
from privet.questions import UNKNOWN, Choice, Choices, Day, Email, Field, Keep, Link, LongText, Number, Places, Text
from privet.typed import Misread
from privet.values import OTHER, Wrong, read_value
from privet.web.interview import states
from privet.web.interview.states import Desktop
from web.trying import tries

FIELDS = {
    f"{field.table}.{field.key}": field
    for shape in library().questionnaire.tables.values()
    for field in shape.fields.values()
}
LANGUAGES = ("en", "fr", "nl")


@cache
def desktop(language: str = "en") -> Desktop:
    return Desktop(Gazetteer(library(), language), TODAY)


def read(raw: object, field: Field) -> Value:
    return read_value(raw, field, library().questionnaire)


def again(answer: Answer, field: Field, language: str = "en") -> object | None:
    """What a form that shows the answer brings back."""
    shown = states.state(answer, field, desktop(language).gazetteer)
    return states.raw(sent(shown), field, desktop(language))


def sent(shown: states.State) -> states.State:
    """A form as a browser sends it: lines of text end as on paper."""
    return {name: [value.replace("\n", "\r\n") for value in values] for name, values in shown.items()}


def known(raw: object, field: Field) -> Answer:
    return Answer(Ref(field.table, "", field.key), "known", read(raw, field))


# ---- there and back

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)


def is_answer(raw: object, field: Field) -> bool:
    try:
        read(raw, field)
    except Wrong:
        return False
    return True


def own_words(field: Field) -> st.SearchStrategy[object]:
    """Words of one's own, where the list takes them, with a term or two."""
    assert isinstance(field.kind, Choice | Choices)
    own = WORDS.map(lambda words: {OTHER: " ".join(words.split())})
    if isinstance(field.kind, Choice):
        return own
    vocabulary = library().questionnaire.vocabularies[field.vocabulary]
    terms = st.sampled_from([id for id in usable(vocabulary, field.kind.only) if not vocabulary.terms[id].exclusive])
    return st.lists(st.one_of(own, terms), min_size=1, max_size=4, unique_by=str)


def values(field: Field) -> st.SearchStrategy[object]:
    """Every value a field may hold: the questionnaire's, and what people write themselves."""
    usual = value(field)
    match field.kind:
        case Text():
            return usual | WORDS.map(lambda words: " ".join(words.split()))
        case LongText():
            return usual | st.lists(WORDS, min_size=1, max_size=3).map(
                lambda lines: "\n".join(x.strip() for x in lines).strip()
            )
        case Choice(vocabulary=name) | Choices(vocabulary=name) if library().questionnaire.vocabularies[name].other:
            return usual | own_words(field)
        case Places():
            return st.lists(
                st.sampled_from(list(library().questionnaire.vocabularies["place"].terms)), max_size=4, unique=True
            )
        case Day():
            return st.dates(date(1000, 1, 1))
        case Number():
            return st.integers(0, 1_000_000)
        case _:
            return usual


@pytest.mark.parametrize("name", FIELDS)
@tries(5)
@given(data=st.data())
def test_a_form_brings_back_the_answer_that_it_shows(name: str, data: st.DataObject) -> None:
    """Whatever the answer, and whatever the language of the page."""
    field = FIELDS[name]
    raw = data.draw(values(field).filter(lambda found: found != UNKNOWN and is_answer(found, field)))
    answer = known(raw, field)
    found = again(answer, field, data.draw(st.sampled_from(LANGUAGES)))

    assert essence(read(found, field)) == essence(answer.value)


def essence(value: Value | None) -> object:
    """Boxes have an order of their own."""
    return sorted(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", FIELDS)
def test_a_form_brings_back_that_nothing_is_known(name: str) -> None:
    """Unknown stays unknown, and what nobody has answered stays unanswered."""
    field = FIELDS[name]

    assert again(Answer(Ref(field.table, "", field.key), "unknown"), field) == UNKNOWN
    assert again(Answer(Ref(field.table, "", field.key), "missing"), field) is None


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if isinstance(field.kind, Choices | Places)])
def test_a_form_brings_back_that_there_are_none(name: str) -> None:
    """None is an answer: known, and empty."""
    field = FIELDS[name]

    assert read(again(known([], field), field), field) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_brings_back_every_place(language: str) -> None:
    """Names with commas, with "and", and those that a country and a state share."""
    field = FIELDS["organisation.places"]
    codes = list(library().questionnaire.vocabularies["place"].terms)
    lost = [code for code in codes if _again(code, field, language) != [code]]

    assert lost == []


def _again(code: str, field: Field, language: str) -> object:
    try:
        return again(known([code], field), field, language)
    except Misread as misread:
        return misread.message


def test_half_an_answer_about_keeping_stays_half() -> None:
    """Counted from what, and not yet known how long."""
    field = FIELDS["activities.keep"]
    raw = {"from": "order-done", "then": ["erase"], "reason": "claims"}

    assert again(known(raw, field), field) == raw


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ({"keep.from": ["order-done"]}, None),
        ({"keep.from": ["order-done"], "keep.unknown": ["on"]}, {"from": "order-done"}),
        ({"keep.unknown": ["on"]}, UNKNOWN),
        ({"keep.amount": ["12"], "keep.unit": ["months"]}, "keep-no-from"),
        ({"keep.from": ["order-done"], "keep.then": ["erase"]}, "keep-no-length"),
        ({"keep.from": ["fixed-date"]}, "keep-no-until"),
        ({"keep.from": ["no-end"]}, {"from": "no-end"}),
        ({"keep.from": ["no-end"], "keep.amount": ["1"], "keep.unit": ["years"]}, "keep-two-ends"),
        ({"keep.from": ["order-done"], "keep.amount": ["1"], "keep.unit": ["moons"]}, "no-period"),
        ({"keep.from": ["order-done"], "keep.amount": ["1"], "keep.unit": ["years"], "keep.unknown": ["on"]},
         "unknown-and-more"),
    ],
)  # fmt: skip
def test_the_pieces_of_how_long_go_together_or_are_refused(form: states.State, wanted: object) -> None:
    """A proposed beginning alone is no answer; two ends are one too many."""
    try:
        found: object = states.raw(form, FIELDS["activities.keep"], desktop())
    except Misread as misread:
        found = misread.message

    assert found == wanted


# ---- garbage

HUGE = "x" * 20_000
ODD = st.one_of(
    st.text(st.characters(), max_size=30),  # with surrogates and control characters
    st.sampled_from(["", " ", "\0", "\ud800", "\x7f", "\u2028", "\ufeff", HUGE, "9" * 400, "-1", "1e9", "٣", "none", "unknown",
                     "other", "<script>", "0000-00-00", "2026-02-31", "[]", "{}", "99 99", "http://[", "a@b"]),
)  # fmt: skip
SUFFIXES = ("", ".other", ".unknown", ".amount", ".unit", ".from", ".until", ".then", ".reason")


def garbage(field: Field) -> st.SearchStrategy[states.State]:
    """What no browser sends, under the names that the field reads."""
    terms = list(library().questionnaire.vocabularies[field.vocabulary].terms) if field.vocabulary else ["fixed-date"]
    said = st.lists(ODD | st.sampled_from(terms), max_size=4)
    return st.dictionaries(st.sampled_from([f"{field.key}{suffix}" for suffix in SUFFIXES]) | ODD, said, max_size=6)


@pytest.mark.parametrize("name", FIELDS)
@tries(6)
@given(data=st.data())
def test_garbage_is_refused_in_words(name: str, data: st.DataObject) -> None:
    """Misread or Wrong, which the page tells beside the field; never anything else."""
    field = FIELDS[name]
    form = data.draw(garbage(field))
    try:
        raw = states.raw(form, field, desktop())
        if raw is not None and raw != UNKNOWN:
            read(raw, field)
    except (Misread, Wrong):
        return


KINDS = {type(field.kind): field for field in FIELDS.values()}


@pytest.mark.parametrize("kind", [Text, LongText, Email, Link, Day, Number, Choice, Choices, Keep])
@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\x1b[31m", "caf\ufffd"])
def test_signs_that_no_file_can_hold_are_refused(kind: type, text: str) -> None:
    """Neither kept nor repaired behind people's backs; ``\ufffd`` is what is left of broken bytes."""
    field = KINDS[kind]
    form = {field.key: [text], f"{field.key}.other": [text], f"{field.key}.amount": [text], f"{field.key}.from": [text]}

    with pytest.raises((Misread, Wrong)):
        read(states.raw(form, field, desktop()), field)


@given(st.text(max_size=60))
@example("Congo, Democratic Republic; and")
def test_a_place_is_found_or_refused(text: str) -> None:
    """Whatever is typed in the box for a place."""
    field = FIELDS["people.places"]
    try:
        raw = states.raw({"places": [text]}, field, desktop())
    except Misread:
        return

    assert raw is None or isinstance(read(raw, field), tuple) or raw == UNKNOWN
