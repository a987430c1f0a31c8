"""A document as JSON for programs; ``data/render/document.schema.json`` describes it.

The form is a public interface: within one version keys may be added, never renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json import dumps
from typing import TypeVar, assert_never

from privet.document import (
    Block,
    Bullets,
    Cite,
    Content,
    Document,
    Flow,
    LawApplied,
    Line,
    OpenQuestion,
    Paragraph,
    Part,
    Reason,
    Section,
    Stop,
    Table,
    Task,
)
from privet.words import Words

Thing = TypeVar("Thing")

SCHEMA = "privet.document/1"

Json = str | int | bool | Sequence["Json"] | dict[str, "Json"]


def json(document: Document, words: Words) -> str:
    """The whole document as JSON, everything in the order of the tree.

    Its words are the document's own; ``words`` is taken as every format takes it."""
    return dumps(_document(document), ensure_ascii=False, indent=2) + "\n"


def _document(document: Document) -> Json:
    status = document.status
    return {
        "schema": SCHEMA,
        "kind": document.kind,
        "title": document.title,
        "language": document.language,
        "organisation": _plain(document.organisation),
        "audience": document.audience,
        "date": document.on.isoformat(),
        **({"approval": document.approved} if document.approved else {}),
        "version": document.version,
        "answers_hash": document.answers_hash,
        "data_hash": document.data_hash,
        "status": {
            "code": status.code,
            "name": status.name,
            "texts": status.texts,
            "reviewed": status.reviewed,
            "stale": status.stale,
            "note": document.status_note,
        },
        "sections": [_section(section) for section in document.sections],
        "tasks": [_task(task) for task in document.tasks],
        "open_questions": [_open_question(question) for question in document.open_questions],
        "laws": [_law(law) for law in document.laws],
    }


def _section(section: Section) -> Json:
    blocks = [_block(block) for block in section.blocks]
    return {"id": section.id, "title": section.title, "blocks": blocks}


def _block(block: Block) -> Json:
    """A block and, in short, what its parts say together."""
    parts = block.parts
    cites = _once(cite for part in parts for cite in part.cites)
    texts = [f"{part.people}\n\n{_text(part)}" if part.people else _text(part) for part in parts]
    return {
        "id": block.id,
        "verdict": block.side,
        "title": block.title,
        "text": "\n\n".join(texts),
        "items": _once(item for part in parts for item in part.items),
        "because": [_reason(reason) for reason in _once(r for part in parts for r in part.because)],
        "laws": _once(cite.law for cite in cites),
        "cites": [_cite(cite) for cite in cites],
        "parts": [_part(part) for part in parts],
    }


def _part(part: Part) -> Json:
    return {
        "rule": part.rule,
        "verdict": part.side,
        "people": part.people,
        "text": _text(part),
        "content": [_content(content) for content in part.content],
        "items": part.items,
        "because": [_reason(reason) for reason in part.because],
        "laws": _once(cite.law for cite in part.cites),
        "cites": [_cite(cite) for cite in part.cites],
        "force": part.force,
        "language": part.language,
        "status": part.status,
    }


def _content(content: Content) -> Json:
    match content:
        case Paragraph(line, box) if box:
            return {"type": "paragraph", "text": _plain(line), "box": box}
        case Paragraph(line):
            links = [run.link for run in line if run.link]
            return {"type": "paragraph", "text": _plain(line), **({"links": links} if links else {})}
        case Bullets(items):
            return {"type": "bullets", "items": [_plain(item) for item in items]}
        case Table(caption, columns, rows):
            cells = [[[_plain(line) for line in cell] for cell in row] for row in rows]
            return {"type": "table", "caption": caption, "columns": columns, "rows": cells}
        case Flow(flow, title, stops, text):
            drawn = [_stop(stop) for stop in stops]
            return {"type": "flow", "id": flow, "title": _plain(title), "stops": drawn, "text": text}
        case _:
            assert_never(content)


def _stop(stop: Stop) -> Json:
    return {
        "kind": stop.kind,
        "heading": stop.heading,
        "lines": stop.lines,
        "sensitive": stop.sensitive,
        "abroad": stop.abroad,
    }


def _reason(reason: Reason) -> Json:
    """An answer; line 0 if it is not in the answers file."""
    return {
        "ref": reason.ref,
        "question": reason.question,
        "answer": _plain(reason.answer),
        "line": reason.line,
    }


def _cite(cite: Cite) -> Json:
    return {
        "law": cite.law,
        "provision": cite.provision,
        "text": cite.text,
        "url": cite.url,
        "force": cite.force,
    }


def _task(task: Task) -> Json:
    return {
        "id": task.id,
        "kind": task.kind,
        "priority": task.priority,
        "text": _plain(task.text),
        "reason": _plain(task.reason),
        "refs": task.refs,
        "key": task.key,
        "owner": _plain(task.owner),
        "due": task.due.isoformat() if task.due else "",
        "cites": [_cite(cite) for cite in task.cites],
    }


def _open_question(question: OpenQuestion) -> Json:
    return {
        "ref": question.ref,
        "question": question.question,
        "about": question.about,
        "state": question.state,
        "line": question.line,
    }


def _law(law: LawApplied) -> Json:
    return {
        "id": law.id,
        "name": law.name,
        "short": law.short,
        "verdict": law.side,
        "reasons": law.reasons,
        "depth": law.depth,
        "checked": law.checked.isoformat(),
    }


def _plain(line: Line) -> str:
    return "".join(run.text for run in line)


def _text(part: Part) -> str:
    """What a part says, as one text."""
    return "\n\n".join(map(_as_text, part.content))


def _as_text(content: Content) -> str:
    match content:
        case Paragraph(line):
            return _plain(line)
        case Bullets(items):
            return "\n".join([f"- {_plain(item)}" for item in items])
        case Table(caption, columns, rows):
            cells = [[", ".join(map(_plain, cell)) for cell in row] for row in rows]
            return "\n".join([caption, *(" | ".join(row) for row in (columns, *cells))])
        case Flow(title=title, text=text):
            return f"{_plain(title)}\n{text}"
        case _:
            assert_never(content)


def _once(things: Iterable[Thing]) -> list[Thing]:
    """Each thing once, where it first stood."""
    return list(dict.fromkeys(things))
