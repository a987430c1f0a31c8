"""Rows T-13, T-15, T-19, T-34, T-35 and T-38 of the threat list: answers that cannot be, or say nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attacks
import pytest
from attacks import at, faults
from program import BASE, Warm, run, warm

from privet import source
from privet.errors import InputError
from privet.questions import Link

served = pytest.fixture(scope="module")(warm)


# T-13: contradictions; T-15: nothing at all


def test_t13_what_cannot_both_be_is_refused_at_both_places() -> None:
    """T-13: an optional item that is not collected; "none" beside something; a value twice; two periods."""
    text = (
        "schema = 1\n[activities.a]\n"
        'items = ["name"]\noptional = ["email"]\nshared-with = ["none", "bank"]\nstored = ["laptop", "laptop"]\n'
        'keep = { from = "account-closed", months = 1, years = 2 }\n'
    )

    messages = {fault.message: fault.line for fault in faults(text)}
    assert messages.keys() >= {"exclusive-with-others", "repeated-value", "keep-two-periods"}
    assert (
        faults('schema = 1\n[activities.a]\nitems = ["name"]\noptional = ["email"]\n')[0].message
        == "optional-not-in-items"
    )


SOFT = {
    "PV201": '[activities.a]\nstored = ["paper-cabinet"]\n[safeguards]\npaper = "none"\n',
    "PV202": '[activities.a]\nstored = ["email-inbox"]\n[safeguards]\nelectronic = "none"\n',
    "PV209": '[activities.a]\nshared-with = []\n[suppliers.x]\nrecipient = "web-host"\nname = "X"\n',
    "PV215": "[organisation]\n",
}


@pytest.mark.parametrize("code", ["PV201", "PV202"])
def test_t13_what_is_unlikely_together_is_found_and_becomes_a_task(code: str, served: Warm, tmp_path: Path) -> None:
    """T-13: ``privet check`` says it with its line, and the plan states it as something to mend."""
    import json

    stored = {"PV201": "#paper", "PV202": "#electronic"}[code]
    terms = attacks.questionnaire().vocabularies["storage"]
    place = next(term for term in terms.terms if terms.matches(term, stored))
    (tmp_path / "x.toml").write_text(BASE + SOFT[code].replace("paper-cabinet", place).replace("email-inbox", place))
    found = json.loads(served.run("check", "x.toml", "--format", "json", cwd=tmp_path).out)["findings"]
    served.run("build", "x.toml", "--format", "json", "-o", "out", cwd=tmp_path)
    (finding,) = (entry for entry in found if entry["code"] == code)
    tasks = json.loads((tmp_path / "out/x/plan.en.json").read_text())["tasks"]

    assert finding["line"] > 1
    assert finding["rule"] in {task["id"] for task in tasks}


@pytest.mark.parametrize("text", ["schema = 1\n", 'schema = 1\nactivities = []\nsuppliers = "none"\n'])
def test_t15_answers_that_say_nothing_give_a_whole_plan_with_tasks(text: str, served: Warm, tmp_path: Path) -> None:
    """T-15: complete, in every language, and the user is told how much is open."""
    (tmp_path / "x.toml").write_text(text)
    ran = served.run(
        "build", "x.toml", "--lang", "en,fr,nl", "--format", "html,md,json,docx", "-o", "out", cwd=tmp_path
    )

    assert (ran.code, ran.traceback) == (0, False), ran.said
    assert "tasks are open" in ran.err
    assert len(list((tmp_path / "out/x").iterdir())) == 12


# T-19, T-34, T-35, T-38


SCHEMES = (
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.nl/x",
        "vbscript:x",
        "ftp://a.nl",
    ),
    *(
        "https://user:pass@evil.nl",
        "https://evil.nl\\@good.nl",
        "https://",
        "http://localhost",
        "https://a.nl\tb",
        "https://a.nl/\nx",
    ),
    *(
        "mailto:a@b.nl",
        " https://a.nl",
        "https://a.nl b",
        'https://a.nl/"x',
        "https://a.nl/<x>",
        "a.nl",
        "blob:https://a.nl/1",
    ),
)
ADDRESSES = (
    *(
        "a@b.nl?subject=x",
        "a@b.nl,c@d.nl",
        "a@b.nl;c@d.nl",
        "a@b.nl&cc=x@y.nl",
        "<a@b.nl>",
        "A <a@b.nl>",
        "mailto:a@b.nl",
        "a b@c.nl",
    ),
    *("a@b", "@b.nl", "a@", "a@b.nl\n", "a@b..nl", '"a"@b.nl', "a@@b.nl", "a@b.nl@c.nl", "a(b)@c.nl", "a\\@b.nl"),
)


@pytest.mark.parametrize("text", SCHEMES)
def test_t19_links_that_are_none_are_refused_in_every_link_field(text: str) -> None:
    """T-19: only a web address, without a password, is a link."""
    for shape, field in attacks.fields():
        if isinstance(field.kind, Link):
            row = attacks.row_of(shape)
            header = f"[{shape.name}.{row}]" if row else f"[{shape.name}]"
            (fault, *_) = faults(f"schema = 1\n{header}\n{field.key} = {attacks.toml(text)}\n")
            assert fault.message in ("not-a-link", "forbidden-character", "control-escape")


@pytest.mark.parametrize("text", ADDRESSES)
def test_t19_addresses_that_are_none_or_several_are_refused(text: str) -> None:
    """T-19: one e-mail address, and nothing a mail program could read as an order."""
    assert at(f"schema = 1\n[contact]\nemail = {attacks.toml(text)}\n") == [(3, "contact.email")]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        *(("2", "schema-newer"), ("999999999", "schema-newer"), ("0", "schema-unknown"), ("-1", "schema-unknown")),
        *(('"1"', "schema-unknown"), ("1.0", "schema-unknown"), ("true", "schema-unknown"), ("[1]", "schema-unknown")),
    ],
)
def test_t34_another_version_of_the_answers_file_is_refused(version: str, message: str) -> None:
    """T-34: what a newer program wrote is not guessed at.  (There is no older version yet.)"""
    assert [fault.message for fault in faults(f"schema = {version}\n")] == [message]


@pytest.mark.parametrize("language", ["../en", "EN", "xx", "en/../en", "en ", "e\x1bn", "en\n", "%65n", "en_GB", "."])
def test_t35_a_language_is_one_of_a_list_and_never_a_path(language: str, served: Warm, tmp_path: Path) -> None:
    """T-35: refused with the list of languages, by every command; the user's own setting falls back to English."""
    (tmp_path / "x.toml").write_text(BASE)
    for command in (("build",), ("check",), ("explain", "consent.express")):
        ran = served.run(*command, "x.toml", "--lang", language, cwd=tmp_path)
        if language.strip() != "en" or command != ("build",):
            assert (ran.code, ran.traceback) == (2, False), ran.said
            assert "en, fr, nl" in ran.err
    assert run("--help", PRIVET_LANG=language).code == 0


NEWER = (
    *("x = {\n a = 1 }\n", "x = { a = 1, }\n", 'x = "\\e"\n', 'x = "\\x41"\n', "x = 12:30\n", "x = 2026-01-01T12:30\n"),
    *("x = 2026-01-01 12:30Z\n",),
)


@pytest.mark.parametrize("text", NEWER)
def test_t38_what_only_newer_pythons_read_is_refused_by_privet_itself(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-38: the verdict comes before ``tomllib`` is asked, so every Python gives the same one."""

    def newer(text: str) -> dict[str, object]:
        return {}

    monkeypatch.setattr(tomllib, "loads", newer)
    with pytest.raises(InputError):
        source.parse(text.encode(), "x.toml")
