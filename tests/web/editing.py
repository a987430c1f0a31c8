"""``privet edit`` inside this process: its own settings, a file, and a visitor whom the door lets in."""

from __future__ import annotations

import os
import runpy
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from strategies import library

import privet.web
from web.pages import Page

HOST = "127.0.0.1:8000"
ENTRY = "the-key-of-this-run"
WEB = Path(privet.web.__file__ or "").parent
Data = dict[str, Any]


@cache
def edit_settings() -> Mapping[str, object]:
    """What the settings say where they are told of a file: as a process of ``privet edit`` reads them."""
    told = {"PRIVET_FILE": "somewhere.toml", "PRIVET_ENTRY": ENTRY, "PRIVET_SECRET_KEY": "s" * 40}
    with patch.dict(os.environ, told):
        found = runpy.run_path(str(WEB / "settings.py"))
    return {
        name: value
        for name, value in found.items()
        # there is no database, and Django cannot take away one that is there: pytest-django forbids its use
        if name.isupper() and name != "DATABASES" and getattr(settings, name, None) != value
    }


class Editing:
    """A file and its visitor."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.client = Client(enforce_csrf_checks=True, headers={"host": HOST})

    def enter(self) -> None:
        assert self.client.get(f"/enter/{ENTRY}").status_code == 302

    def get(self, path: str) -> Page:
        return Page(path, answered(self.client.get(path)))

    def post(self, page: Page, fields: Mapping[str, Sequence[str]]) -> Page:
        """Send the form of a page with these fields; its token goes along."""
        data = {**fields, "csrfmiddlewaretoken": page.token}
        return Page(page.path, answered(self.client.post(page.path, data)))

    def answer(self, path: str, **fields: Sequence[str] | str) -> Page:
        """Open a page, fill in fields, and send it; ``_`` in a name stands for a dot."""
        page = self.get(path)
        filled = {
            name.replace("_", "."): [value] if isinstance(value, str) else value for name, value in fields.items()
        }
        return self.post(page, {**page.form, **filled})

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8") if self.file.exists() else ""

    @property
    def data(self) -> Data:
        return tomllib.loads(self.text)


def answered(response: object) -> HttpResponse:
    """The response, which the test client gives as something of its own."""
    assert isinstance(response, HttpResponse)
    return response


@contextmanager
def editing(file: Path) -> Iterator[Editing]:
    """``privet edit`` for a file, with the door behind us."""
    with override_settings(**edit_settings()), override_settings(FILE=str(file), ENTRY=ENTRY):
        here = Editing(file)
        here.enter()
        yield here


def say(key: str, language: str = "en", **slots: str) -> str:
    """A short string of the pages."""
    return library().words(language).say(f"web.{key}", **slots)
