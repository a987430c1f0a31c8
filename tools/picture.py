"""Draw ``docs/plan.svg``, the README's picture: pieces of a real plan, made by the program, in a frame.

``python tools/picture.py`` writes it; with a path, writes there (so does the test that compares).
Every word in the picture comes out of the plan of ``examples/dutch-sports-club.toml``.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from privet.checking import plain
from privet.cli.making import read_case
from privet.compose import compose
from privet.document import Block, Document, Flow, Line, Paragraph
from privet.judging import judge
from privet.labels import locale
from privet.library import Library
from privet.render.flow import svg
from privet.words import Words

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "dutch-sports-club.toml"
PICTURE = ROOT / "docs" / "plan.svg"
DAY = date(2026, 11, 22)
FLOW, BLOCK = "lessen", "consent.opt-out"
"""The activity whose way is drawn, and the block that shows why it is there."""

WIDTH, MARGIN = 898, 48
INK, QUIET, ACCENT, RULE, PAPER, SHEET = "#1f2124", "#575b62", "#0c5a5f", "#d9d5cb", "#fdfcfa", "#f4f2ec"
SERIF = 'font-family="Charter, Cambria, Georgia, serif"'
CHARACTERS = 112
"""Characters of running text on a line."""


class Page:
    """Lines of text and shapes, from top to bottom."""

    def __init__(self) -> None:
        self.shapes: list[str] = []
        self.y = 30

    def text(self, text: str, size: int, colour: str = INK, more: str = "", indent: int = 0) -> None:
        """One line of text."""
        self.y += round(size * 1.5)
        x = MARGIN + indent
        self.shapes.append(
            f'<text x="{x}" y="{self.y}" font-size="{size}" fill="{colour}" {more}>{escape(text, quote=False)}</text>'
        )

    def paragraph(self, text: str, indent: int = 0) -> None:
        """Running text, broken into lines by estimate."""
        for row in textwrap.wrap(text, CHARACTERS - indent // 7):
            self.text(row, 14, indent=indent)

    def gap(self, height: int) -> None:
        self.y += height

    def rule(self) -> None:
        self.gap(16)
        self.shapes.append(f'<path d="M{MARGIN} {self.y}H{WIDTH - MARGIN}" stroke="{RULE}" stroke-width="1.5"/>')

    def place(self, picture: str) -> None:
        """A picture of the program's own, at its own size."""
        height = int(picture.split(' height="')[1].split('"')[0])
        self.gap(14)
        self.shapes.append(f'<g transform="translate({MARGIN} {self.y})" color="{INK}">{picture}</g>')
        self.gap(height)

    def sheet(self, top: int) -> None:
        """A tinted sheet behind everything since ``top``."""
        box = f'x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="{self.y - top + 14}" rx="6"'
        self.shapes.insert(0, f'<rect {box} fill="{SHEET}" stroke="{RULE}"/>')
        self.gap(14)


def draw(document: Document, words: Words) -> str:
    """The picture."""
    page = Page()
    head(page, document, words)
    way(page, document, words)
    reasons(page, block_of(document), words)
    page.gap(34)
    frame = f'<rect x="1" y="1" width="{WIDTH - 2}" height="{page.y - 2}" rx="10" fill="{PAPER}" stroke="{RULE}"/>'
    name = escape(f"{document.title}: {said(document.organisation)}", quote=False)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{page.y}" '
        f'viewBox="0 0 {WIDTH} {page.y}" font-family="system-ui, sans-serif">\n'
        f"<title>{name}</title>\n{frame}\n" + "\n".join(page.shapes) + "\n</svg>\n"
    )


def head(page: Page, document: Document, words: Words) -> None:
    laws = ", ".join(law.short for law in document.laws if law.side == "yes")
    page.text(said(document.organisation), 15, ACCENT, 'font-weight="600"')
    page.text(document.title, 32, INK, SERIF)
    page.gap(4)
    page.text(f"{document.audience}  {words.day(DAY)}  ·  {laws}", 13, QUIET)
    page.rule()


def way(page: Page, document: Document, words: Words) -> None:
    """The data-flow picture of one activity."""
    page.gap(6)
    flow = next(flow for flow in flows(document) if flow.id == FLOW)
    page.text(said(flow.title), 17, INK, f'{SERIF} font-weight="600"')
    page.place(svg(flow, words))
    page.rule()


def reasons(page: Page, block: Block, words: Words) -> None:
    """A block with the answers and the articles behind it."""
    page.gap(6)
    page.text(block.title, 17, INK, f'{SERIF} font-weight="600"')
    part = block.parts[0]
    paragraphs = [said(node.line) for node in part.content if isinstance(node, Paragraph)]
    page.gap(2)
    page.paragraph(paragraphs[0])
    for item in part.items:
        page.text(f"•  {item}", 14, indent=14)
    page.gap(4)
    page.paragraph(paragraphs[1])
    page.gap(16)
    top = page.y
    page.text(words.say("document.why"), 13, ACCENT, 'font-weight="600"', 14)
    for reason in part.because[:3]:
        line = words.say("document.line", line=str(reason.line))
        page.text(f"{reason.question}  {said(reason.answer)}  ({line})", 13, QUIET, indent=14)
    cites = "; ".join(cite.text for cite in part.cites[:3])
    page.text(f"{words.say('document.asked-by')}: {cites}", 13, QUIET, indent=14)
    page.sheet(top)


def flows(document: Document) -> Iterator[Flow]:
    for section in document.sections:
        for block in section.blocks:
            for part in block.parts:
                yield from (node for node in part.content if isinstance(node, Flow))


def block_of(document: Document) -> Block:
    return next(block for section in document.sections for block in section.blocks if block.id == BLOCK)


def said(line: Line) -> str:
    return plain(line)


def main() -> None:
    library = Library()
    case = read_case(str(EXAMPLE), DAY)
    document = compose(library, judge(library, case, "plan"), "en")
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    path.write_text(draw(document, library.words(locale("en", case))), encoding="utf-8")


if __name__ == "__main__":
    main()
