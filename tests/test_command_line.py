"""The command line in the user's language, and what it says when privet itself fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import EXAMPLE, run

from privet import cli
from privet.cli import accident, build

SECRET = "sk_live_abcdefgh12345678"  # noqa: S105 - it opens nothing
KEY = "plan-consent-opt-out-missing"


# ---- click's words

MISUSED = (
    ("check", "--bogus"),
    ("build", "--jobs", "x"),
    ("build", "--jobs", "999"),
    ("build", "--lan", "fr"),
    ("build", "--lan", "fr", "--jobz", "1"),
    ("build", "--out"),
    ("build", "--help=3"),
    ("frob",),
    ("texts", "a"),
    ("texts", "a", "b"),
    ("completion",),
    ("completion", "tcsh"),
)
ENGLISH = (
    *("usage", "options:", "show this", "default", "no such", "invalid", "missing", "choose", "did you", "argument "),
    *("requires", "not in", "not one of", "not a valid", "unexpected"),
)


@pytest.mark.parametrize("arguments", MISUSED, ids=" ".join)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_wrong_use_is_told_in_the_users_language(arguments: tuple[str, ...], language: str, tmp_path: Path) -> None:
    ran = run(*arguments, cwd=tmp_path, PRIVET_LANG=language)
    words = ran.err.lower().replace("argument en trop", "").replace("argument te veel", "")

    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert [phrase for phrase in ENGLISH if phrase in words] == []


@pytest.mark.parametrize(
    ("language", "heads"),
    [("fr", ("Utilisation\u00a0: privet check", "\nOptions\u00a0:", "[par défaut\u00a0: text]")),
     ("nl", ("Gebruik: privet check", "\nOpties:", "[standaard: text]"))],
)  # fmt: skip
def test_help_has_its_headings_in_the_users_language(language: str, heads: tuple[str, ...], tmp_path: Path) -> None:
    ran = run("check", "--help", cwd=tmp_path, PRIVET_LANG=language)

    assert [head for head in heads if head not in ran.out] == []
    assert "exit" not in ran.out


def test_choices_are_told_on_one_line(tmp_path: Path) -> None:
    assert "Choose from: bash, zsh, fish" in run("completion", cwd=tmp_path).err


# ---- privet fails


def broken(monkeypatch: pytest.MonkeyPatch, error: Exception) -> int:
    """A build in which something happens that nobody thought of."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(build, "make_all", fail)
    monkeypatch.setattr(cli, "_stopped", lambda: cli.FINDINGS)
    return cli.run(["build", str(EXAMPLE)])


@pytest.mark.parametrize("error", [ZeroDivisionError(SECRET), KeyError(SECRET), RecursionError(), MemoryError()])
def test_a_mistake_of_privets_own_is_one_line(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PRIVET_DEBUG")
    code = broken(monkeypatch, error)
    told = capsys.readouterr().err

    assert (code, len(told.splitlines())) == (1, 1)
    assert f"{type(error).__name__} in cli/" in told
    assert "not in your answers" in told
    assert SECRET not in told


def test_the_traceback_is_for_whoever_asks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PRIVET_DEBUG", "1")
    broken(monkeypatch, ZeroDivisionError("why"))

    assert "Traceback" in capsys.readouterr().err


def test_even_without_words_it_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("PRIVET_DEBUG")

    def speechless(*_: object, **__: object) -> None:
        raise KeyError("accident")

    monkeypatch.setattr(accident, "say", speechless)
    broken(monkeypatch, ZeroDivisionError())

    assert "ZeroDivisionError (cli/" in capsys.readouterr().err


# ---- tasks


def answers(folder: Path, more: str = "") -> Path:
    """A copy of the example with a few more answers."""
    path = folder / "privacy.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8") + more, encoding="utf-8")
    return path


def keys(listed: str) -> list[str]:
    return [line.split()[0] for line in listed.splitlines() if line and not line.startswith(" ")]


def test_an_owner_alone_is_asked_for_the_tasks_of_that_person(tmp_path: Path) -> None:
    every = keys(run("tasks", answers(tmp_path), cwd=tmp_path).out)
    path = answers(tmp_path, f'\n[tasks.{every[0]}]\nstate = "open"\nowner = "Ana  de Vries"\n')
    hers = run("tasks", path, "--owner", "ana de vries", cwd=tmp_path)

    assert len(every) > 1
    assert (hers.code, keys(hers.out)) == (1, every[:1])


def test_who_has_no_task_is_told_so(tmp_path: Path) -> None:
    ran = run("tasks", answers(tmp_path), "--owner", "Nobody Here", cwd=tmp_path)

    assert (ran.code, ran.out) == (0, "")
    assert "Nobody Here" in ran.err


def test_a_task_is_done_or_dropped_and_not_both(tmp_path: Path) -> None:
    path = answers(tmp_path)
    before = path.read_text(encoding="utf-8")
    ran = run("tasks", path, "--done", KEY, "--dropped", KEY, cwd=tmp_path)

    assert ran.code == 2
    assert "--dropped" in ran.err
    assert path.read_text(encoding="utf-8") == before


# ---- explain


@pytest.mark.parametrize("block", ["contact.who", "inventory.table"])
def test_explain_does_not_repeat_a_secret(block: str, tmp_path: Path) -> None:
    path = tmp_path / "privacy.toml"
    path.write_text(
        f"""schema = 1
[organisation]
name = "Shop"
[contact]
name = "Ana {SECRET}"
email = "ana@shop.nl"
[activities.shop]
label = "Shop {SECRET}"
items = ["email"]
""",
        encoding="utf-8",
    )
    ran = run("explain", block, path, cwd=tmp_path)

    assert ran.code == 0
    assert "…" in ran.out
    assert SECRET not in ran.said
