"""What the tests of the browser part share: Django, a file being edited, a browser, a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import django
import pytest
from pytest_django.plugin import DjangoDbBlocker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privet.web.settings")
django.setup()  # here and not in pyproject.toml: the other tests need no Django, and do not wait for it

from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - Django is set up first

from web.browsing import Visit  # noqa: E402 - likewise
from web.editing import Editing, editing  # noqa: E402 - likewise
from web.onefile import Served  # noqa: E402 - likewise

CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")


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


# ---- real parts; what is lacking is told of at the end, and with CI=true it fails


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and why: a run without a browser must not look like a whole one."""
    skipped = [
        report for report in terminalreporter.getreports("skipped") if str(report.nodeid).startswith("tests/web")
    ]
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    for reason in dict.fromkeys(reasons):
        terminalreporter.write_line(f"{reason} ({reasons.count(reason)})", yellow=True)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One real ``privet edit`` for all; ``afresh`` empties its file."""
    folder = tmp_path_factory.mktemp("served")
    server = Served(folder / "privacy.toml", folder / "log")
    yield server
    server.kill(signal.SIGTERM)
    assert "Traceback" not in server.said, server.said


@pytest.fixture
def afresh(served: Served) -> Served:
    """The real server with no file yet."""
    served.file.unlink(missing_ok=True)
    return served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; Playwright downloads nothing."""
    found = shutil.which("chromium")
    if not found:
        why = "no Chromium here, so no test ran in a real browser; tools/browser.sh installs it"
        pytest.fail(why) if CI else pytest.skip(why)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop of its own in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, afresh: Served) -> Iterator[Callable[..., Visit]]:
    """Somebody who opens the address that ``privet edit`` printed; nothing may be complained of in the console."""
    visits: list[Visit] = []

    def begin(width: int = 1280, **options: object) -> Visit:
        visits.append(Visit(chromium, afresh, width, **options))
        return visits[-1]

    yield begin
    for one in visits:
        one.context.close()
    assert [text for one in visits for text in one.complaints] == []
