"""A page for every finding: what privet says of it, why it matters, how privet can tell, and an example.

The texts are ``data/findings/<group>/<language>.md``, one block for each code; the examples, the same in
every language, ``data/findings/<group>/examples.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from privet.checking import CHECKS
from privet.codes import FILES, Code, Group
from privet.document import Bullets, Paragraph, Priority
from privet.errors import DataError, Fault
from privet.guidance import Fill, Text, fill
from privet.kinds import kinds
from privet.library import Library
from privet.rules import Rule, RuleId
from privet.words import SLOT

HOME = "findings"
WORDS: Mapping[str, str] = {"notice": "published"}
"""Where the words on a group's findings have another name than the group."""
FIRST = "residue"
"""The group whose findings say what is wrong in one sentence; in the others the last one says what to do."""
SENTENCE = ". "
OPENING = re.compile(r"\A\{(?:question|form)\}[\s:]+")
"""How a finding says where it is: a page is about no place."""
ASIDE = " {why} "
"""What a finding tells of one case only."""
NOTHING = Fill({}, {}, {})
FOUND_BY: Mapping[Group, tuple[str, ...]] = {
    "answers": ("privet check",),
    "notice": ("privet check notice", "privet check site"),
    "site": ("privet check site",),
    "data": ("privet check data",),
}
"""The commands that find what is in a group; a website links to its notice, so both look at that."""


@dataclass(frozen=True, slots=True)
class Said:
    """What privet says of one kind of finding."""

    title: str
    what: str
    remedy: str
    priority: Priority
    duties: tuple[RuleId, ...]
    """The rules whose provisions ask for it."""


@dataclass(frozen=True, slots=True)
class Example:
    """Lines that bring the finding, and the same lines without it."""

    gives: str
    mended: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples of a group, with what they are laid over."""

    base: str
    on: date | None
    """The day they are looked at."""
    codes: Mapping[str, Example]


@dataclass(frozen=True, slots=True)
class CodePage:
    """Everything about one code, in one language."""

    code: Code
    said: tuple[Said, ...]
    """One for each kind of finding that shares the code."""
    text: Text
    example: Example | None

    @property
    def title(self) -> str:
        """The titles of its kinds, each once."""
        return " / ".join(dict.fromkeys(said.title for said in self.said))

    @property
    def content(self) -> tuple[Paragraph | Bullets, ...]:
        """The paragraphs and lists of the text."""
        return fill(self.text, NOTHING)


def page(library: Library, code: Code, language: str) -> CodePage:
    """The page of a code; DataError where nobody has written its text."""
    texts = library.texts(f"{HOME}/{code.group}/{language}.md")
    text = texts.texts.get(anchor(code))
    if text is None:
        raise DataError([Fault(texts.path, 0, "data-no-text", anchor(code))])
    return CodePage(code, said(library, code, language), text, examples(library, code.group).codes.get(code.code))


def anchor(code: Code) -> str:
    """The name of a code's text in the files of its group."""
    return code.code.lower()


# ---- what privet says


def said(library: Library, code: Code, language: str) -> tuple[Said, ...]:
    """What privet says under a code, kind by kind."""
    rules = {str(rule.id): rule for rule in library.document(CHECKS).rules}
    names = dict.fromkeys(code.rules)
    return tuple(
        _judged(library, rules[name], language) if name in rules else _listed(library, name, code, language)
        for name in names
    )


def _judged(library: Library, rule: Rule, language: str) -> Said:
    """A finding that a rule brings: the last line of its text says what to do."""
    text = library.guidance(rule.id, language).texts[rule.id.name]
    lines = [line for line in text.source.splitlines() if line.strip()]
    return Said(text.title, " ".join(lines[:-1] or lines), lines[-1], rule.priority, (rule.duty or rule.id,))


def _listed(library: Library, name: str, code: Code, language: str) -> Said:
    """A finding of a list: one string says what is wrong and what to do."""
    _, home, message = name.split("/")
    strings = library.words(language).strings
    key = f"{WORDS.get(home, home)}.{message}"
    text = OPENING.sub("", str(strings[key])).replace(ASIDE, " ")
    what, remedy = text.split(SENTENCE, 1) if home == FIRST else text.rsplit(SENTENCE, 1)
    priority, duties = _kind(library, home, message, code)
    return Said(str(strings[f"{key}-title"]), f"{what[0].upper()}{what[1:]}.", remedy, priority, duties)


def _kind(library: Library, home: str, message: str, code: Code) -> tuple[Priority, tuple[RuleId, ...]]:
    """How pressing it is, and whose provisions ask for it, as the list of its group has it."""
    for file in FILES:
        if file.split(".")[0].removesuffix("-checks") == home:
            kind = kinds(library.files.toml(file))[message]
            return kind.priority, tuple(RuleId(*duty.split("/")) for duty in kind.duties)
    return code.priority, ()


def asked_by(library: Library, duties: Iterable[RuleId], language: str) -> tuple[str, ...]:
    """The provisions by which any of the laws asks for one of these rules, each once."""
    return tuple(dict.fromkeys(_asked(library, duties, language)))


def _asked(library: Library, duties: Iterable[RuleId], language: str) -> Iterator[str]:
    for duty in duties:
        for law in library.laws:
            for imposed in library.imposed(law.id, duty.document).get((duty.topic, duty.name), ()):
                yield imposed.provision.pinpoint[language]


def spoken(text: str) -> str:
    """A sentence of a finding as a person reads it: three dots for what is named there."""
    return SLOT.sub("…", text).replace("….", "…")


# ---- examples


def examples(library: Library, group: str) -> Examples:
    """The examples of a group; DataError for a key there is not."""
    table = library.files.toml(f"{HOME}/{group}/examples.toml")
    base = table.table("base")
    base.only("text", "on")
    found: dict[str, Example] = {}
    for code, row in table.rows():
        if code != "base":
            row.only("gives", "mended")
            found[code] = Example(row.text("gives").strip("\n"), row.text("mended").strip("\n"))
    return Examples(base.text("text").strip("\n"), base.day("on"), found)
