"""Changes to the answers that would settle a finding, as data: what ``--fix`` proposes."""

from __future__ import annotations

from dataclasses import dataclass

from privet.answers import Ref


@dataclass(frozen=True, slots=True)
class Grow:
    """A list gets one value more."""

    ref: Ref
    term: str


@dataclass(frozen=True, slots=True)
class Drop:
    """A list loses a value."""

    ref: Ref
    term: str


@dataclass(frozen=True, slots=True)
class Begin:
    """An activity that the answers do not have: that of a template, or one of its own under a label."""

    template: str
    label: str
    items: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Use:
    """A common service is used, by its id."""

    service: str


Fix = Grow | Drop | Begin | Use
