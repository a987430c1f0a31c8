"""``privet init``: the interview in the terminal, which writes ``privacy.toml``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from privet.answers import Ref
from privet.cli import CLEAN, INTERRUPTED, help
from privet.cli.asking import Asker, Room
from privet.cli.session import library, today
from privet.cli.talk import Quit, Talk
from privet.cli.walk import Walk
from privet.draft import opened, write
from privet.facts import Case
from privet.gazetteer import Gazetteer
from privet.labels import locale
from privet.library import SOURCE_LANGUAGE
from privet.matching.filling import fill
from privet.matching.services import Service, services
from privet.proposals import Proposals
from privet.rewriting import SCHEMA_FILE
from privet.schema import MARK, schema
from privet.source import visible
from privet.steps import TEMPLATE

LISTED = 8
"""Open questions that are named at the end; the others are counted."""
READABLE = 0o644
"""Permissions of the schema, which tells nothing about anybody."""


def spoken() -> str:
    """The user's language: ``PRIVET_LANG``, else the terminal's, else the source language."""
    for name in ("PRIVET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "")[:2].lower()
        if language in library().languages:
            return language
    return SOURCE_LANGUAGE


@click.command(help=help.command("init"))
@click.argument("file", default="privacy.toml", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(library().languages), help=help.text("init.lang"))
@click.option("--template", "templates", multiple=True, metavar="ID", help=help.text("init.template"))
@click.option("--service", "used", multiple=True, metavar="ID", help=help.text("init.service"))
@click.option("--all", "every", flag_value="all", default="", help=help.text("init.all"))
def init(file: Path, lang: str | None, templates: Sequence[str], used: Sequence[str], every: str) -> int:
    """The help is in the words."""
    asked = library().questionnaire
    for template in templates:
        if template not in asked.templates:
            raise click.BadParameter(_unknown("template", template, asked.templates), param_hint="--template")
    chosen = _services(used)
    draft = opened(file, asked)
    language = lang or spoken()
    words = library().words(locale(language, Case(draft.answers, today())))
    room = Room(library(), Talk(words), Gazetteer(library(), language), today())
    walk = Walk(draft, room, every)
    return Session(walk, file).run(templates, chosen)


def _unknown(what: str, value: str, known: Iterable[str]) -> str:
    return library().words(spoken()).say(f"init.no-{what}", value=visible(value), choices=", ".join(known))


def _services(ids: Sequence[str]) -> list[Service]:
    """The services that somebody uses, by id.  Raises BadParameter for one that privet has no label of."""
    if not ids:
        return []
    known = services(library().files).every
    for id in ids:
        if id not in known:
            raise click.BadParameter(_unknown("service", id, known), param_hint="--service")
    return [known[id] for id in ids]


class Session:
    """One sitting: hello, the walk, and what is left when it ends."""

    def __init__(self, walk: Walk, file: Path) -> None:
        self.walk, self.talk, self.file = walk, walk.talk, file

    def run(self, templates: Sequence[str], used: Sequence[Service]) -> int:
        """The exit code: an interview that is stopped half-way is no failure."""
        try:
            self._hello()
            self._add(templates)
            self._use(used)
            self.walk.run()
        except Quit:
            self._bye("kept")
            return CLEAN
        except KeyboardInterrupt:
            self.talk.gap()
            self._bye("interrupted")
            return INTERRUPTED
        finally:
            self._write_schema()
        self._summary()
        return CLEAN

    def _hello(self) -> None:
        self.talk.say("welcome-back" if self.walk.draft.raw is not None else "welcome", file=str(self.file))
        self.talk.say("keys", **self.talk.keys())

    def _bye(self, key: str) -> None:
        """Where the answers are and how to go on; nothing is there if nothing was answered."""
        there = self.walk.draft.raw is not None
        self.talk.command(key if there else "nothing-kept", file=str(self.file), command=self._command("init"))

    def _command(self, name: str) -> str:
        return f"privet {name} {self.file}" if name != "init" or str(self.file) != "privacy.toml" else "privet init"

    def _add(self, templates: Sequence[str]) -> None:
        """The activities asked for on the command line, as if they had been chosen; there may be more."""
        if not templates:
            return
        walk = self.walk
        question = next(question for question in walk.draft.questionnaire.questions if question.templates)
        answers = walk.draft.answers
        used = {
            value.id
            for row in answers.rows(question.table)
            for value in answers.at(question.table, TEMPLATE, row).chosen
        }
        rows = Proposals(question, walk.case, Asker(walk.room, answers).labels)
        fresh = {str(record[TEMPLATE]): row for row, record in rows.fresh.items()}
        walk.keep({Ref(question.table, fresh[id]): rows.from_template(id) for id in templates if id not in used})
        walk.wanted.add(question.id)

    def _use(self, used: Sequence[Service]) -> None:
        """What it means to use a service: a supplier, an activity, cookies; what was answered stays."""
        for service in used:
            self.walk.keep(fill(service, self.walk.draft.answers))

    def _write_schema(self) -> None:
        """The schema that editors read, beside the file; one that is not privet's stays."""
        path = self.file.with_name(SCHEMA_FILE)
        if self.walk.draft.raw is None or not _is_ours(path):
            return
        text = json.dumps(schema(library().questionnaire, self.talk.words.language), ensure_ascii=False, indent=1)
        if not path.exists() or path.read_text(encoding="utf-8") != f"{text}\n":
            write(path, f"{text}\n".encode(), READABLE)

    def _summary(self) -> None:
        """What is still open, and what to do next."""
        missing, unknown = self.walk.left()
        self.talk.section(self.talk.words.say("init.done", file=str(self.file)))
        for key, names in (("left-missing", missing), ("left-unknown", unknown)):
            if names:
                self.talk.line(self.talk.words.count(f"init.{key}", len(names)))
                for name in names[:LISTED]:
                    self.talk.line(name, indent="  – ", hang="    ")
                if len(names) > LISTED:
                    self.talk.line(self.talk.words.count("init.left-more", len(names) - LISTED), indent="  ")
        if missing:
            self.talk.command("next-init", command=self._command("init"))
        self.talk.command("next-build", command=self._command("build"))


def _is_ours(path: Path) -> bool:
    """Whether there is no file, or one that privet wrote."""
    if not path.exists():
        return not path.is_symlink()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and MARK in found
