"""Records: frozen classes of named fields, quickly made.

``@record`` stands where ``@dataclass(frozen=True, slots=True)`` would, and makes the same
kind of class.  The standard one compiles six functions a class whenever the program
starts, which for privet's hundred classes takes three times as long as Python's own start.
A record compiles its ``__init__``; its other methods are the same few functions for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(plain: type[T]) -> type[T]:
    """The class with a slot for each annotated name, set once and compared by value."""
    return _made(plain, METHODS)


@dataclass_transform(frozen_default=True, order_default=True)
def ordered_record(plain: type[T]) -> type[T]:
    """A record that sorts by its fields, from the first to the last."""
    return _made(plain, {**METHODS, "__lt__": _is_before})


def replace(old: T, /, **changes: object) -> T:
    """A record like ``old`` with other values in some fields."""
    values: Mapping[str, Any] = {name: getattr(old, name) for name in _fields(type(old))}
    return type(old)(**{**values, **changes})


def _fields(kind: type[object]) -> tuple[str, ...]:
    names: tuple[str, ...] = getattr(kind, "__match_args__", ())
    return names


def _made(plain: type[T], methods: Mapping[str, object]) -> type[T]:
    """A slot must be there when a class is made, so the class is made once more."""
    own = dict(vars(plain))
    names = tuple(own.get("__annotations__", ()))
    defaults = {name: own.pop(name) for name in names if name in own}
    for name in ("__dict__", "__weakref__"):
        own.pop(name, None)
    metaclass: Any = type(plain)
    made: type[T] = metaclass(
        plain.__name__,
        plain.__bases__,
        {**methods, **own, "__slots__": names, "__match_args__": names, "_values": _values(names)},
    )
    setattr(made, "__init__", _init(made, names, defaults))  # noqa: B010 - mypy minds the plain spelling
    return made


def _values(names: tuple[str, ...]) -> Callable[[object], object]:
    """What gets all values of a record at once, for comparing; it takes at least one name."""
    return attrgetter(*names or ("__match_args__",))


def _init(made: type[object], names: tuple[str, ...], defaults: Mapping[str, object]) -> Callable[..., None]:
    """``__init__`` with the fields as its parameters.

    It sets each slot by the slot's own setter: a record's ``__setattr__`` refuses."""
    asked = ", ".join(f"{name}=defaults[{name!r}]" if name in defaults else name for name in names)
    body = "; ".join(f"set_{name}(self, {name})" for name in names) or "pass"
    scope: dict[str, Any] = {f"set_{name}": getattr(made, name).__set__ for name in names}
    scope["defaults"] = defaults
    exec(f"def __init__(self, {asked}): {body}", scope)  # noqa: S102 - of names that stand in our own classes
    init: Callable[..., None] = scope["__init__"]
    return init


# ---- what all records do


def _is_equal(self: Any, other: Any) -> object:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._values(self) == other._values(other)


def _is_before(self: Any, other: Any) -> object:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._values(self) < other._values(other)


def _hash(self: Any) -> int:
    return hash(self._values(self))


def _shown(self: Any) -> str:
    inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({inner})"


def _refuse(self: Any, name: str, *_: object) -> None:
    raise AttributeError(f"{type(self).__qualname__}.{name} is frozen")


def _again(self: Any) -> tuple[type[object], tuple[object, ...]]:
    """How a copy is made, also in another process."""
    return type(self), tuple(getattr(self, name) for name in self.__match_args__)


METHODS: Mapping[str, object] = {
    "__eq__": _is_equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__reduce__": _again,
}
