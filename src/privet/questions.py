"""The questionnaire: a closed union of question kinds, and the shape of the answers file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from privet.vocabulary import Labels, Vocabulary


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text."""


@dataclass(frozen=True, slots=True)
class LongText:
    """Text that may hold line breaks."""


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail address."""


@dataclass(frozen=True, slots=True)
class Link:
    """An http or https address."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, zero or more."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One term of a vocabulary."""

    vocabulary: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of terms of a vocabulary; ``only`` narrows it to a tag (``#collect``)."""

    vocabulary: str
    only: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Countries, provinces, states: ISO 3166 codes."""

    vocabulary = "place"


@dataclass(frozen=True, slots=True)
class Keep:
    """How long something is kept, counted from what, and what happens then."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time."""


Kind = Text | LongText | Email | Link | Day | Number | Choice | Choices | Places | Keep | Duration

PLACE = "place"
"""The vocabulary of places."""
UNKNOWN = "unknown"
"""How people write "I don't know yet", for every kind of question."""
NONE = "none"
"""How people may write an empty list."""
PART_OF: Mapping[tuple[str, str], str] = {("activities", "optional"): "items"}
"""Lists whose values are a part of another list's in the same row; the parser checks it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked, kept at ``table.key``."""

    table: str
    key: str
    kind: Kind
    question: str
    labels: Labels
    """What this field is called; the question's own title where it is the only one."""
    must: str = ""
    """``must`` if a complete plan needs the answer."""

    @property
    def vocabulary(self) -> str:
        """Name of the vocabulary its values come from; empty for free answers."""
        # asked for every value of every answer, so no match: free answers have no such attribute
        name: str = getattr(self.kind, "vocabulary", "")
        return name


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the interview."""

    id: str
    section: str
    table: str
    title: Labels
    hint: Labels
    why: Labels
    fields: tuple[Field, ...]
    each: str = ""
    """Table whose rows it is asked for, one by one."""
    rows: str = ""
    """Empty; or the question is which rows the table has: ``free`` (the user names them) or
    the vocabulary that names them."""
    unasked: str = ""
    """``unasked`` if the interview leaves it to those who write it by hand or by command."""
    templates: str = ""
    """``templates`` if rows may start from a template."""


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: Labels


@dataclass(frozen=True, slots=True)
class Template:
    """An activity with its usual answers, to be confirmed, never assumed."""

    id: str
    labels: Labels
    answers: Mapping[str, object]

    def label(self, locale: str) -> str:
        return self.labels.get(locale.split("_")[0], self.id)


@dataclass(frozen=True, slots=True)
class TableShape:
    """What a table of the answers file may hold."""

    name: str
    fields: Mapping[str, Field]
    rows: str = ""
    """Empty, ``free`` (rows named by the user) or the vocabulary that names the rows."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything privet asks."""

    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    by_id: Mapping[str, Question]
    vocabularies: Mapping[str, Vocabulary]
    templates: Mapping[str, Template]
    tables: Mapping[str, TableShape]

    def field(self, table: str, key: str) -> Field:
        """The field at ``table.key``; KeyError if there is none."""
        return self.tables[table].fields[key]

    def question(self, id: str) -> Question:
        """The question with that id; KeyError if there is none."""
        return self.by_id[id]

    def matches(self, field: Field, value: str, wanted: str) -> bool:
        """True if an answer to ``field`` is, descends from, or is tagged as ``wanted``."""
        if not field.vocabulary:
            return value == wanted
        return self.vocabularies[field.vocabulary].matches(value, wanted)
