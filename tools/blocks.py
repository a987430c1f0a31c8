"""Write ``docs/blocks.md``, ``docs/checks.md`` and ``docs/checks/`` from the data: every block, every finding.

``python tools/blocks.py`` writes into ``docs``; with a folder, into that folder (so does the test that compares).
A finding without a page of its own stops it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from privet.code_pages import FOUND_BY, CodePage, Examples, Said, asked_by, examples, page
from privet.codes import GROUPS, Group, codes
from privet.library import SOURCE_LANGUAGE, Library
from privet.rules import RuleId

DOCS = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made by tools/blocks.py from the data.  Do not edit: mend the data and run it again. -->"
SIDES = {"": "yes", "-otherwise": "no", "-unknown": "not known yet"}
LEVELS = {"high": "error", "normal": "warning", "low": "note"}
CHECKS = "check"
HEADS: Mapping[str, tuple[str, ...]] = {
    "residue": ("Left in an answer", "", "A secret is never repeated in a message; change it all the same."),
    "accepted": ("Accepted for a while", "", "These are about the list of findings that you decided to live with."),
    "notice": ("On a published page", "", "`privet check notice` finds these on a page that was saved as a file."),
    "site": (
        "On a website",
        "",
        "`privet check site` finds these on the pages of a website.",
        "In the notice that they link to it finds P01 to P10 as well.",
    ),
    "data": (
        "In a database or file",
        "",
        "`privet check data` finds these in what is really kept; it shows counts and shapes, and never a value.",
    ),
}
"""Headings of the sections that are not topics of the document of findings, and what stands below them."""
FENCES: Mapping[Group, str] = {"answers": "toml", "notice": "md", "site": "html", "data": "csv"}
"""The language of the examples, for whoever colours them."""
LAID_OVER = "../checks.md#what-the-examples-are-laid-over"
BRACES = "A word between braces stands for what is listed or named there."


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


def checks(library: Library, pages: Mapping[str, CodePage]) -> Iterator[str]:
    """The lines of ``checks.md``."""
    yield from (MADE, "", "# The findings of `privet check`", "")
    yield "Every finding has a code that stays the same for ever."
    yield "The priority decides the level in SARIF and on GitHub: high is an error, normal a warning, low a note."
    yield "*Asked for by* names the law behind it; `privet check` cites only laws that apply to you."
    yield "A finding without one is about the answers themselves, or good practice."
    yield BRACES
    yield "The page of a finding says why it matters and when it may be wrong; `privet explain PV101` prints it."
    before = ""
    for entry in pages.values():
        home = entry.code.rules[0].split("/")[1]
        if home != before:
            yield from ("", *section(library, home))
            before = home
        for said in entry.said:
            yield from ("", f"### {entry.code.code}: {said.title}", "", *told(library, said))
            yield f"- Page: [{entry.code.code}](checks/{entry.code.code}.md)"
    yield from bases(library)


def section(library: Library, home: str) -> tuple[str, ...]:
    """The heading of a kind of findings, and what is said of all of them."""
    title, *more = HEADS.get(home) or (library.guidance(RuleId(CHECKS, home, ""), SOURCE_LANGUAGE).title,)
    blind = [code.code for code in codes(library).values() if code.unlooked and code.group == home]
    if blind:
        more.append(f"{blind[0]} to {blind[-1]} say that something could not be looked at: the exit code is 3.")
    return (f"## {title}", *more)


def told(library: Library, said: Said) -> Iterator[str]:
    """One kind of finding as Markdown."""
    yield f"- What: {said.what}"
    yield f"- To do: {said.remedy}"
    yield f"- Priority: {said.priority} ({LEVELS[said.priority]})"
    asked = asked_by(library, said.duties, SOURCE_LANGUAGE)
    if asked:
        yield f"- Asked for by: {'; '.join(asked)}"


def bases(library: Library) -> Iterator[str]:
    """What the examples of each group are laid over."""
    yield from ("", "## What the examples are laid over", "")
    yield "Each example is a few lines; the rest of what privet looks at is here, once."
    for group in GROUPS:
        found = examples(library, group)
        if found.base:
            yield from ("", f"Examples of `{FOUND_BY[group][0]}`{day(found)}:", "", *fence("toml", found.base))


def day(found: Examples) -> str:
    """The day that examples are looked at, where it matters."""
    return f", looked at on {found.on.isoformat()}" if found.on else ""


# ---- a page for each


def code_page(library: Library, entry: CodePage) -> Iterator[str]:
    """The lines of ``checks/<CODE>.md``."""
    yield from (MADE, "", f"# {entry.code.code}: {entry.title}")
    for said in entry.said:
        if len(entry.said) > 1:
            yield from ("", f"**{said.title}**")
        yield from ("", *told(library, said))
    if any("{" in said.what for said in entry.said):
        yield from ("", BRACES)
    commands = " and ".join(f"`{command}`" for command in FOUND_BY[entry.code.group])
    yield from ("", f"Found by {commands}.", "", "## Why, and what to do", "")
    yield entry.text.source
    yield from example(library, entry)
    yield from ("", "[All findings](../checks.md)")


def example(library: Library, entry: CodePage) -> Iterator[str]:
    """What brings the finding, and what no longer does."""
    group, found = entry.code.group, entry.example
    if found is None:
        return
    yield from ("", "## Example", "", "This gives it:", "", *fence(FENCES[group], found.gives))
    yield from ("", "This does not:", "", *fence(FENCES[group], found.mended))
    yield from ("", f"The rest of what privet looks at is [here]({LAID_OVER}).")


def fence(language: str, text: str) -> tuple[str, ...]:
    """A block of code."""
    return (f"```{language}", text, "```")


def written(library: Library) -> Mapping[str, CodePage]:
    """The page of every finding; DataError names one that nobody has written."""
    return {name: page(library, code, SOURCE_LANGUAGE) for name, code in codes(library).items()}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS
    library = Library()
    pages = written(library)
    home = folder / "checks"
    home.mkdir(exist_ok=True)
    wanted = {f"checks/{name}.md": code_page(library, entry) for name, entry in pages.items()}
    for path in home.glob("*.md"):
        if f"checks/{path.name}" not in wanted:
            path.unlink()
    for name, lines in {"blocks.md": blocks(library), "checks.md": checks(library, pages), **wanted}.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
