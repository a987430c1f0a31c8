"""PDF and DOCX in a warm process."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from bench.memory import peak_of
from bench.plan import Made, cases, made
from bench.rounds import Goal, compare, spent
from bench.size import Size
from bench.table import Row
from bench.table import seconds as told
from privet.render import FORMATS
from privet.render.html import html

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLANS = 3
"""Different plans, as an engine may remember what it has just made."""


def rows(size: Size, folder: Path) -> Iterator[Row]:
    """The PDF, then the DOCX, of the same plans."""
    plans = [made(case) for case in cases(PLANS)]
    yield _pdf(plans, size)
    yield _docx(plans, size)


def _printed(plans: list[Made], name: str) -> list[bytes]:
    return [FORMATS[name].render(plan.document, plan.words) for plan in plans]


def _pdf(plans: list[Made], size: Size) -> Row:
    work, against, goal = f"PDF, tagged, warm, {PLANS} plans", "WeasyPrint on the same HTML", Goal("faster", 10)
    files = _printed(plans, "pdf")
    if not all(file.startswith(b"%PDF-") and b"/StructTreeRoot" in file for file in files):
        raise AssertionError(files[0][:100])
    written, peak = sum(map(len, files)), peak_of(lambda: _printed(plans, "pdf"))
    if find_spec("weasyprint") is None:
        own = told(spent(lambda: _printed(plans, "pdf"), 1).wall)
        return Row(work, against, goal, None, written, peak, f"not installed (extra: bench); privet takes {own}")
    pages = [html(plan.document, plan.words) for plan in plans]
    rounds = compare(lambda: _weasyprint(pages), lambda: _printed(plans, "pdf"), goal, size.rounds)
    return Row(work, against, goal, rounds, written, peak)


def _weasyprint(pages: list[str]) -> None:
    from weasyprint import HTML

    for page in pages:
        HTML(string=page).write_pdf(pdf_tags=True)


def _docx(plans: list[Made], size: Size) -> Row:
    goal = Goal("faster", 1, 10)
    files = _printed(plans, "docx")
    texts = [_paragraphs(file) for file in files]
    if not all("Organisation 0" in " ".join(texts[0]) and len(text) > 100 for text in texts):
        raise AssertionError(texts[0][:20])
    rounds = compare(lambda: _one_by_one(texts), lambda: _printed(plans, "docx"), goal, size.rounds)
    peak = peak_of(lambda: _printed(plans, "docx"))
    against = "python-docx building the same paragraphs one by one"
    return Row(f"DOCX, warm, {PLANS} plans", against, goal, rounds, sum(map(len, files)), peak)


def _paragraphs(file: bytes) -> list[str]:
    """The text of every paragraph of a file, also those in tables."""
    from docx import Document
    from docx.text.paragraph import Paragraph

    body = Document(BytesIO(file)).element.body
    return [Paragraph(element, body).text for element in body.iter(f"{WORD}p")]


def _one_by_one(texts: list[list[str]]) -> None:
    from docx import Document

    for paragraphs in texts:
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(BytesIO())
