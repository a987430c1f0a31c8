"""``privet init``: in a real terminal, through a pipe, stopped and taken up again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from strategies import TODAY, library
from terminals import ShopOwner, Terminal, converse

from privet import compose, interview, judging
from privet.draft import opened
from privet.rewriting import SCHEMA_FILE
from privet.schema import MARK

LANGUAGES = ("en", "fr", "nl")
UNITS = {"en": "years", "fr": "ans", "nl": "jaar"}
COUNTRY = {"en": "Netherlands", "fr": "Pays-Bas", "nl": "Nederland"}
FIRST = {"en": "What is your organisation called?", "nl": "Hoe heet uw organisatie?"}


@cache
def say(language: str, key: str) -> str:
    return library().words(language).say(key)


def title(language: str, question: str) -> str:
    return library().questionnaire.question(question).title[language]


def baker(language: str) -> ShopOwner:
    """The owner of a small bakery with a web shop; what is not here, she does not know yet."""
    by_question = {
        "organisation": ["De Zon", "www.dezon.example", "Dorpsstraat 1", "Ons Dorp", ""],
        "organisation-kind": ["1"],
        "organisation-places": [COUNTRY[language]],
        "size": ["2", "2"],
        "contact": ["Anna", "anna at dezon", "info@dezon.example", "012 345"],
        "officer": ["2"],
        "people": ["1,2,3,5"],
        "people-places": ["NL, Belgique"],
        "minors": ["1"],
        "activities": ["*"],
        "sensitive": [""],
        "refuse": ["1"],
        "other-uses": ["1"],
        "marketing": ["1"],
        "marketing-proof": ["1,2"],
        "opt-out": ["2, + Sticker"],
        "cookies": ["1,4"],
        "unneeded-access": ["1"],
        "paper": ["1"],
        "electronic": ["1-3"],
        "suppliers": [""],
        "supplier": ["Acme", "Ierland NL", ""] * 9,
        "supplier-contract": ["2", "1,3"] * 9,
        "supplier-abroad": ["1"] * 9,
        "breach": ["Anna", "Bram", "1"],
        "approval": ["Anna", "22-11-2026", f"1 {UNITS[language]}", "1", ""],
    }
    by_words = {
        "init.check": [""] * 40,
        "interview.keep-period": [f"2 {UNITS[language]}"] * 9,
        "interview.keep-then": ["1"] * 9,
        "interview.keep-reason": ["3"] * 9,
    }
    replies = {title(language, question): lines for question, lines in by_question.items()}
    return ShopOwner(replies | {say(language, key): lines for key, lines in by_words.items()}, "u")


@cache
def bakery(language: str, folder: Path) -> tuple[list[tuple[str, str]], int, str]:
    """One whole interview: what was said and typed, the exit code, and the file."""
    folder.mkdir()
    terminal = Terminal(folder, "init", "--lang", language)
    talk = converse(terminal, baker(language))
    return talk, terminal.end(), (folder / "privacy.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shops")


def piped(folder: Path, lines: str | bytes, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """``privet init`` with its answers from a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "privet", "init", *arguments],
        cwd=folder,
        input=lines.encode() if isinstance(lines, str) else lines,
        capture_output=True,
        env={**os.environ, "LANG": "C.UTF-8", **environment},
        timeout=60,
        check=False,
    )


def answers(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "privacy.toml").read_text(encoding="utf-8"))


def table(folder: Path, name: str) -> dict[str, object]:
    found = answers(folder)[name]
    assert isinstance(found, dict)
    return found


def builds(folder: Path, language: str) -> str:
    """The name of the organisation on the plan that the file makes."""
    draft = opened(folder / "privacy.toml", library().questionnaire)
    case = interview.case(draft.answers, library().skips, TODAY, library().covered)
    document = compose.compose(library(), judging.judge(library(), case, "plan"), language)
    return "".join(run.text for run in document.organisation)


# ---- a whole interview


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bakery_is_interviewed_in_a_terminal(language: str, shops: Path) -> None:
    """From the first question to the last, with templates, and a plan comes of it."""
    talk, code, text = bakery(language, shops / language)

    assert code == 0
    assert list(table(shops / language, "activities")) == [
        "online-shop", "shop-sales", "contact-form", "newsletter", "site-visits",
    ]  # fmt: skip
    assert text.startswith(f"#:schema {SCHEMA_FILE}\n\nschema = 1\n")
    assert builds(shops / language, language) == "De Zon"
    assert "privet build privacy.toml" in talk[-1][0]


def test_the_language_of_the_questions_leaves_no_trace_in_the_answers(shops: Path) -> None:
    """Answers are terms; only the documents have a language."""
    files = {bakery(language, shops / language)[2] for language in LANGUAGES}

    assert len(files) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_in_a_terminal_may_come_from_a_pipe(language: str, shops: Path, tmp_path: Path) -> None:
    """The same lines make the same file, and nothing is coloured."""
    talk, _, text = bakery(language, shops / language)
    done = piped(tmp_path, "".join(f"{line}\n" for said, line in talk if said), "--lang", language)

    assert done.returncode == 0
    assert (tmp_path / "privacy.toml").read_text(encoding="utf-8") == text
    assert done.stdout == b""
    assert b"\x1b" not in done.stderr


def test_a_whole_interview_holds_no_more_questions_than_a_shop_has_patience_for(shops: Path) -> None:
    """Templates turn nine questions an activity into one page."""
    talk, _, _ = bakery("en", shops / "en")

    assert len(talk) < 120


def test_everything_may_be_unknown(tmp_path: Path) -> None:
    """Nobody is stopped by a question; the plan says what to find out."""
    terminal = Terminal(tmp_path, "init")
    talk = converse(terminal, lambda _: "u")

    assert terminal.end() == 0
    assert answers(tmp_path)["activities"] == "unknown"
    records = [record for record in answers(tmp_path).values() if isinstance(record, dict)]
    assert {value for record in records for value in record.values()} == {"unknown"}
    assert "things to find out" in talk[-1][0]
    assert builds(tmp_path, "en")


def test_empty_lines_leave_everything_for_later(tmp_path: Path) -> None:
    """Nothing is answered, so nothing is written."""
    done = piped(tmp_path, "\n" * 300)

    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


# ---- stopping and going on


def test_stop_and_resume_at_the_first_open_question(tmp_path: Path) -> None:
    """``q`` keeps everything; the next run goes on."""
    first = piped(tmp_path, "De Zon\n\n\n1\nq\n")
    again = piped(tmp_path, "")

    assert first.returncode == again.returncode == 0
    assert b"privet init" in first.stderr
    assert table(tmp_path, "organisation") == {"name": "De Zon", "kind": "shop"}
    said = again.stderr.decode()
    assert "Welcome back" in said
    assert said.index(FIRST["en"]) < said.index("Website")  # the name is there, the website is not
    assert "\nName\n" not in said


def test_an_interrupt_loses_nothing(tmp_path: Path) -> None:
    """Ctrl-C: exit code 130, and one line that says how to go on."""
    terminal = Terminal(tmp_path, "init", "shop.toml", "--lang", "nl")
    terminal.listen()
    terminal.type("De Zon")
    terminal.listen()
    terminal.press(b"\x03")

    assert terminal.end() == 130
    assert "privet init shop.toml" in terminal.seen
    assert "Traceback" not in terminal.seen
    assert tomllib.loads((tmp_path / "shop.toml").read_text())["organisation"] == {"name": "De Zon"}


def test_a_crash_loses_nothing(tmp_path: Path) -> None:
    """Every answer is on the disk before the next question is put."""
    terminal = Terminal(tmp_path, "init")
    terminal.listen()
    terminal.type("De Zon")
    terminal.listen()
    terminal.kill()

    assert table(tmp_path, "organisation") == {"name": "De Zon"}
    assert [path.name for path in tmp_path.iterdir()] == ["privacy.toml"]


def test_the_end_of_input_is_a_stop(tmp_path: Path) -> None:
    """Ctrl-D, or a pipe that runs dry."""
    terminal = Terminal(tmp_path, "init")
    terminal.listen()
    terminal.press(b"\x04")

    assert terminal.end() == 0
    assert list(tmp_path.iterdir()) == []


def test_back_asks_the_question_before_again(tmp_path: Path) -> None:
    """With the answer that is there; an empty line leaves it."""
    done = piped(tmp_path, "De Zon\n\n\nb\nDe Maan\nb\nb\n\n\n\n2\n")

    said = done.stderr.decode()
    assert "Now: De Zon" in said
    assert "Now: De Maan" in said
    assert "This is the first question." in said
    assert table(tmp_path, "organisation") == {"name": "De Maan", "kind": "services"}


def test_all_goes_through_everything_again_and_keeps_what_is_passed(tmp_path: Path) -> None:
    piped(tmp_path, "De Zon\nwww.dezon.example\n\n1\n")
    done = piped(tmp_path, "\n\n\n4\n", "--all")

    assert b"Now: De Zon" in done.stderr
    assert table(tmp_path, "organisation") == {"name": "De Zon", "website": "https://www.dezon.example", "kind": "club"}


def test_a_question_that_is_skipped_keeps_its_old_answer(tmp_path: Path) -> None:
    """A shop is not asked whether it trades; what it said as a club stays in its file."""
    file = tmp_path / "privacy.toml"
    file.write_text('schema = 1\n[organisation]\nkind = "club"\ncommercial = "no" # asked the board\n', "utf-8")
    done = piped(tmp_path, "De Zon\n\n\n1\n", "--all")

    assert title("en", "commercial").encode() not in done.stderr
    assert 'commercial = "no" # asked the board\n' in file.read_text(encoding="utf-8")
    assert table(tmp_path, "organisation")["kind"] == "shop"


# ---- activities


def to_activities(kind: str = "1") -> str:
    """Lines that lead to the question about activities."""
    return f"De Zon\n\n\n{kind}\n" + ("u\n" if kind == "4" else "") + "NL\n1\n1\nAnna\nu\nu\nu\n1\nNL\n1\n"


def test_the_kind_of_organisation_suggests_activities(tmp_path: Path) -> None:
    """They stand first, with a mark, and are not taken unless the user says so."""
    done = piped(tmp_path, to_activities())

    said = done.stderr.decode()
    usual = [line for line in said.splitlines() if line.startswith("*")]
    suggests = library().questionnaire.vocabularies["organisation-kind"].terms["shop"].suggests
    labels = [library().questionnaire.templates[id].label("en") for id in suggests]
    assert [line.split("  ")[-1].strip() for line in usual if "usual" not in line] == labels
    assert "activities" not in answers(tmp_path)


def test_a_line_of_a_filled_in_activity_can_be_changed(tmp_path: Path) -> None:
    """What is optional stays a part of what is collected."""
    changes = "3\nemail address\n5\n+ Market stall\n1\nOur letter\n"
    done = piped(tmp_path, f"{to_activities()}newsletter\n{changes}\n6 m\n\n\n")

    row = table(tmp_path, "activities")["newsletter"]
    assert done.returncode == 0
    assert isinstance(row, dict)
    assert row["label"] == "Our letter"
    assert row["items"] == ["email"]
    assert row["optional"] == []
    assert row["sources"] == ["web-form", {"other": "Market stall"}]
    assert row["keep"] == {"from": "unsubscribed", "months": 6}
    assert opened(tmp_path / "privacy.toml", library().questionnaire).answers.rows("activities") == ("newsletter",)


def test_keeping_may_count_from_something_else(tmp_path: Path) -> None:
    """Or have a day of its own, or no end."""
    row = "activities"
    for lines, wanted in (
        ("*\n10\n1 year\n", {"from": "year-end", "years": 1}),
        ("*\n12\n31-12-2027\n1\n", {"from": "fixed-date", "until": "2027-12-31", "then": ["erase"]}),
        ("*\n13\n2\n", {"from": "no-end", "reason": "claims"}),
        ("u\n", {"from": "order-done"}),
        ("*\nu\n", "unknown"),
        ("3 parsecs\n2 years\n1,2\n\n", {"from": "order-done", "years": 2, "then": ["erase", "shred"]}),
    ):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        piped(folder, to_activities() + "1\n\n" + lines + "\n\n\n")
        shop = table(folder, row)["online-shop"]
        assert isinstance(shop, dict)
        assert json.loads(json.dumps(shop["keep"], default=str)) == wanted


def test_an_activity_of_ones_own_is_asked_page_by_page(tmp_path: Path) -> None:
    """It has a name of its own, and an id that fits a file."""
    done = piped(tmp_path, to_activities() + "+ Taart & gebak – workshops\n1\n1-3\n\n1\n")

    said = done.stderr.decode()
    assert "Taart & gebak – workshops: What do you collect?" in " ".join(said.split())
    row = table(tmp_path, "activities")["taart-gebak-workshops"]
    assert isinstance(row, dict)
    assert row["label"] == "Taart & gebak – workshops"
    assert len(row["items"]) == 3


def test_an_activity_chosen_by_mistake_can_be_taken_out(tmp_path: Path) -> None:
    """Its number with a minus before it; the others stay."""
    piped(tmp_path, to_activities() + "1,2\nq\n")
    terminal = Terminal(tmp_path, "init", "--all")
    converse(terminal, ShopOwner({title("en", "activities"): ["-1"], title("en", "sensitive"): [""]}, ""))

    assert terminal.end() == 0
    assert list(table(tmp_path, "activities")) == ["shop-sales"]


def test_templates_may_come_from_the_command_line(tmp_path: Path) -> None:
    done = piped(tmp_path, "q\n", "--template", "newsletter", "--template", "cctv")

    assert done.returncode == 0
    assert list(table(tmp_path, "activities")) == ["newsletter", "cctv"]
    again = piped(tmp_path, "q\n", "--template", "newsletter")
    assert again.returncode == 0
    assert list(table(tmp_path, "activities")) == ["newsletter", "cctv"]


def test_templates_from_the_command_line_are_a_beginning(tmp_path: Path) -> None:
    """The question is asked all the same: there may be more."""
    done = piped(tmp_path, to_activities() + "+ Cake classes\nq\n", "--template", "newsletter")

    assert title("en", "activities").encode() in done.stderr
    assert list(table(tmp_path, "activities")) == ["newsletter", "cake-classes"]


def test_nobody_is_asked_for_a_part_of_what_they_do_not_know(tmp_path: Path) -> None:
    """What is optional is a part of what is collected."""
    done = piped(tmp_path, to_activities() + "+ Cake classes\n1\nu\n")

    row = table(tmp_path, "activities")["cake-classes"]
    assert isinstance(row, dict)
    assert (row["items"], row["optional"]) == ("unknown", "unknown")
    assert b"How do you get it?" in done.stderr


def test_a_template_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    done = piped(tmp_path, "", "--template", "news\x1b[31m")

    assert done.returncode == 2
    assert b"newsletter" in done.stderr
    assert b"\x1b" not in done.stderr
    assert list(tmp_path.iterdir()) == []


# ---- answers that are none


def test_a_wrong_answer_is_explained_and_asked_again(tmp_path: Path) -> None:
    """The interview goes on where it was."""
    lines = "De\u200f Zon\nnot a link\nlocalhost\nwww.dezon.example\n\nbakkery\n1\nNederlnd\nNL\n"
    done = piped(tmp_path, lines)

    said = done.stderr.decode()
    assert said.count("does not look like the address of a website") == 2
    assert "is not in the list" in said
    assert "Did you mean Netherlands (NL)?" in said
    assert table(tmp_path, "organisation")["places"] == ["NL"]


def test_what_a_file_cannot_hold_is_refused_at_once(tmp_path: Path) -> None:
    """And shown so that it cannot act on the terminal."""
    odd = [b"a\x07b", b"a\x1b[31mb", b"\xff\xfe", "a\u202eb".encode(), b"x" * 501]
    done = piped(tmp_path, b"\n".join([*odd, b"De Zon", b""]))

    assert done.returncode == 0
    assert done.stderr.count(b"nobody can see") == 4
    assert done.stderr.count(b"too long") == 1
    assert b"\x1b" not in done.stderr
    assert table(tmp_path, "organisation") == {"name": "De Zon"}


def test_a_letter_that_is_a_command_may_be_an_answer(tmp_path: Path) -> None:
    """Between quotes it is a letter."""
    piped(tmp_path, '"Q"\n')

    assert table(tmp_path, "organisation") == {"name": "Q"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_mark_says_why(language: str, tmp_path: Path) -> None:
    """And which letters there are, in the user's language."""
    done = piped(tmp_path, "?\n", "--lang", language)

    flat = " ".join(done.stderr.decode().split())
    assert " ".join(library().questionnaire.question("organisation").why[language].split()) in flat
    for key in ("unknown", "back", "quit"):
        assert f"{say(language, f'init.key-{key}')}" in flat


@pytest.mark.parametrize(("language", "letter"), [("nl", "w"), ("fr", "S"), ("nl", "u")])
def test_unknown_has_a_letter_in_every_language(language: str, letter: str, tmp_path: Path) -> None:
    piped(tmp_path, f"{letter}\n", "--lang", language)

    assert table(tmp_path, "organisation") == {"name": "unknown"}


def test_the_language_is_the_terminals_unless_one_is_asked_for(tmp_path: Path) -> None:
    dutch = piped(tmp_path, "", PRIVET_LANG="", LC_ALL="nl_NL.UTF-8")
    other = piped(tmp_path, "", PRIVET_LANG="", LC_ALL="tlh_KX")

    assert FIRST["nl"].encode() in dutch.stderr
    assert FIRST["en"].encode() in other.stderr


# ---- files


def test_a_file_with_faults_is_reported_and_not_touched(tmp_path: Path) -> None:
    """As ``privet build`` does it."""
    file = tmp_path / "privacy.toml"
    file.write_text("schema = 1\n[organisation]\nnaem = 'x'\n", encoding="utf-8")
    done = piped(tmp_path, "De Zon\n")

    assert done.returncode == 2
    assert b"privacy.toml:3" in done.stderr
    assert file.read_text(encoding="utf-8") == "schema = 1\n[organisation]\nnaem = 'x'\n"


def test_a_schema_is_written_beside_the_file_but_never_over_somebody_elses(tmp_path: Path) -> None:
    piped(tmp_path, "De Zon\n")
    path = tmp_path / SCHEMA_FILE
    ours = json.loads(path.read_text(encoding="utf-8"))
    assert MARK in ours

    path.write_text(json.dumps({MARK: 0}), encoding="utf-8")
    piped(tmp_path, "\n")
    assert json.loads(path.read_text(encoding="utf-8")) == ours

    for other in ('{"title": "mine"}', "not json"):
        path.write_text(other, encoding="utf-8")
        piped(tmp_path, "\n")
        assert path.read_text(encoding="utf-8") == other


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    done = piped(tmp_path, "De Zon\n", "nowhere/privacy.toml")

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


# ---- terminals


def test_colours_only_where_somebody_looks(tmp_path: Path) -> None:
    """``NO_COLOR`` is obeyed; a terminal that cannot, need not."""
    seen = {}
    for name, environment in (("plain", {"NO_COLOR": "1"}), ("dumb", {"TERM": "dumb"}), ("bright", {})):
        terminal = Terminal(tmp_path, "init", **environment)
        terminal.listen()
        terminal.type("q")
        terminal.end()
        seen[name] = "\x1b[1m" in terminal.seen

    assert seen == {"plain": False, "dumb": False, "bright": True}


@pytest.mark.parametrize("stream", ["<&-", "2>&-", ">&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_streams_end_in_no_traceback(stream: str, tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S602 - closing a stream is the shell's trade
        f"echo De Zon | '{sys.executable}' -m privet init {stream}",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert b"Traceback" not in done.stderr


def test_a_reader_that_leaves_ends_in_no_traceback(tmp_path: Path) -> None:
    """``privet init 2>&1 | head -1``"""
    done = subprocess.run(  # noqa: S602 - a pipe is the shell's trade
        f"yes x | '{sys.executable}' -m privet init 2>&1 >/dev/null | head -1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert b"Traceback" not in done.stderr


def slow(terminal: Terminal) -> Iterator[float]:
    """How long each of the first answers takes to be kept."""
    terminal.listen()
    for line in ("De Zon", "www.dezon.example", "", "1"):
        begun = time.monotonic()
        terminal.type(line)
        terminal.listen()
        yield time.monotonic() - begun


def test_nobody_waits_for_the_next_question(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init")
    longest = max(slow(terminal))
    terminal.kill()

    assert longest < 3.0  # a tenth of a second on a machine that does nothing else


def test_a_service_that_is_used_fills_what_it_means(tmp_path: Path) -> None:
    """A supplier, an activity and a way to send news; what was answered before stays."""
    file = tmp_path / "privacy.toml"
    file.write_text(
        'schema = 1\n\n[suppliers.ours]\nname = "Stripe"\nrecipient = "payment-provider"\n', encoding="utf-8"
    )
    command = (sys.executable, "-m", "privet", "init", str(file))
    services = ("--service", "mailchimp", "--service", "stripe")
    done = subprocess.run((*command, *services), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    answers = tomllib.loads(file.read_text(encoding="utf-8"))

    assert "Traceback" not in done.stderr
    assert answers["suppliers"]["ours"] == {"name": "Stripe", "recipient": "payment-provider"}
    assert any(row["name"] == "Mailchimp" for row in answers["suppliers"].values())
    assert any(row.get("template") == "newsletter" for row in answers["activities"].values())

    wrong = subprocess.run((*command, "--service", "nope"), capture_output=True, text=True, check=False)
    assert wrong.returncode == 2 and "mailchimp" in wrong.stderr
