"""``privet check notice``: what goes wrong with notices once they are published, found on the page."""

from __future__ import annotations

import json
import re
import time
from functools import cache
from pathlib import Path

import pytest
from attacks import toml
from program import BASE, DAY, Warm, warm

from privet import pages, source
from privet.answers import Answers
from privet.checking import Found
from privet.datafiles import DataFiles
from privet.errors import InputError
from privet.library import Library
from privet.likeness import shared, shingles
from privet.notice_checks import Checked, check_notice
from privet.notice_lists import lists
from privet.parsing import parse

served = pytest.fixture(scope="module")(warm)
ROOT = Path(__file__).parent.parent
NOTICES = ROOT / "tests" / "notices"
LANGUAGES = ("en", "fr", "nl")
BUILT = ("clinic", "dutch-sports-club", "quebec-shop")
"""Examples that answer all that a notice must have."""
KNOWN = lists(DataFiles())


@cache
def shelf() -> Library:
    return Library()


def answers(text: str) -> Answers:
    return parse(source.parse(text.encode(), "privacy.toml"), shelf().questionnaire)


def checked(text: str, name: str = "page.html", own: Answers | None = None, *others: pages.Page) -> Checked:
    page = pages.parse(text.encode(), name)
    return check_notice(shelf(), page, own, others, shelf().words("en"))


def found(text: str, code: str, name: str = "page.html", own: Answers | None = None) -> list[Found]:
    return [entry for entry in checked(text, name, own).found if entry.code == code]


def lines(text: str, code: str, name: str = "page.html") -> list[int]:
    return [entry.line for entry in found(text, code, name)]


# ---- whole pages


def test_an_internal_plan_that_was_published_is_found() -> None:
    """Advice to the owner, another firm's mail, an empty list, nobody as a vendor, a bracket, no date."""
    page = pages.parse((NOTICES / "plan-as-notice.html").read_bytes(), "page.html")
    told = check_notice(shelf(), page, None, (), shelf().words("en")).found

    assert [(entry.code, entry.line) for entry in told if entry.code != "P08"] == [
        ("P01", 12),
        ("P02", 14),
        ("P02", 19),
        ("P04", 21),
        ("P05", 28),
        ("P03", 30),
    ]
    assert len([entry for entry in told if entry.code == "P08"]) == 2


@pytest.mark.parametrize("name", ["plan-as-notice.nl.md", "plan-as-notice.fr.txt"])
def test_it_is_found_in_dutch_and_french_and_in_plain_text(name: str) -> None:
    page = pages.parse((NOTICES / name).read_bytes(), name)
    told = check_notice(shelf(), page, None, (), shelf().words("en"))

    assert {entry.code for entry in told.found} == {"P02", "P03", "P04", "P05", "P08"}
    assert told.unchecked["site"] == ("P01",)


def test_a_good_page_is_clean() -> None:
    page = pages.parse((NOTICES / "good.html").read_bytes(), "good.html")

    assert check_notice(shelf(), page, None, (), shelf().words("en")).found == ()


@pytest.mark.parametrize("name", BUILT)
def test_privets_own_notices_are_clean(name: str, tmp_path: Path, served: Warm) -> None:
    """In three languages, as HTML and as Markdown, against their answers and against each other."""
    example = ROOT / "examples" / f"{name}.toml"
    order = ("--document", "notice", "--lang", "en,fr,nl", "--format", "html,md", "--on", DAY, "-o", "out")
    assert served.run("build", example, *order, cwd=tmp_path).code == 0
    for language in LANGUAGES:
        others = [f"out/{name}/notice.{other}.html" for other in LANGUAGES if other != language]
        for form in ("html", "md"):
            against = [part for other in others for part in ("--against", other)]
            page = f"out/{name}/notice.{language}.{form}"
            done = served.run("check", "notice", page, "--answers", example, *against, cwd=tmp_path)

            assert (done.code, done.out) == (0, ""), done.said


@pytest.mark.parametrize("language", LANGUAGES)
def test_privets_own_plan_is_no_notice(language: str, tmp_path: Path, served: Warm) -> None:
    """As long as it is, it is read to the end; that it is a plan is told."""
    order = ("--lang", language, "--format", "html,md", "--on", DAY, "-o", "out")
    served.run("build", ROOT / "examples" / "quebec-shop.toml", *order, cwd=tmp_path)
    for form in ("html", "md"):
        done = served.run("check", "notice", f"out/quebec-shop/plan.{language}.{form}", cwd=tmp_path)

        assert done.code == 1
        assert " P02 " in done.out


# ---- each check

SITE = '<link rel="canonical" href="https://www.acme.example/p">'


def test_p01_a_contact_of_another_domain() -> None:
    other = found(f"{SITE}<p>Write to info@other.example", "P01")

    assert [entry.priority for entry in other] == ["high"]
    assert "info@other.example" in other[0].text


@pytest.mark.parametrize(
    "mail", ["me@acme.example", "me@mail.acme.example", "me@gmail.com", "x@autoriteitpersoonsgegevens.nl"]
)
def test_p01_its_own_domain_a_mailbox_and_a_supervisor_are_fine(mail: str) -> None:
    assert found(f"{SITE}<p>Write to {mail}", "P01") == []


def test_p01_a_second_address_is_only_worth_a_look() -> None:
    entries = found(f"{SITE}<p>Write to me@acme.example, or our agency, me@agency.example", "P01")

    assert [entry.priority for entry in entries] == ["low"]


def test_p01_the_site_comes_from_the_answers_first_and_a_link_counts() -> None:
    own = answers(BASE.replace('name = "Twin"\nplaces', 'name = "Twin"\nwebsite = "https://twin.nl"\nplaces'))

    assert found(f'{SITE}<p><a href="mailto:me@acme.example?subject=x">mail</a>', "P01", own=own)
    assert not found(f"{SITE}<p>twin@twin.nl", "P01", own=own)


def test_p01_a_saved_page_says_where_it_is_from() -> None:
    saved = "<!-- saved from url=(0027)https://shop.acme.co.uk/privacy -->"

    assert found(f"{saved}<p>me@other.co.uk", "P01")
    assert not found(f"{saved}<p>me@acme.co.uk", "P01")


@pytest.mark.parametrize(
    "text",
    [
        "You indicated that",
        "U hebt  aangegeven dat",
        "vous avez indiqué que",
        "VOUS AVEZ INDIQUÉ",
        "D’après vos réponses",
    ],
)
def test_p02_advice_to_the_owner(text: str) -> None:
    assert lines(f"<p>x\n<p>{text} you", "P02") == [2]


def test_p02_we_is_how_a_notice_speaks() -> None:
    assert found("<p>We keep what you tell us. You can ask us to stop.", "P02") == []


@pytest.mark.parametrize(
    "text",
    [
        *("[your name]", "{company}", "{{ company name }}", "&lt;insert date&gt;", "[Naam van bedrijf]", "«Nom»"),
        *("[nom de l’entreprise]", "« [nom de l'entreprise] »", "Insert your address here", "Lorem ipsum"),
    ],
)
def test_p03_what_is_left_of_a_template(text: str) -> None:
    assert len(found(f"<p>We are {text} and", "P03")) == 1


@pytest.mark.parametrize(
    "text", ["info [at] acme.example", "[email protected]", "[1]", "« votre nom »", "(your name and address)", "a[0]"]
)
def test_p03_what_is_not(text: str) -> None:
    assert found(f"<p>We are {text} and", "P03") == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>We keep:<ul></ul><p>More.",
        "<p>We keep:</p><h2>More</h2>",
        "<p>We keep:",
        "<p>We keep:<table><thead><tr><th>What</th></tr></thead></table>",
        "<p>We keep the following:</p><p>We need it to send what you asked for.</p>",
        "<p>We keep:</p><p>We share:</p><ul><li>x</ul>",
    ],
)
def test_p04_a_list_that_does_not_come(text: str) -> None:
    assert len(found(text, "P04")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<p>We keep:<ul><li>your name</ul>",
        "<p>We keep:<ul><li><p>your name</ul>",
        "<p>We keep:<table><tr><td>Name</table>",
        "<p>We keep:<dl><dt>Name<dd>to know you</dl>",
        "<p>We keep the following:<p>your name, your address and your telephone number.",
        "<p>We keep:<br>• your name",
    ],
)
def test_p04_a_list_that_does(text: str) -> None:
    assert found(text, "P04") == []


@pytest.mark.parametrize(
    "text",
    [
        "<ul><li>None</ul>",
        "<ul><li>No other parties.</ul>",
        "<table><tr><td>Geen andere partijen<td>x</table>",
        "<h3>Aucune autre partie</h3>",
        "<p>We share it with:</p><p>Nobody</p>",
        "<table><tr><td>x<td>Bank<br>none</table>",
    ],
)
def test_p05_nobody_as_somebody(text: str) -> None:
    assert len(found(text, "P05")) == 1


@pytest.mark.parametrize("text", ["<p>None.", "<table><tr><td>Orders<td>None</table>", "<li>None of your business"])
def test_p05_a_state_is_no_entry(text: str) -> None:
    assert found(text, "P05") == []


REGISTRATION = """
[activities.registration]
template = "online-account"
items = ["name"]
"""


def test_p06_an_account_without_an_address_cannot_work() -> None:
    entries = found("<p>Twin keeps your name, twin@twin.nl", "P06", own=answers(BASE + REGISTRATION))

    assert [entry.rule for entry in entries] == ["check/notice/item-missing"]
    assert "E-mail address" in entries[0].text


def test_p06_what_the_answers_name_is_on_the_page() -> None:
    own = answers(BASE + REGISTRATION.replace('"name"', '"email", "birth-date"'))
    entries = found("<p>Twin keeps your e-mail address", "P06", own=own)

    assert [entry.rule for entry in entries] == ["check/notice/item-not-told"]
    assert "Date of birth" in entries[0].text


def test_p07_names_and_addresses_are_there_letter_for_letter() -> None:
    own = answers(BASE)

    assert found("<p>We are Twin, twin@twin.nl", "P07", own=own) == []
    assert len(found("<p>We are Tweeling, tweeling@twin.nl", "P07", own=own)) == 2


def test_p07_addresses_are_the_same_in_every_language() -> None:
    other = pages.parse(b'<html lang="nl"><p>Mail naar info@acme.nl', "nl.html")
    told = checked('<html lang="en"><p>Mail info@acme.com', "en.html", None, other).found

    assert len([entry for entry in told if entry.code == "P07"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Version 3, 22 November 2026",
        "Last updated: November 22, 2026",
        "Bijgewerkt op 22 november 2026",
        "Mis à jour le 1er décembre 2026",
        "Versie 2 (2026-11-22)",
        "<dl><dt>Version<dd>7<dt>Date<dd>22/11/2026</dl>",
    ],
)
def test_p08_date_and_version(text: str) -> None:
    assert found(f"<p>{text}", "P08") == []


def test_p08_another_date_is_not_the_pages() -> None:
    assert len(found("<p>The regulation of 27 April 2016 gives you rights.", "P08")) == 2


def test_p09_a_copy_is_found_and_another_text_is_not() -> None:
    words = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200)]
    copy = " ".join([*words[:150], "something", "of", "our", "own"])
    head = '<html lang="en"><p>'
    known, other = (pages.parse(f"{head}{text}".encode(), "known.html") for text in (" ".join(words), "x " * 200))

    assert [entry.code for entry in checked(head + copy, "p.html", None, known).found if entry.code == "P09"]
    assert not [entry for entry in checked(head + copy, "p.html", None, other).found if entry.code == "P09"]


def test_p09_counts_what_is_shared_of_the_shorter() -> None:
    one, two = shingles("a b c d e f", 5), shingles("A, b. c d e f g h i", 5)

    assert (len(one), len(two)) == (2, 5)
    assert shared(one, two) == 100
    assert shared(one, shingles("", 5)) == 0


def test_p10_a_ban_that_became_a_permission() -> None:
    head = '<html lang="{}"><p>'
    dutch = pages.parse((head.format("nl") + "Dat mag niet. " * 12).encode(), "nl.html")
    told = checked(head.format("en") + "You may do that. " * 12, "en.html", None, dutch).found

    assert "check/notice/never-differs" in [entry.rule for entry in told]


# ---- the command


def test_every_kind_of_finding_has_its_words_in_every_language() -> None:
    for language in shelf().languages:
        strings = shelf().words(language).strings
        assert [
            kind for kind in KNOWN.kinds if not {f"published.{kind}", f"published.{kind}-title"} <= set(strings)
        ] == []


def test_what_is_not_looked_at_is_told(tmp_path: Path, served: Warm) -> None:
    """C-16: never green because something was missing."""
    (tmp_path / "p.md").write_text("Version 2 of 2026-01-02. We keep your name and the address that you gave.")
    done = served.run("check", "notice", "p.md", cwd=tmp_path)

    assert done.code == 0
    assert {f"P{n:02}" for n in (1, 6, 7, 9, 10)} == set(re.findall(r"P\d\d", done.err))


def test_the_printers_are_those_of_answers(tmp_path: Path, served: Warm) -> None:
    """File and line in every form."""
    page = NOTICES / "plan-as-notice.html"
    for form in ("text", "json", "sarif", "github"):
        done = served.run("check", "notice", page, "--format", form, cwd=tmp_path)
        assert done.code == 1
        assert "plan-as-notice.html" in done.out
    sarif = json.loads(served.run("check", "notice", page, "--format", "sarif", cwd=tmp_path).out)["runs"][0]
    assert {rule["id"] for rule in sarif["tool"]["driver"]["rules"]} == {"P01", "P02", "P03", "P04", "P05", "P08"}


def test_options_may_stand_before_the_word(tmp_path: Path, served: Warm) -> None:
    done = served.run("check", "--format", "json", "notice", NOTICES / "good.html", cwd=tmp_path)

    assert json.loads(done.out)["findings"] == []


def test_a_file_called_notice_is_given_with_its_folder(tmp_path: Path, served: Warm) -> None:
    (tmp_path / "notice").write_text(BASE)

    assert "./notice:" in served.run("check", "./notice", cwd=tmp_path).out
    assert served.run("check", "notice", cwd=tmp_path).code == 2


def test_what_is_for_pages_is_refused_beside_answers(tmp_path: Path, served: Warm) -> None:
    (tmp_path / "privacy.toml").write_text(BASE)
    done = served.run("check", "privacy.toml", "--against", "x.html", cwd=tmp_path)

    assert (done.code, done.traceback) == (2, False)


# ---- hostile pages (C-04, C-06)

NASTY = "".join(("<p>[your name] ", "&#27;[31m &#x202e;", "&lt;script&gt;alert(1)&lt;/script&gt;", "::error::x %0A"))


def test_c06_what_a_page_says_does_not_act_in_the_report(tmp_path: Path, served: Warm) -> None:
    (tmp_path / "p.html").write_text(f"{NASTY}[your \x1b]0;x\x07 name][name \u202e x]")
    for form in ("text", "json", "sarif", "github"):
        done = served.run("check", "notice", "p.html", "--format", form, cwd=tmp_path)
        assert done.code == 1
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", done.said)


def test_c06_a_secret_on_a_page_is_not_repeated() -> None:
    entries = found("<p>[your key AKIAIOSFODNN7ABCDEFG]", "P03")

    assert entries
    assert "AKIAIOSFODNN7" not in entries[0].text


HOSTILE = {
    "signs": "<" * 1_900_000,
    "open": "<a " * 600_000,
    "deep": "<div>" * 300_000,
    "lists": "<ul><li>" * 200_000,
    "comments": "<!--x" * 300_000,
    "conditions": "<![if x" * 200_000,
    "attributes": "<a " + "x='y' " * 200_000 + ">",
    "ends": "</p>" * 400_000,
    "script": "<script>" + "</" * 900_000,
    "entities": "&#" * 900_000,
    "brackets": "[" * 1_900_000,
    "braces": "<p>" + "{a" * 900_000,
    "mails": "<p>" + "a@" * 900_000,
    "dots": "<p>" + "a.a@a." * 300_000,
    "months": "<p>" + "may 1 " * 300_000,
    "colons": "<p>:" * 19_000,
    "spaces": "<p>" + " " * 1_900_000 + "x",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("form", ["html", "md"])
def test_c04_whatever_is_handed_in_is_read_or_refused_at_once(name: str, form: str) -> None:
    """Endless, deep and broken pages, in time that a person waits for."""
    start = time.process_time()
    try:
        checked(("<html>" if form == "html" else "x\n") + HOSTILE[name], f"p.{form}")
    except InputError as error:
        assert [fault.message for fault in error.faults] == ["page-too-deep"]

    assert time.process_time() - start < 6


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"x" * (pages.SIZE + 1), "page-too-large"), (b"\xff\xfe\x00", "page-not-text"), (b"a\x00b", "page-not-text"), (b"\xe9t\xe9", "page-not-text")],
)  # fmt: skip
def test_c04_what_is_no_page_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(InputError) as refused:
        pages.parse(raw, "p.html")

    assert refused.value.faults[0].message == message


def test_an_older_web_page_is_read_in_its_own_code() -> None:
    page = pages.parse('<meta charset="iso-8859-1"><p>Vous avez indiqué'.encode("latin-1"), "p.html")

    assert page.pieces[0].text == "Vous avez indiqué"


def test_broken_markup_of_word_processors_is_passed_over() -> None:
    page = pages.parse(b"<p>a<![if !IE]>b<![endif]>c<p>d", "p.html")

    assert [piece.text for piece in page.pieces] == ["abc", "d"]


def test_a_device_and_a_folder_are_no_pages(tmp_path: Path, served: Warm) -> None:
    for path in ("/dev/zero", str(tmp_path), "nothing.html"):
        done = served.run("check", "notice", path, cwd=tmp_path)
        assert (done.code, done.traceback) == (2, False)


def test_the_answers_may_be_as_broken_as_anywhere(tmp_path: Path, served: Warm) -> None:
    (tmp_path / "x.toml").write_text(f"[organisation]\nnam = {toml('x')}\n")
    done = served.run("check", "notice", NOTICES / "good.html", "--answers", "x.toml", cwd=tmp_path)

    assert (done.code, done.traceback) == (2, False)
