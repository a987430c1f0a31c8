"""The answers file as a JSON Schema, for editors that check and complete ``privacy.toml``.

Only keywords that mean the same in drafts 4 and 7 are used, as editors read either.  What
a schema cannot say (that what is optional is among what is collected, that a day exists,
that an id is not too like another) is left to the parser.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from privet.questions import (
    NONE,
    UNKNOWN,
    Choice,
    Choices,
    Day,
    Duration,
    Email,
    Field,
    Keep,
    Link,
    LongText,
    Number,
    Places,
    Question,
    Questionnaire,
    TableShape,
    Text,
)
from privet.vocabulary import Labels, Vocabulary

Schema = dict[str, object]

VERSION = 1
"""Version of the answers file that is described; the parser's own ``SCHEMA``."""
MARK = "x-privet"
"""Key that tells a schema written by privet from anybody else's."""
TEXT_LIMIT, LONG_TEXT_LIMIT, LIST_LIMIT, NUMBER_LIMIT, PERIOD_LIMIT = 500, 5000, 500, 1_000_000, 1200
ROW_ID_LIMIT, ROWS_LIMIT = 60, 500
UNITS = ("days", "weeks", "months", "years")

_NAME = r"[^\s@<>,;:?&\"'()\[\]\\]"
_LABEL = r"[^\s@<>,;:?&\"'()\[\]\\.]"
EMAIL = rf"^{_NAME}{{1,64}}@{_LABEL}+(\.{_LABEL}+)+$"
_HOST = r"[^\s<>\"\\^`{|}/?#@:\[\]]"
LINK = rf"^[Hh][Tt][Tt][Pp][Ss]?://{_HOST}*\.{_HOST}*(:[0-9]{{0,5}})?([/?#][^\s<>\"\\^`{{|}}]*)?$"
DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
LINE_END = r"[\n\r\u000b\u000c\u001c-\u001e\u0085\u2028\u2029]"
ROW_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"


def schema(questionnaire: Questionnaire, locale: str) -> dict[str, object]:
    """What ``privacy.toml`` may hold, with titles and descriptions in one language."""
    return _Schema(questionnaire, locale).whole()


def _any(*ways: Schema) -> Schema:
    return {"anyOf": list(ways)}


def _enum(values: Iterable[str]) -> Schema:
    return {"enum": list(values)}


def _closed(properties: Mapping[str, object], **more: object) -> Schema:
    """A table that has these keys and no others."""
    return {"type": "object", "properties": dict(properties), "additionalProperties": False, **more}


def _text(limit: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": limit, "pattern": r"\S"}


def _one_line() -> Schema:
    return {**_text(TEXT_LIMIT), "not": {"pattern": LINE_END}}


def _spaceless(pattern: str) -> Schema:
    """Text of one shape; ``$`` alone would let a line break through at the end."""
    return {"type": "string", "maxLength": TEXT_LIMIT, "pattern": pattern, "not": {"pattern": r"\s"}}


def _usable(vocabulary: Vocabulary, only: str) -> list[str]:
    return [id for id in vocabulary.terms if not only or vocabulary.matches(id, only)]


def _alone(vocabulary: Vocabulary, ids: Iterable[str]) -> list[str]:
    """The terms that stand alone; ``none`` always does."""
    return list(dict.fromkeys((*(id for id in ids if vocabulary.terms[id].exclusive), NONE)))


class _Schema:
    """The schema of one questionnaire in one language, in the making."""

    def __init__(self, questionnaire: Questionnaire, locale: str) -> None:
        self.asked, self.locale = questionnaire, locale
        self.definitions: Schema = {}
        """Lists of terms and kinds of value, each written once."""

    def whole(self) -> Schema:
        tables = {name: self._table(shape) for name, shape in self.asked.tables.items()}
        version = {"type": "integer", "minimum": 1, "maximum": VERSION}
        properties: Schema = {"schema": version, **tables}
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            MARK: VERSION,
            "title": "privacy.toml",
            **_closed(properties, required=["schema"]),
            "definitions": self.definitions,
        }

    def _label(self, labels: Labels) -> str:
        language = self.locale.split("_")[0]
        return labels.get(self.locale.replace("_", "-")) or labels.get(language) or labels.get("en", "")

    def _said(self, title: str, question: Question) -> Schema:
        """Title and description as an editor shows them."""
        notes = [self._label(labels) for labels in (question.title, question.hint, question.why)]
        description = "\n".join(note for note in notes if note and note != title)
        return {"title": title, **({"description": description} if description else {})}

    # ---- tables

    def _table(self, shape: TableShape) -> Schema:
        record = _closed({key: self._field(field) for key, field in shape.fields.items()})
        question = next(question for question in self.asked.questions if question.table == shape.name)
        section = next(section for section in self.asked.sections if section.id == question.section)
        if not shape.rows:
            return {"title": self._label(section.title), **record}
        nothing: Schema = {"type": "array", "maxItems": 0}
        rows = self._rows(shape, record)
        return {**self._said(self._label(question.title), question), **_any(_enum([UNKNOWN, NONE]), nothing, rows)}

    def _rows(self, shape: TableShape, record: Schema) -> Schema:
        if shape.rows in self.asked.vocabularies:
            row = self._defined(f"row-{shape.name}", record)
            terms = self.asked.vocabularies[shape.rows].terms
            return _closed({id: {"title": term.label(self.locale), **_any(row)} for id, term in terms.items()})
        too_long = f"^.{{{ROW_ID_LIMIT + 1},}}$"
        return _closed({}, maxProperties=ROWS_LIMIT, patternProperties={ROW_ID: record, too_long: {"not": {}}})

    # ---- values

    def _field(self, field: Field) -> Schema:
        question = self.asked.question(field.question)
        unknown = self._defined("unknown", _enum([UNKNOWN]))
        return {**self._said(self._label(field.labels), question), **_any(self._kind(field), unknown)}

    def _kind(self, field: Field) -> Schema:
        match field.kind:
            case Text():
                return self._defined("text", _one_line())
            case LongText():
                return self._defined("long-text", _text(LONG_TEXT_LIMIT))
            case Email():
                return self._defined("email", _spaceless(EMAIL))
            case Link():
                return self._defined("link", _spaceless(LINK))
            case Day():
                return self._day()
            case Number():
                return self._defined("number", {"type": "integer", "minimum": 0, "maximum": NUMBER_LIMIT})
            case Choice(vocabulary=name, only=only):
                return self._term(name, only)
            case Choices(vocabulary=name, only=only):
                return self._terms(name, only)
            case Places():
                return self._terms(field.vocabulary, "")
            case Keep():
                return self._keep()
            case Duration():
                return self._duration()
            case _:
                assert_never(field.kind)

    def _defined(self, name: str, what: Schema) -> Schema:
        self.definitions.setdefault(name, what)
        return {"$ref": f"#/definitions/{name}"}

    def _day(self) -> Schema:
        """A date of TOML, which editors hand to a schema as text."""
        return self._defined("day", {"type": "string", "format": "date", "pattern": DAY})

    def _own(self, vocabulary: Vocabulary) -> list[Schema]:
        """The user's own words, where the vocabulary takes them."""
        own = _closed({"other": _one_line()}, required=["other"])
        return [self._defined("own-words", own)] if vocabulary.other else []

    def _enum_of(self, vocabulary: Vocabulary, ids: list[str]) -> Schema:
        """The terms, with their labels where the editor Taplo looks for them."""
        labels = [vocabulary.terms[id].label(self.locale) if id in vocabulary.terms else id for id in ids]
        return {**_enum(ids), "x-taplo": {"docs": {"enumValues": labels}}}

    def _term(self, name: str, only: str) -> Schema:
        vocabulary = self.asked.vocabularies[name]
        ids = _usable(vocabulary, only)
        return self._defined(
            f"one-{name}{only}".replace("#", "-"), _any(self._enum_of(vocabulary, ids), *self._own(vocabulary))
        )

    def _terms(self, name: str, only: str) -> Schema:
        """A list of terms; a term that stands alone is a list of one, or needs no list."""
        vocabulary = self.asked.vocabularies[name]
        usable = _usable(vocabulary, only)
        alone = _alone(vocabulary, usable)
        together = [id for id in usable if id not in alone]
        lone = self._enum_of(vocabulary, alone)
        several: Schema = {
            "type": "array",
            "uniqueItems": True,
            "maxItems": LIST_LIMIT,
            "items": _any(self._enum_of(vocabulary, together), *self._own(vocabulary)),
        }
        one: Schema = {"type": "array", "minItems": 1, "maxItems": 1, "items": lone}
        return self._defined(f"some-{name}{only}".replace("#", "-"), _any(several, one, lone))

    def _amount(self) -> Schema:
        return self._defined("amount", {"type": "integer", "minimum": 0, "maximum": PERIOD_LIMIT})

    def _duration(self) -> Schema:
        units = {unit: self._amount() for unit in UNITS}
        return self._defined("duration", _closed(units, minProperties=1, maxProperties=1))

    def _keep(self) -> Schema:
        properties: Schema = {
            "from": self._term("keep-trigger", ""),
            **{unit: self._amount() for unit in UNITS},
            "until": self._day(),
            "then": self._terms("keep-action", ""),
            "reason": self._term("keep-reason", ""),
        }
        ends: list[Schema] = [{"required": [key]} for key in (*UNITS, "until")]
        at_most_one: Schema = {"oneOf": [{"not": {"anyOf": ends}}, *ends]}
        dated = _any({"not": _from("fixed-date")}, {"required": ["until"]})
        endless = _any({"not": _from("no-end")}, {"not": {"anyOf": ends[:-1]}})
        return self._defined("keep", _closed(properties, required=["from"], allOf=[at_most_one, dated, endless]))


def _from(trigger: str) -> Schema:
    """Holds of what is counted from this trigger."""
    return {"properties": {"from": _enum([trigger])}, "required": ["from"], "additionalProperties": True}
