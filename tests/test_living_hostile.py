"""Living with findings where somebody means harm: pages that go into the answers and into build logs, files that
change while the user is asked, baselines and acceptances that are not what they seem."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import PRIVET, environment, run
from site_pages import CONTACT, GOOD, PLAN, found, page, plan, shelf
from test_accepting import DAY, accepted, one, states
from test_fixing import EXTRA, answers, codes, fix, shop

from privet.accepting import Baseline, baseline, check_all, stated
from privet.answers import Answers, Ref
from privet.checking import Found
from privet.cli.findings import PRINTERS
from privet.errors import InputError
from privet.fixes import Begin, Drop, Grow
from privet.matching.mending import changes
from privet.matching.services import services
from privet.parsing import parse
from privet.residue import masked
from privet.rewriting import rewritten
from privet.source import parse as parse_source

SECRET = "AKIAIOSFODNN7EXAMPLE"  # noqa: S105 - that is the point
FIELDS = """<label>Nationality <input name="nationality"></label>
<label>Date of birth <input name="born" autocomplete="bday"></label><button>Go</button></form>"""


def unknown(heading: str = "", id: str = "lost") -> str:
    """A form that no activity of the plan fits."""
    return f'<h2>{heading}</h2><form id="{id}" method="post" action="/x">{FIELDS}'


def written(change: object, text: str = PLAN) -> Answers:
    """The answers after a change, read as the program reads them."""
    source = parse_source(text.encode(), "privacy.toml")
    asked = shelf().questionnaire
    return parse(rewritten(source, change, asked), asked)  # type: ignore[arg-type]  # changes, as made


def told(fix: Begin | Grow | Drop, text: str = PLAN) -> object:
    return changes(fix, plan(text).answers, services(shelf().files))


# ---- what a page says, in the answers


@pytest.mark.parametrize(
    "heading",
    ["Lost \x1b[31mproperty", "Lost &#8238;property", "\U000e0041Lost", "\ufffeLost", "\u3164\u3164", "\u202e", "!!!",
     "unknown", "Unknown", f"Key {SECRET}", "4111 1111 1111 1111", 'x" = [ ] \\ # {y}', "a\u2028b", "L" * 5000, ""],
)  # fmt: skip
def test_whatever_a_heading_says_the_answers_can_hold_it(tmp_path: Path, heading: str) -> None:
    slips = found(tmp_path, {"a.html": page(unknown(heading))}, "PS104")
    begun = slips[0].fix
    assert isinstance(begun, Begin)

    now = written(told(begun))

    label = now.text("activities", "label", "form")
    assert label == begun.label
    assert any(char.isalnum() for char in label)
    assert masked(label, shelf().residue) == label


@given(st.text(min_size=1, max_size=100))
def test_any_heading_becomes_a_label(heading: str) -> None:
    from privet.site.form_checks import _label
    from privet.site.lists import lists
    from privet.site.looked import Site
    from privet.site.plan import Plan
    from privet.site.slips import SHOWN, Looking

    look = Looking(Site("", (), (), {}), Plan(shelf(), plan(), "en"), lists(shelf().files), {})
    if label := _label(look, heading)[:SHOWN].strip():
        fresh = written(told(Begin("", label, ("birth-date",), "web-form")))
        assert fresh.text("activities", "label", "form") == label


def test_one_change_that_cannot_be_keeps_nobody_from_the_others(tmp_path: Path) -> None:
    """A plan has at most so many activities; a field more in one of them is no question of that."""
    rows = "".join(f'[activities.a{n}]\nlabel = "Thing {n}"\nsources = ["phone"]\n' for n in range(498))
    home = shop(tmp_path, CONTACT.replace("<button>", EXTRA) + unknown("Lost property"), PLAN + rows)
    fix(home, "--yes")
    assert '"birth-date"]' in answers(home)
    assert "Lost property" not in answers(home)


def test_what_is_taken_out_is_not_optional_either(tmp_path: Path) -> None:
    phone = '<p><label>Phone <input type="tel" name="phone"></label></p>'
    home = shop(tmp_path, CONTACT.replace(phone, ""))
    assert codes(home) == ["PS102"]

    assert fix(home, "--yes").code == 0

    assert 'items = ["name", "email", "message-content"]\noptional = []' in answers(home)
    assert codes(home) == []


@pytest.mark.parametrize("headings", [("", ""), ("Lost", "Found"), ("Lost", "Lost"), ("\u202e", "!!!")])
def test_fixing_again_adds_nothing(tmp_path: Path, headings: tuple[str, str]) -> None:
    home = shop(tmp_path, CONTACT)
    for number, heading in enumerate(headings):
        (home / "www" / f"{number}.html").write_text(page(unknown(heading, f"f{number}")), encoding="utf-8")
    fix(home, "--yes")
    first = answers(home)

    again = fix(home, "--yes")

    assert answers(home) == first
    assert "nothing that a change of the answers would settle" in again.err
    assert "PS104" not in codes(home)


def test_a_row_that_is_gone_is_not_begun_by_half() -> None:
    gone = Ref("activities", "gone", "items")
    assert told(Grow(gone, "name")) == {}
    assert told(Drop(gone, "name")) == {}
    begun = Begin("contact-form", "", ("name", "email"), "web-form")
    assert told(begun) == {}, "the plan has it"
    assert told(Begin("contact-form", "", ("name", "birth-date"), "web-form"))


# ---- answers that change while the user is asked


def asked(home: Path, meanwhile: Callable[[Path], object]) -> tuple[int, str]:
    """Everything is chosen, then something happens to the answers, then the user says yes."""
    command = [*PRIVET, "check", "site", "www", "--on", DAY, "--fix"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=home, env=environment(), stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(b"\n")
        process.stdin.flush()
        said = b""
        while b"Write this" not in said:
            piece = os.read(process.stderr.fileno(), 65_536)
            assert piece, said
            said += piece
        meanwhile(home / "privacy.toml")
        rest = process.communicate(b"1\n", timeout=60)[1]
    return process.returncode, rest.decode()


def test_what_somebody_else_adds_meanwhile_stays(tmp_path: Path) -> None:
    """Also in the very list that grows."""
    home = shop(tmp_path)

    def more(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"phone"]\noptional', '"phone", "nationality"]\noptional'), encoding="utf-8")

    assert asked(home, more)[0] == 0
    assert '"phone", "nationality", "birth-date"]' in answers(home)


def test_a_file_or_a_row_that_is_gone_meanwhile_is_not_made_again(tmp_path: Path) -> None:
    home = shop(tmp_path)
    code, said = asked(home, lambda file: file.unlink())
    assert (code, "no such file" in said) == (2, True)
    assert not (home / "privacy.toml").exists()

    renamed = PLAN.replace("[activities.contact]", "[activities.mail]")
    (home / "privacy.toml").write_text(PLAN, encoding="utf-8")
    code, said = asked(home, lambda file: file.write_text(renamed, encoding="utf-8"))
    assert answers(home) == renamed
    assert (code, "nothing was written" in said) == (1, True)


# ---- in logs and reports


BAD = f"{SECRET} \x1b]0;own\x07 \u202e\n::error::x ##[add-mask]a [c](https://evil.example) {{0}} <b>&amp; %0A"


@pytest.mark.parametrize("form", PRINTERS)
def test_no_page_acts_in_a_log_or_a_report(tmp_path: Path, form: str) -> None:
    home = shop(tmp_path, CONTACT.replace('name="phone"', f'name="{BAD}"') + unknown(BAD, BAD))
    done = run("check", "site", "www", "--on", DAY, "--format", form, cwd=home)

    assert done.code == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(done.said)
    assert SECRET not in done.said
    lines = [line.lstrip() for line in done.err.splitlines()]
    assert not [line for line in lines if line.startswith("::") or "##[" in line]
    if form in ("text", "github"):
        outs = [line.lstrip() for line in done.out.splitlines()]
        assert not [line for line in outs if line.startswith("::error::")]
    if form == "text":
        assert "##[" not in done.out
    if form == "sarif":
        assert "](" not in done.out


def test_no_file_name_acts_in_a_log(tmp_path: Path) -> None:
    home = shop(tmp_path)
    (home / "www" / "contact.html").rename(home / "www" / "::stop-commands::x.html")
    done = run("check", "site", ".", "--answers", "../privacy.toml", "--on", DAY, cwd=home / "www")
    assert done.code == 1
    assert not [line for line in done.said.splitlines() if line.lstrip().startswith("::")]
    assert ": :stop-commands::x.html:" in done.out


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="file names are text there")
def test_a_file_name_that_is_no_text_is_reported_in_every_form(tmp_path: Path) -> None:
    home = shop(tmp_path)
    os.rename(home / "www" / "contact.html", os.fsencode(home / "www") + b"/caf\xe9 #1%.html")
    for form in PRINTERS:
        done = run("check", "site", "www", "--on", DAY, "--format", form, cwd=home)
        assert (done.code, "privet itself failed" in done.err) == (1, False), form
        if form == "sarif":
            result = json.loads(done.out)["runs"][0]["results"][0]
            place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert place == "www/caf%E9%20%231%25.html"
        if form == "json":
            (home / "b.json").write_text(done.out, encoding="utf-8")
    assert run("check", "site", "www", "--on", DAY, "--baseline", "b.json", cwd=home).code == 0


def test_an_address_stays_one_in_sarif() -> None:
    for path in ("https://shop.example/caf%C3%A9?a=b", "postgresql://db.example/shop"):
        printed = PRINTERS["sarif"](stated(shelf(), None, (one(path=path),), Baseline()))
        assert f'"uri": "{path}"' in printed


def test_a_column_shows_no_secret_in_what_it_is_about(tmp_path: Path) -> None:
    home = shop(tmp_path, CONTACT)
    rows = "".join(f"Ans de Vries,19{n}-03-1{n % 10},ans{n}@dehoek.example\n" for n in range(40, 80))
    (home / "c.csv").write_text(f'name,"birth_date \u202e {SECRET}",email\n{rows}', encoding="utf-8")
    done = run("check", "data", "c.csv", "--activity", "contact", "--on", DAY, "--format", "json", cwd=home)
    assert [entry["code"] for entry in json.loads(done.out)["findings"]][:1] == ["PD101"]
    assert SECRET not in done.said
    assert "\u202e" not in done.said


# ---- acceptances and baselines that are not what they seem


def test_not_knowing_what_it_is_about_does_not_make_it_about_everything() -> None:
    row = accepted("PV106", "unknown")
    assert states(PLAN + row)["PV106"] == "new"
    assert states(PLAN + row)["PV604"] == "new"


def test_a_secret_in_a_reason_is_not_repeated() -> None:
    for text in (
        accepted("PV106", reason=f"See {SECRET}"),
        accepted("PV106", "", SECRET, "2026-01-01"),
        accepted(SECRET),
    ):
        case = plan(PLAN + text)
        every = stated(shelf(), case, check_all(shelf(), case, "en"), Baseline())
        for printer in PRINTERS.values():
            assert SECRET not in printer(every)


def test_an_acceptance_of_what_is_wrong_with_another_is_in_use() -> None:
    over = accepted("PV106", until="2026-01-01")
    both = over + accepted("PV602").replace("[accepted.later]", "[accepted.over]")
    assert states(PLAN + both)["PV602"] == "accepted"
    assert "PV604" not in states(PLAN + both)


@pytest.mark.parametrize("about", ['"contact.born"', '{"contact.born": 1}', "7", '[["contact.born"]]', "[null]"])
def test_what_a_baseline_is_about_is_a_list_of_texts(about: str) -> None:
    text = f'{{"schema": "privet.findings/1", "findings": [{{"code": "PS101", "path": "a", "about": {about}}}]}}'
    with pytest.raises(InputError) as error:
        baseline(text.encode(), "b.json")
    assert error.value.faults[0].message == "not-a-baseline"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_baseline_from_another_system_is_read(encoding: str) -> None:
    r"""Its paths are ``www\index.html``, and its shell wrote it in another encoding."""
    text = r'{"schema": "privet.findings/1", "findings": [{"code": "PS101", "path": "www\\index.html", "about": ["contact.born"]}]}'
    before = baseline(text.encode(encoding), "b.json")
    theirs: Found = one(path="www\\index.html")
    assert [entry.state for entry in stated(shelf(), None, (one(), theirs), before)] == ["known", "known"]
    case = plan(PLAN + accepted("PS101", "www/index.html contact"))
    assert [entry.state for entry in stated(shelf(), case, (one(), theirs), Baseline())] == ["accepted", "accepted"]


def test_the_first_day_of_all_is_a_day() -> None:
    from privet.interview import case

    first = case(plan().answers, shelf().skips, date(1, 1, 1), shelf().covered)
    assert check_all(shelf(), first, "en")


def test_good_pages_stay_good(tmp_path: Path) -> None:
    assert not found(tmp_path, GOOD, "PS104")


def test_what_nobody_could_say_yes_to_yet_is_no_reason_to_stop(tmp_path: Path) -> None:
    """A new activity, of which little is known yet, stands in the answers: the next change is shown all the same."""
    half = '[activities.lost]\nlabel = "Lost property"\nsources = ["phone"]\n'
    home = shop(tmp_path, text=PLAN + half)
    done = fix(home, "--yes")
    assert done.code == 0, done.err
    assert '"birth-date"]' in answers(home)
