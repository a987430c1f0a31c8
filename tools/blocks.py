"""Write ``docs/blocks.md`` and ``docs/checks.md`` from the data: every block and every finding, and what it says.

``python tools/blocks.py`` writes into ``docs``; with a folder, into that folder (so does the test that compares).
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from privet.datafiles import HOME
from privet.library import SOURCE_LANGUAGE, Library
from privet.notice_lists import lists
from privet.rules import Rule, RuleId
from privet.site.lists import lists as site_lists
from privet.storage.lists import lists as storage_lists

DOCS = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made by tools/blocks.py from the data.  Do not edit: mend the data and run it again. -->"
SIDES = {"": "yes", "-otherwise": "no", "-unknown": "not known yet"}
LEVELS = {"high": "error", "normal": "warning", "low": "note"}
CHECKS = "check"
SENTENCE = ". "
RESIDUE = HOME / "residue.toml"
"""What is looked for in the words that people gave: placeholders and secrets."""


def first(markdown: str) -> str:
    """The first sentence of a text, on one line; a list that follows is shown by three dots."""
    line = markdown.split("\n")[0].strip().replace("|", "\\|")
    return f"{line} …" if line.endswith(":") else line


# ---- blocks


def blocks(library: Library) -> Iterator[str]:
    """The lines of ``blocks.md``."""
    yield from (MADE, "", "# The blocks of the documents", "")
    yield "A document is made of blocks."
    yield "The id of a block is a public name: it is in the JSON, and `privet explain` takes it."
    yield "It is never renamed."
    yield ""
    yield "*Sides* are the verdicts that the block has words for: yes, no, or not known yet."
    yield "A block marked *annex* goes to the end, under “If this changes later”, while all of it is a no."
    yield "*Laws* add a part of their own for their own people, where they apply."
    for name in library.document_names:
        pack = library.document(name)
        yield from ("", f"## {name}: {pack.title[SOURCE_LANGUAGE]}", "", pack.audience[SOURCE_LANGUAGE], "")
        if any(rule.must_know for rule in pack.rules):
            waits = ", ".join(f"`{rule.block}`" for rule in pack.rules if rule.must_know)
            yield from (f"It is not made while one of these is not known: {waits}.", "")
        yield from ("| block | says | sides | laws that add to it |", "|---|---|---|---|")
        for block in dict.fromkeys(rule.block for rule in pack.rules):
            yield row(library, name, block)


def row(library: Library, document: str, block: str) -> str:
    """One block: its title, its first sentence, its sides, the laws that speak in it."""
    rules = [rule for rule in library.document(document).rules if rule.block == block]
    topic, _, main = block.partition(".")
    texts = library.guidance(RuleId(document, topic, main), SOURCE_LANGUAGE).texts
    sides = [word for end, word in SIDES.items() if f"{main}{end}" in texts]
    marks = ", ".join(sides) + (" (annex)" if any(rule.later for rule in rules) else "")
    laws = [
        law.short[SOURCE_LANGUAGE]
        for law in library.laws
        if any(rule.block == block for rule in library.law_rules(law.id, document))
    ]
    said = f"**{texts[main].title}.** {first(texts[main].source)}"
    return f"| `{block}` | {said} | {marks} | {', '.join(laws) or '–'} |"


# ---- checks


def checks(library: Library) -> Iterator[str]:
    """The lines of ``checks.md``."""
    yield from (MADE, "", "# The findings of `privet check`", "")
    yield "Every finding has a code that stays the same for ever."
    yield "The priority decides the level in SARIF and on GitHub: high is an error, normal a warning, low a note."
    yield "*Asked for by* names the law behind it; `privet check` cites only laws that apply to you."
    yield "A finding without one is about the answers themselves, or good practice."
    yield "A word between braces stands for what is listed or named there."
    pack = library.document(CHECKS)
    for topic in pack.topics:
        title = library.guidance(RuleId(CHECKS, topic, ""), SOURCE_LANGUAGE).title
        yield from ("", f"## {title}")
        for rule in pack.rules:
            if rule.id.topic == topic:
                yield from finding(library, rule)
    yield from residue(library)
    yield from pages(library)
    yield from site(library)
    yield from kept(library)


def finding(library: Library, rule: Rule) -> Iterator[str]:
    """One finding: what is wrong and why, and what to do, which is the text's last line."""
    text = library.guidance(rule.id, SOURCE_LANGUAGE).texts[rule.id.name]
    lines = [line for line in text.source.splitlines() if line.strip()]
    yield from entry(rule.code, text.title, lines[:-1] or lines, lines[-1], rule.priority, laws(library, rule))


def entry(code: str, title: str, what: Iterable[str], remedy: str, priority: str, asked: str) -> Iterator[str]:
    """One finding as Markdown."""
    yield from ("", f"### {code}: {title}", "")
    yield f"- What: {' '.join(what)}"
    yield f"- To do: {remedy}"
    yield f"- Priority: {priority} ({LEVELS[priority]})"
    if asked:
        yield f"- Asked for by: {asked}"


def laws(library: Library, rule: Rule) -> str:
    """The provisions by which any of the laws asks for the finding; empty for good practice."""
    return asked_by(library, [rule.duty or rule.id])


def asked_by(library: Library, duties: Iterable[RuleId]) -> str:
    """The provisions by which any of the laws asks for one of these rules."""
    asked = (
        imposed.provision.pinpoint[SOURCE_LANGUAGE]
        for duty in duties
        for law in library.laws
        for imposed in library.imposed(law.id, duty.document).get((duty.topic, duty.name), ())
    )
    return "; ".join(dict.fromkeys(asked))


def residue(library: Library) -> Iterator[str]:
    """Findings in the words that people gave, which no condition can see."""
    say = library.words(SOURCE_LANGUAGE).strings
    patterns = tomllib.loads(RESIDUE.read_text(encoding="utf-8"))["pattern"] if RESIDUE.is_file() else []
    if patterns:
        yield from ("", "## Left in an answer", "", "A secret is never repeated in a message; change it all the same.")
    for pattern in {pattern["code"]: pattern for pattern in patterns}.values():
        said = str(say[f"residue.{pattern['message']}"]).removeprefix("{question} ").removesuffix(" ({question})")
        what, remedy = said.split(SENTENCE, 1)
        priority = "high" if pattern["kind"] == "secret" else "normal"
        yield from entry(
            pattern["code"], str(say[f"residue.{pattern['message']}-title"]), [f"{what}."], remedy, priority, ""
        )


def pages(library: Library) -> Iterator[str]:
    """Findings of ``privet check notice``, code by code."""
    say = library.words(SOURCE_LANGUAGE).strings
    yield from ("", "## On a published page", "")
    yield "`privet check notice` finds these on a page that was saved as a file."
    for message, kind in lists(library.files).kinds.items():
        what, remedy = str(say[f"published.{message}"]).rsplit(SENTENCE, 1)
        yield from entry(kind.code, str(say[f"published.{message}-title"]), [f"{what}."], remedy, kind.priority, "")


def site(library: Library) -> Iterator[str]:
    """Findings of ``privet check site``, code by code."""
    say = library.words(SOURCE_LANGUAGE).strings
    yield from ("", "## On a website", "")
    yield "`privet check site` finds these on the pages of a website."
    yield "In the notice that they link to it finds P01 to P10 as well."
    yield "PS191 to PS194 say that something could not be looked at: the exit code is 3."
    for message, kind in site_lists(library.files).kinds.items():
        what, remedy = str(say[f"site.{message}"]).removeprefix("{form}: ").rsplit(SENTENCE, 1)
        title, asked = (
            str(say[f"site.{message}-title"]),
            asked_by(library, (RuleId(*duty.split("/")) for duty in kind.duties)),
        )
        yield from entry(kind.code, title, [f"{what[0].upper()}{what[1:]}."], remedy, kind.priority, asked)


def kept(library: Library) -> Iterator[str]:
    """Findings of ``privet check data``, code by code."""
    say = library.words(SOURCE_LANGUAGE).strings
    yield from ("", "## In a database or file", "")
    yield "`privet check data` finds these in what is really kept; it shows counts and shapes, and never a value."
    yield "PD191 to PD193 say that something could not be looked at: the exit code is 3."
    for message, kind in storage_lists(library.files).kinds.items():
        what, remedy = str(say[f"data.{message}"]).replace(" {why} ", " ").rsplit(SENTENCE, 1)
        asked = asked_by(library, (RuleId(*duty.split("/")) for duty in kind.duties))
        yield from entry(kind.code, str(say[f"data.{message}-title"]), [f"{what}."], remedy, kind.priority, asked)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    library = Library()
    for name, lines in (("blocks.md", blocks(library)), ("checks.md", checks(library))):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
