"""Living with findings: accepted for a while, standing in a baseline, and what is never hidden."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import Ran, run
from site_pages import CONTACT, GOOD, PLAN, page, plan, shelf

from privet.accepting import Acceptance, Baseline, baseline, check_all, gone, record, stated
from privet.checking import Found
from privet.codes import codes
from privet.errors import InputError
from privet.verifying import verify

TODAY = date(2026, 11, 22)
DAY = "2026-11-22"


def accepted(code: str, about: str = "", reason: str = "The board decides in March.", until: str = "2027-03-31") -> str:
    """A row of the answers that accepts a finding."""
    values = {"code": code, "about": about, "reason": reason}
    lines = [f'{key} = "{value}"' for key, value in values.items() if value]
    lines += [f"until = {until}"] if until else []
    return "\n[accepted.later]\n" + "\n".join(lines) + "\n"


def states(text: str) -> Mapping[str, str]:
    """The state of every finding in the answers, by code."""
    case = plan(text)
    every = stated(shelf(), case, check_all(shelf(), case, "en"), Baseline())
    return {entry.found.code: entry.state for entry in every}


def one(code: str = "PS101", about: str = "contact.born", path: str = "www/index.html") -> Found:
    return Found(code, "check/site/field-unknown", "high", path, 1, "Title", "Text.", (), (), (about,))


# ---- what is accepted


def test_what_is_accepted_is_no_news_and_is_still_there() -> None:
    assert states(PLAN)["PV106"] == "new"
    assert states(PLAN + accepted("PV106"))["PV106"] == "accepted"
    assert states(PLAN + accepted("pv106"))["PV106"] == "accepted", "however it is written"


def test_the_last_day_still_counts() -> None:
    assert states(PLAN + accepted("PV106", until=DAY))["PV106"] == "accepted"

    over = states(PLAN + accepted("PV106", until="2026-11-21"))

    assert over["PV106"] == "new"
    assert over["PV602"] == "new", "that it ran out is a finding of its own"


@pytest.mark.parametrize("lacking", ["reason", "until"])
def test_without_a_reason_or_an_end_nothing_is_accepted(lacking: str) -> None:
    text = PLAN + (accepted("PV106", reason="") if lacking == "reason" else accepted("PV106", until=""))

    assert states(text)["PV106"] == "new"
    assert states(text)["PV601"] == "new"


def test_it_may_be_for_one_thing_only() -> None:
    """Of two activities without a period, one is accepted: the other is still news."""
    text = PLAN.replace('keep = { from = "collected", months = 6, then = ["erase"] }\n', "")

    assert states(text + accepted("PV101", "contact"))["PV101"] == "accepted"
    assert states(text + accepted("PV101", "orders"))["PV101"] == "new"
    both = text.replace('keep = { from = "collected", years = 7, then = ["erase"], reason = "law-says-so" }\n', "")
    assert states(both + accepted("PV101", "contact"))["PV101"] == "new"


def test_what_is_gone_and_what_there_is_not_are_told() -> None:
    assert states(PLAN + accepted("PV514"))["PV604"] == "new"
    assert states(PLAN + accepted("PV999"))["PV603"] == "new"
    assert "PV604" not in states(PLAN + accepted("PS101")), "what a site holds is not seen from the answers"


def test_what_could_not_be_looked_at_is_never_hidden() -> None:
    for code in codes(shelf()).values():
        if code.unlooked:
            case = plan(PLAN + accepted(code.code))
            blind = replace(one(code.code), about=("x",))
            before = Baseline(frozenset({(code.code, blind.path, "x")}))
            assert [entry.state for entry in stated(shelf(), case, (blind,), before)] == ["new"]
            assert states(PLAN + accepted(code.code))["PV603"] == "new"


@given(st.integers(-400, 400), st.booleans(), st.booleans(), st.booleans())
def test_only_a_whole_and_timely_acceptance_hides(days: int, has_reason: bool, same: bool, about: bool) -> None:
    until = TODAY + timedelta(days)
    text = accepted("PS101" if same else "PS102", "born" if about else "email", "why" if has_reason else "", str(until))
    state = stated(shelf(), plan(PLAN + text), (one(),), Baseline())[0].state

    assert (state == "accepted") == (days >= 0 and has_reason and same and about)


# ---- a baseline


def test_a_run_is_a_baseline_for_the_next() -> None:
    case = plan()
    found = check_all(shelf(), case, "en")
    printed = json.dumps(record(stated(shelf(), case, found, Baseline())))
    before = baseline(printed.encode(), "baseline.json")

    assert {entry.state for entry in stated(shelf(), case, found, before)} == {"known"}
    assert gone(before, found) == 0
    assert gone(before, found[1:]) > 0


def test_a_baseline_does_not_mind_lines_and_languages() -> None:
    case = plan()
    printed = json.dumps(record(stated(shelf(), case, check_all(shelf(), case, "nl"), Baseline())))
    moved = plan("# one line more\n\n" + PLAN)
    every = stated(shelf(), moved, check_all(shelf(), moved, "fr"), baseline(printed.encode(), "b"))

    assert {entry.state for entry in every} == {"known"}


@given(st.lists(st.tuples(st.sampled_from(["PS101", "PS141"]), st.text(max_size=5), st.text(max_size=5))))
def test_what_is_not_in_the_baseline_is_news(entries: list[tuple[str, str, str]]) -> None:
    found = [one(code, about, path) for code, path, about in entries]
    half = found[::2]
    before = baseline(json.dumps(record(stated(shelf(), None, half, Baseline()))).encode(), "b")
    for entry in stated(shelf(), None, found, before):
        same = any((entry.found.code, entry.found.path, entry.found.about) == (e.code, e.path, e.about) for e in half)
        assert (entry.state == "known") == same


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"schema": "privet.findings/1"}', '{"schema": "privet.findings/1", "findings": 3}',
             '{"schema": "privet.findings/1", "findings": [{"code": 1, "path": "", "about": [2]}]}', "[" * 100_000, "\x00"]
)  # fmt: skip
def test_anything_else_is_no_baseline(text: str) -> None:
    with pytest.raises(InputError) as error:
        baseline(text.encode(), "b.json")
    assert error.value.faults[0].message == "not-a-baseline"


# ---- as the user meets it


def shop(folder: Path, text: str = PLAN) -> Path:
    """A folder with a plan, and a site that asks for one thing too much."""
    (folder / "www").mkdir()
    extra = '<label>Date of birth <input name="born" autocomplete="bday"></label>\n<button>'
    for name, content in {**GOOD, "contact.html": page(CONTACT.replace("<button>", extra))}.items():
        (folder / "www" / name).write_text(content, encoding="utf-8")
    (folder / "privacy.toml").write_text(text, encoding="utf-8")
    return folder


def site(folder: Path, *more: str) -> Ran:
    return run("check", "site", "www", "--on", DAY, *more, cwd=folder)


def test_an_accepted_finding_lets_the_site_pass(tmp_path: Path) -> None:
    home = shop(tmp_path)
    assert site(home).code == 1
    (home / "privacy.toml").write_text(PLAN + accepted("PS101", "contact.born"), encoding="utf-8")

    done = site(home)

    assert (done.code, done.out) == (0, "")
    assert "1 finding was accepted" in done.err
    sarif = json.loads(site(home, "--format", "sarif").out)["runs"][0]["results"]
    assert [result["suppressions"][0]["justification"] for result in sarif] == ["The board decides in March."]
    skipped = ET.fromstring(site(home, "--format", "junit").out).findall(".//skipped")  # noqa: S314 - our own
    assert [case.get("message") for case in skipped] == ["The board decides in March."]
    assert json.loads(site(home, "--format", "json").out)["findings"][0]["accepted"]["until"] == "2027-03-31"


def test_a_baseline_lets_only_new_findings_fail(tmp_path: Path) -> None:
    home = shop(tmp_path)
    (home / "baseline.json").write_text(site(home, "--format", "json").out, encoding="utf-8")

    assert site(home, "--baseline", "baseline.json").code == 0
    more = (home / "www" / "order.html").read_text().replace('type="checkbox"', 'type="checkbox" checked')
    (home / "www" / "order.html").write_text(more, encoding="utf-8")
    done = site(home, "--baseline", "baseline.json")

    assert done.code == 1
    assert [line.split()[1] for line in done.out.splitlines() if not line.startswith(" ")] == ["PS111"]
    prints = [result["partialFingerprints"]["privet/1"] for result in _results(site(home, "--format", "sarif"))]
    assert len(set(prints)) == len(prints) == 2


def _results(done: Ran) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = json.loads(done.out)["runs"][0]["results"]
    return found


def test_the_codes_are_told_apart() -> None:
    """Every code belongs to one group, and the data hold together with the new ones."""
    verify(shelf())
    every = codes(shelf())
    assert {"PV101", "PV511", "PV601", "P01", "PS101", "PS191", "PD101"} <= every.keys()
    assert [every[code].group for code in ("PV101", "P01", "PS101", "PD101")] == ["answers", "notice", "site", "data"]
    assert Acceptance("a", "PV101", "", "r", TODAY).covers("PV101", "anything")
