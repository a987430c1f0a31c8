"""The desk of ``privet edit``: one answers file on this machine."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from privet import draft
from privet.answers import Changes
from privet.draft import PRIVATE
from privet.parsing import parse
from privet.rewriting import BEGINNING
from privet.source import SIZE
from privet.source import parse as parse_source
from privet.source import raw as content
from privet.web import shelf
from privet.web.desks import Link

_LOCK = threading.Lock()
"""One change at a time: two tabs are two threads."""
_BEFORE: dict[str, str] = {}
"""The text before the last change, while this process lives."""


@lru_cache(maxsize=8)
def _text(raw: bytes) -> str:
    """The text in a file's bytes; a page asks for it several times.  Raises InputError for its faults."""
    return parse_source(raw, "privacy.toml").text


class FileDesk:
    """An answers file, read afresh for every page: an editor may have it open too."""

    may_write = True
    note = "kept-file"

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str:
        return _text(content(str(self.path), SIZE)) if self.path.exists() else BEGINNING

    def before(self) -> str:
        return _BEFORE.get(str(self.path)) or self.read()

    def write(self, changes: Changes) -> None:
        with _LOCK:
            old = draft.opened(self.path, shelf.library().questionnaire)
            new = old.changed(changes)
            if new.source.text != old.source.text:
                _BEFORE[str(self.path)] = old.source.text

    def replace(self, text: str) -> None:
        """Put another text in place; the one that was there stays beside it."""
        source = parse_source(text.encode(), "privacy.toml")
        parse(source, shelf.library().questionnaire)
        with _LOCK:
            if self.path.exists():
                draft.write(self._beside(), self.path.read_bytes(), PRIVATE)
            draft.write(self.path, text.encode(), PRIVATE)
            _BEFORE.pop(str(self.path), None)

    def _beside(self) -> Path:
        """A name for what was there; no copy takes an earlier one away."""
        names = (f"{self.path.name}.before-import{end}" for end in ("", *(f"-{n}" for n in range(2, 10_000))))
        return next(place for name in names if not (place := self.path.with_name(name)).exists())

    @property
    def place(self) -> dict[str, object]:
        return {}

    @property
    def links(self) -> Sequence[Link]:
        return ()

    def standing(self, language: str) -> None:
        """Who approved a file stands in its answers."""


def desk(request: HttpRequest, where: dict[str, object]) -> tuple[FileDesk, dict[str, object]]:
    """The one desk there is."""
    return FileDesk(Path(settings.FILE)), where
