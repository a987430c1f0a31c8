"""What the tests of the browser part share: Django, a file being edited, a browser, a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from pytest_django.plugin import DjangoDbBlocker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privet.web.settings")
django.setup()  # here and not in pyproject.toml: the other tests need no Django, and do not wait for it

from web.editing import Editing, editing  # noqa: E402 - Django is set up first


@pytest.fixture(scope="session", autouse=True)
def no_database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test that wants a database asks for one (``db``); the others have none, as ``privet edit``."""
    with django_db_blocker.block():
        yield


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Editing]:
    """``privet edit`` for a file that is not there yet."""
    with editing(tmp_path / "privacy.toml") as opened:
        yield opened
