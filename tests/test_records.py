"""Records: what a frozen dataclass with slots is, for a fifth of its price."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privet.records import ordered_record, record, replace


@record
class Point:
    """Two fields, one of which may be left out."""

    x: int
    y: int = 0

    @property
    def sum(self) -> int:
        return self.x + self.y


@record
class Place:
    """The same fields, another class."""

    x: int
    y: int = 0


@record
class Nothing:
    """No fields at all."""


@ordered_record
class Version:
    major: int
    minor: int = 0


@record
class Named:
    """A class that says itself how it reads."""

    name: str

    def __str__(self) -> str:
        return self.name


def test_fields_are_given_by_place_or_by_name() -> None:
    """As their order says, with what is left out as it was written."""
    assert Point(1, 2) == Point(y=2, x=1)
    assert Point(1) == Point(1, 0)
    assert Point(1, 2).sum == 3


def test_a_field_without_value_is_an_error() -> None:
    """So is one too many."""
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]  # that is what is tested
    with pytest.raises(TypeError):
        Point(1, 2, 3)  # type: ignore[call-arg]  # likewise


def test_a_record_does_not_change() -> None:
    """Neither a field nor anything else can be set or taken away."""
    point = Point(1)
    for name in ("x", "z"):
        with pytest.raises(AttributeError):
            setattr(point, name, 2)
    with pytest.raises(AttributeError):
        delattr(point, "x")

    assert point == Point(1)
    assert not hasattr(point, "__dict__")


def test_records_of_two_classes_are_never_equal() -> None:
    """However alike their fields."""
    others: tuple[object, ...] = (Place(1, 2), (1, 2), None)

    assert all(Point(1, 2) != other for other in others)
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing()}) == 1


@given(st.integers(), st.integers(), st.integers(), st.integers())
def test_equality_hash_and_order_are_those_of_the_fields(a: int, b: int, c: int, d: int) -> None:
    """From the first to the last."""
    assert (Point(a, b) == Point(c, d)) is ((a, b) == (c, d))
    assert hash(Point(a, b)) == hash(Point(a, b))
    assert (Version(a, b) < Version(c, d)) is ((a, b) < (c, d))
    assert sorted([Version(a, b), Version(c, d)]) == [Version(*pair) for pair in sorted([(a, b), (c, d)])]


def test_other_records_have_no_order() -> None:
    """Sorting them needs a key that says what is meant."""
    with pytest.raises(TypeError):
        sorted([Point(2), Point(1)])  # type: ignore[type-var]  # that is what is tested
    with pytest.raises(TypeError):
        Version(1) < 2  # type: ignore[operator]  # noqa: B015 - likewise


def test_replace_makes_another_record() -> None:
    """And leaves the old one."""
    point = Point(1, 2)

    assert replace(point, y=5) == Point(1, 5)
    assert point == Point(1, 2)
    with pytest.raises(TypeError):
        replace(point, z=1)


def test_records_travel_and_are_copied() -> None:
    """A fleet sends them from process to process."""
    point = Point(1, 2)

    assert pickle.loads(pickle.dumps(point)) == copy.deepcopy(point) == copy.copy(point) == point  # noqa: S301 - our own


def test_records_are_matched_by_their_fields() -> None:
    """In the order in which they are written."""
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_a_record_shows_its_fields() -> None:
    """Unless its class says it better."""
    assert repr(Point(1, 2)) == "Point(x=1, y=2)"
    assert repr(Nothing()) == "Nothing()"
    assert str(Named("ann")) == "ann"
    assert Point.__doc__ == "Two fields, one of which may be left out."
