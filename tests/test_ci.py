"""The page about machines that check: its hooks, its jobs and its commands, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from program import environment
from site_pages import CONTACT, GOOD, PLAN, page

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
EXTRA = '<label>Date of birth <input name="born" autocomplete="bday"></label>\n<button>'
FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def fences(language: str) -> list[str]:
    return [text for name, text in FENCE.findall(PAGE) if name == language]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with a plan and a site, on two branches."""
    home = tmp_path / "shop"
    (home / "public").mkdir(parents=True)
    for name, content in GOOD.items():
        (home / "public" / name).write_text(content, encoding="utf-8")
    (home / "privacy.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "privet"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m privet "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    git(home, "init", "-q", "-b", "main")
    commit(home)
    return home


def git(home: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Ans", "-c", "user.email=ans@dehoek.example")
    subprocess.run(("git", *identity, *arguments), cwd=home, check=True, capture_output=True)


def commit(home: Path) -> None:
    git(home, "add", "-A")
    git(home, "commit", "-q", "-m", "As it is")


def shell(home: Path, script: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A script as a build server runs it, with privet on the path."""
    path = f"{home.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**environment(), "PATH": path, **more}
    return subprocess.run(
        ("bash", "-e", "-c", script), cwd=home, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def ask_too_much(home: Path) -> None:
    more = page(CONTACT.replace("<button>", EXTRA))
    (home / "public" / "contact.html").write_text(more, encoding="utf-8")


# ---- hooks


def test_the_hooks_are_as_pre_commit_wants_them() -> None:
    done = subprocess.run(
        (sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_site_hook_brings_what_reads_pages() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    hooks = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}
    assert hooks["privet-check-site"]["additional_dependencies"] == extras["site"]
    shown = {hook["id"] for hook in yaml.safe_load(fences("yaml")[0])["repos"][0]["hooks"]}
    assert shown == hooks.keys()


def test_the_hooks_stop_a_commit_and_let_one_pass(repository: Path) -> None:
    """pre-commit itself runs them, with the files of a commit."""
    hooks = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    local = [
        {**{key: hook[key] for key in hook if key != "additional_dependencies"}, "language": "system"} for hook in hooks
    ]
    arguments = {hook["id"]: hook.get("args", []) for hook in yaml.safe_load(fences("yaml")[0])["repos"][0]["hooks"]}
    config = {"repos": [{"repo": "local", "hooks": [{**hook, "args": arguments[hook["id"]]} for hook in local]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    commit(repository)
    everything = f'"{sys.executable}" -m pre_commit run --all-files'
    own = {"PRE_COMMIT_HOME": str(repository.parent / "hooks")}

    first = shell(repository, everything, **own)
    for code in sorted(set(re.findall(r"\bPV\d+", first.stdout))):
        row = f'\n[accepted.{code.lower()}]\ncode = "{code}"\nreason = "An example."\nuntil = 2999-12-31\n'
        with (repository / "privacy.toml").open("a", encoding="utf-8") as file:
            file.write(row)
    second = shell(repository, everything, **own)
    ask_too_much(repository)
    third = shell(repository, everything, **own)

    assert first.returncode == 1
    assert "PV106" in first.stdout
    assert (second.returncode, second.stdout.count("Passed")) == (0, 3), second.stdout
    assert third.returncode == 1
    assert "PS101" in third.stdout


# ---- jobs


def steps(job: Mapping[str, Any]) -> dict[str, str]:
    return {step["name"]: step["run"] for step in job["steps"] if "name" in step}


def test_the_github_job_does_what_it_says(repository: Path) -> None:
    job = yaml.safe_load(fences("yaml")[1])["jobs"]["privet"]
    said = steps(job)
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(repository, "checkout", "-q", "-b", "change")
    text = (repository / "privacy.toml").read_text(encoding="utf-8")
    (repository / "privacy.toml").write_text(text.replace('"phone"]', '"phone", "birth-date"]', 1), encoding="utf-8")
    ask_too_much(repository)
    commit(repository)
    summary = repository.parent / "summary.md"

    follows = shell(
        repository, said["What follows from this change"], GITHUB_BASE_REF="main", GITHUB_STEP_SUMMARY=str(summary)
    )
    answers = shell(repository, said["The answers"])
    site = shell(repository, said["The site"])

    assert follows.returncode == 0, follows.stderr
    assert "date of birth" in summary.read_text(encoding="utf-8")
    assert answers.returncode == 1
    assert "::error file=privacy.toml,line=" in answers.stdout
    assert site.returncode == 1, "the notice on the site is an old one"
    assert (repository / "privet.sarif").is_file(), "the upload has something to send after the exit code 1"
    assert [step.get("if") for step in job["steps"][-2:]] == ["always()", "always() && hashFiles('privet.sarif') != ''"]


def test_the_gitlab_job_does_what_it_says(repository: Path) -> None:
    lines = yaml.safe_load(fences("yaml")[2])["privacy"]["script"]
    ask_too_much(repository)

    done = shell(repository, "\n".join(line for line in lines if "pip install" not in line))

    assert done.returncode == 1, done.stderr
    assert "PS101" in (repository / "privet-site.xml").read_text(encoding="utf-8")
    assert "PV106" in (repository / "privet-answers.xml").read_text(encoding="utf-8")


def test_the_commands_of_the_page_run(repository: Path) -> None:
    """The baseline as shown, and the acceptance as shown."""
    ask_too_much(repository)
    assert shell(repository, fences("bash")[0].replace("baseline.json\n", "baseline.json || true\n", 1)).returncode == 0
    with (repository / "privacy.toml").open("a", encoding="utf-8") as file:
        file.write(fences("toml")[0])
    assert shell(repository, "privet check site public --on 2027-01-31").returncode == 0
    assert shell(repository, "privet check site public --on 2027-02-01").returncode == 1
