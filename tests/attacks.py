"""Texts that attackers and unlucky people write, and answers that hold them in every place for words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from privet import source
from privet.answers import Answers
from privet.errors import Fault, InputError
from privet.library import Library
from privet.parsing import parse
from privet.questions import (
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
    Questionnaire,
    TableShape,
    Text,
)
from privet.vocabulary import Vocabulary

TWIN = "zqharmlessqz"
"""The harmless word whose document every attack must resemble; nobody would write it."""

MARKUP = (
    "<script>alert(1)</script>",
    "</title></style></svg><h1>x</h1><!--",
    "--><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "' autofocus onfocus=alert(1) '",
    "<svg/onload=alert(1)><bdi></bdi>",
    "]]><![CDATA[<w:p/>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<w:fldSimple w:instr='INCLUDETEXT /etc/passwd'/>",
)
ESCAPED = (
    "&lt;b&gt; &amp;amp; &#60;i&#62; &nbsp;",
    "%3Cscript%3E \\u003cscript\\u003e",
    "AT&T &copy 2026 &notanentity;",
)
LINKS = (
    "javascript:alert(1)",
    "[click](javascript:alert(1))",
    "![x](http://evil.nl/x.png)",
    "<http://evil.nl/>",
    "http://evil.nl/?a=1&b=2",
)
MARKDOWN = (
    "# heading",
    "- item",
    "12. item",
    "> quote",
    "```",
    "a | b |---| c",
    "**bold** __b__ _i_ ~~s~~ `code`",
    "[^1]: note [^1] [ref]: http://evil.nl",
    "\\*not\\*",
    "***",
    "    indented",
    "Setext ===",
)
SOURCES = (
    '#read("/etc/passwd") #panic("x") #import "x.typ": *',
    "$ sum_(i=1)^n $ @label <label> = Heading // c /* c */",
    "\\input{/etc/passwd} \\write18{id} \\end{document} $x$ % c",
    ".. include:: /etc/passwd",
    "|sub| `link <http://evil.nl>`_ include::/etc/passwd[]",
    "*emph _never closed `raw",
    ')]}"; } #let x = (',
)
TEMPLATES = (
    "{{7*7}} {{ config }} {%raw%} {# c #}",
    "${7*7} #{7*7} *{7*7} @(7*7) <%= 7*7 %> [[${7*7}]]",
    "{0} {name} {items} {organisation} %s %(x)s %n $HOME ${HOME} %PATH% `id` $(id)",
    "{{constructor.constructor('return 1')()}} {{=<% %>=}} <#assign x=1>",
    "!include x !!python/object:os.system &a *a",
)
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", '@SUM(1+1)*HYPERLINK("http://evil.nl")', "\uff1d1+1")
SCRIPTS = (
    "Łódź Ünïcödé Ðìñ",
    "שלום בית קפה",
    "مقهى السلام ١٢٣",
    "Ελλάδα Україна",
    "日本語 한국어 ไทย हिन्दी",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇧🇪 emoji",
    "e\u0301 a\u0308 Z\u0351\u0346\u0353algo",
    "zero\u200bwidth\u00adsoft\u2060join",
    "ﷺ ﷽ ☃ ∑ ‰ № ½ ﬁ",
)
LONG = ("W" * 80, "x" * 500, "ab " * 160 + "end", "./" * 100, "ё" * 200)
ATTACKS = (*MARKUP, *ESCAPED, *LINKS, *MARKDOWN, *SOURCES, *TEMPLATES, *FORMULAS, *SCRIPTS, *LONG)


@cache
def questionnaire() -> Questionnaire:
    """What privet asks."""
    return Library().questionnaire


def fields() -> Iterator[tuple[TableShape, Field]]:
    """Every field with its table."""
    return ((shape, field) for shape in questionnaire().tables.values() for field in shape.fields.values())


def vocabulary(name: str) -> Vocabulary:
    """The answers to choose from under a name."""
    return questionnaire().vocabularies[name]


def is_own(field: Field) -> bool:
    """Whether a choice may be answered in own words."""
    return bool(field.vocabulary and vocabulary(field.vocabulary).other)


def toml(text: str) -> str:
    """A text as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def value(field: Field, text: str) -> str:
    """A text as the answer to a field, in TOML; empty where the field takes no text."""
    match field.kind:
        case Text() | LongText():
            return toml(text)
        case Choice() if is_own(field):
            return f"{{ other = {toml(text)} }}"
        case Choices() if is_own(field):
            return f"[{{ other = {toml(text)} }}]"
        case Email():
            return '"twin@twin.nl"'
        case Link():
            return '"https://twin.nl/a"'
        case Places():
            return '["NL", "CA"]'
        case Choice(vocabulary=name, only=only):
            return toml(
                next(term for term in vocabulary(name).terms if not only or vocabulary(name).matches(term, only))
            )
        case Keep():
            return '{ from = "account-closed", months = 12 }'
        case Duration():
            return "{ months = 12 }"
        case Choices() | Day() | Number():
            return ""


def row_of(shape: TableShape) -> str:
    """The name of a row for a table: a term where its rows are terms; empty where it has no rows."""
    if not shape.rows or shape.rows == "free":
        return "x" if shape.rows else ""
    return next(iter(vocabulary(shape.rows).terms))


def everywhere(text: str) -> str:
    """Answers with the text in every field that takes words, as TOML."""
    pieces = ["schema = 1"]
    for shape in questionnaire().tables.values():
        row = row_of(shape)
        pieces.append(f"[{shape.name}.{row}]" if row else f"[{shape.name}]")
        pairs = ((key, value(field, text)) for key, field in shape.fields.items())
        pieces += [f"{key} = {said}" for key, said in pairs if said]
    return "\n".join(pieces) + "\n"


def read(text: str | bytes) -> Answers:
    """The answers in a text; raises InputError."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return parse(source.parse(raw, "x.toml"), questionnaire())


def faults(text: str | bytes) -> tuple[Fault, ...]:
    """The faults of a text; none if it is accepted."""
    try:
        read(text)
    except InputError as error:
        return error.faults
    return ()


def at(text: str) -> list[tuple[int, str]]:
    """Line and key of every fault."""
    return [(fault.line, fault.key) for fault in faults(text)]
