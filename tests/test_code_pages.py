"""A page for every finding: written in every language, short, with an example that really brings it; and shown.

The pages and examples of ``privet check site`` and ``privet check data`` are read in ``test_code_examples.py``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from installed import packed_in
from program import run
from strategies import case_of, laid_over, library

from privet import guidance, pages, source
from privet.accepting import check_all
from privet.cli.app import app
from privet.code_pages import Example, asked_by, examples, page, spoken
from privet.codes import GROUPS, Code, codes
from privet.document import Paragraph
from privet.errors import DataError
from privet.library import Library
from privet.notice_checks import check_notice
from privet.parsing import parse
from privet.reading_ease import WORD, count, formula

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
KNOWN = codes(library())
OURS = [code for code in KNOWN.values() if code.group in ("answers", "notice")]
LANGUAGES = ("en", "fr", "nl")
SHORT, LONG = 60, 150
"""Words of a page: fewer say too little, more nobody reads."""
WHOLE = {"P09", "P10"}
"""They compare whole pages: a few lines cannot bring them."""


def named(code: Code) -> str:
    """A code as tests are called after it."""
    return code.code


# ---- every finding has one


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_a_page(language: str) -> None:
    told = {name: page(library(), code, language) for name, code in KNOWN.items()}

    assert [name for name, found in told.items() if not (found.title and found.content and found.said)] == []
    assert [name for name, found in told.items() if not all(said.what and said.remedy for said in found.said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_no_page_is_about_a_finding_that_is_not(group: str, language: str) -> None:
    """Nor has one a title of its own, or a slot that nothing fills."""
    own = guidance.read(library().files, f"findings/{group}/{language}.md").texts
    english = guidance.read(library().files, f"findings/{group}/en.md").texts
    wanted = {code.code.lower() for code in KNOWN.values() if code.group == group}

    assert own.keys() == wanted
    assert [text.anchor for text in own.values() if text.title or text.slots] == []
    assert [name for name, text in own.items() if language != "en" and text.of != english[name].fingerprint] == []


def test_a_finding_without_a_page_is_a_fault() -> None:
    """So that nobody adds a code and forgets the people who get it."""
    with pytest.raises(DataError) as refused:
        page(library(), Code("PV999", "answers", "high", ("check/gaps/keep-unknown",), ""), "en")

    assert [(fault.path, fault.key) for fault in refused.value.faults] == [("findings/answers/en.md", "pv999")]


def test_an_example_is_of_a_finding_that_is() -> None:
    for group in GROUPS:
        assert [code for code in examples(library(), group).codes if KNOWN[code].group != group] == []


def test_a_sentence_shows_three_dots_for_what_is_named_there() -> None:
    assert spoken("Kept for: {activities}.") == "Kept for: …"
    assert spoken("The field “{field}” asks for {item}, twice.") == "The field “…” asks for …, twice."


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_privet_says_begins_with_what_it_is_about(language: str) -> None:
    """No place before it, and nothing of one case only."""
    said = [entry for code in KNOWN.values() for entry in page(library(), code, language).said]

    assert [
        entry.what for entry in said if re.match(r"\{(form|question)\}", entry.what) or "{why} " in entry.what
    ] == []


def test_the_articles_of_a_finding_are_those_of_its_duties() -> None:
    (said,) = page(library(), KNOWN["PV103"], "en").said

    assert "GDPR, Art. 28(3)" in asked_by(library(), said.duties, "en")
    assert "RGPD, art. 28, par. 3" in asked_by(library(), said.duties, "fr")


# ---- examples


def in_answers(text: str) -> list[str]:
    """The codes found in the base with these lines laid over it."""
    own = examples(library(), "answers")
    assert own.on
    data = laid_over(tomllib.loads(own.base), tomllib.loads(text))
    return [entry.code for entry in check_all(library(), case_of(data, own.on), "en")]


def on_page(text: str) -> list[str]:
    """The codes found on a page of these lines, beside the answers it should come from."""
    base = examples(library(), "notice").base
    answers = parse(source.parse(base.encode(), "privacy.toml"), library().questionnaire)
    read = pages.parse(text.encode(), "page.md")
    return [entry.code for entry in check_notice(library(), read, answers, (), library().words("en")).found]


FIND = {"answers": in_answers, "notice": on_page}


def shown() -> Iterator[tuple[str, str, Example]]:
    """Every example of answers and notices, with its group and code."""
    for group in FIND:
        yield from ((group, code, example) for code, example in examples(library(), group).codes.items())


@pytest.mark.parametrize(("group", "code", "example"), [pytest.param(*each, id=each[1]) for each in shown()])
def test_an_example_brings_its_finding_and_mended_it_does_not(group: str, code: str, example: Example) -> None:
    assert code in FIND[group](example.gives)
    assert code not in FIND[group](example.mended)


def test_there_is_nothing_to_mend_in_what_examples_are_laid_over() -> None:
    assert in_answers("") == []


def test_every_finding_has_an_example_or_a_reason_to_have_none() -> None:
    assert {code.code for code in OURS} == {code for _, code, _ in shown()} | WHOLE


# ---- the texts


def lines(code: Code, language: str) -> list[str]:
    """The paragraphs of a page, and the entries of its lists."""
    found = []
    for node in page(library(), code, language).content:
        found += [node.line] if isinstance(node, Paragraph) else list(node.items)
    return ["".join(run.text for run in line) for line in found]


def sentences(text: str) -> set[str]:
    """The sentences of five words or more."""
    return {part for part in re.split(r"(?<=[.!?])\s+", text) if len(WORD.findall(part)) >= 5}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", OURS, ids=named)
def test_a_page_is_short_and_easy(code: Code, language: str) -> None:
    own = formula(library().files, language)
    assert own
    counts = count(tuple(lines(code, language)), own)

    assert SHORT <= len(" ".join(lines(code, language)).split()) <= LONG
    assert own.grade(own.score(counts)) <= own.goal


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_does_not_repeat_the_finding(language: str) -> None:
    """What the finding says stands above it already."""
    for code in OURS:
        found = page(library(), code, language)
        own = sentences(" ".join(lines(code, language)))

        assert own & sentences(" ".join(f"{said.what} {said.remedy}" for said in found.said)) == set(), code.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_of_a_text_holds_one_sentence(language: str) -> None:
    """So that a difference shows the sentence that changed."""
    every = (line for code in OURS for line in page(library(), code, language).text.source.splitlines())

    assert [line for line in every if re.search(r"[a-z)]{2}[.!?] [A-Z]", re.sub(r"“[^”]*”|«[^»]*»", "x", line))] == []


def test_french_pages_are_set_as_french_is() -> None:
    """A space that does not break before a colon and inside guillemets, a narrow one before ; ? and !."""
    wrong = re.compile(r"[^\u00a0\s]:(?=\s)|[ ][:;?!»]|«[^\u00a0]|[^\u202f][;?!](?=\s)|'")
    found = {code.code: wrong.findall(page(library(), code, "fr").text.source) for code in OURS}

    assert {name: slips for name, slips in found.items() if slips} == {}


# ---- docs/checks


def test_the_pages_in_docs_are_as_the_tool_writes_them(tmp_path: Path) -> None:
    """If not: ``.venv/bin/python tools/blocks.py``."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "PV000.md").write_text("left over", encoding="utf-8")
    subprocess.run([sys.executable, ROOT / "tools" / "blocks.py", tmp_path], check=True, timeout=120)
    made, kept = (
        {path.name: path.read_text(encoding="utf-8") for path in (home / "checks").glob("*.md")}
        for home in (tmp_path, DOCS)
    )

    assert made == kept
    assert made.keys() == {f"{name}.md" for name in KNOWN}


def test_the_index_leads_to_every_page() -> None:
    index = (DOCS / "checks.md").read_text(encoding="utf-8")

    assert [name for name in KNOWN if f"](checks/{name}.md)" not in index] == []


# ---- privet explain


def test_a_finding_is_explained_without_any_answers(tmp_path: Path) -> None:
    ran = run("explain", "pv103", "--lang", "nl", cwd=tmp_path)

    assert ran.code == 0, ran.err
    assert ran.out.startswith("PV103: Geen contract\n")
    assert "privet gaat af op uw antwoord “Geen contract”." in " ".join(ran.out.split())
    assert '    contract  = "none"' in ran.out
    assert "{" not in ran.out
    assert "privet check vindt" not in ran.out


def test_the_language_is_that_in_which_privet_talks(tmp_path: Path) -> None:
    ran = run("explain", "PS111", cwd=tmp_path, PRIVET_LANG="fr")

    assert "Trouvé par\u00a0: privet check site" in ran.out


def test_kinds_that_share_a_code_are_told_apart(tmp_path: Path) -> None:
    told = run("explain", "P01", cwd=tmp_path).out.splitlines()

    assert "Contact of another organisation" in told
    assert told.count("Priority: high") == told.count("Priority: low") == 1


def written(home: Path, code: str) -> str:
    """The answers of an example as a file, made by hand of the base: the last word counts."""
    (home / "privacy.toml").write_text(
        'schema = 1\n\n[organisation]\nname = "Shop"\nplaces = ["NL"]\n\n[people]\nplaces = ["NL"]\n\n'
        f"[activities.orders]\n{code}\n",
        encoding="utf-8",
    )
    return "privacy.toml"


@pytest.mark.parametrize("named_by_hand", ["", "privacy.toml"])
def test_with_answers_it_says_whether_it_is_found_now_and_by_what_law(named_by_hand: str, tmp_path: Path) -> None:
    written(tmp_path, 'keep = "unknown"')
    ran = run("explain", "PV101", *filter(None, [named_by_hand]), cwd=tmp_path)

    assert "privet check finds it now, on line 11:" in ran.out
    assert "law: GDPR, Art. 13(2)(a) (duty) https://" in ran.out
    assert "PIPEDA" not in ran.out.split("In privacy.toml:")[1]


def test_with_other_answers_it_says_that_it_is_not_found(tmp_path: Path) -> None:
    written(tmp_path, 'keep = { from = "order-done", months = 12, then = ["erase"] }')
    ran = run("explain", "PV101", cwd=tmp_path)

    assert ran.code == 0
    assert "privet check does not find it now." in ran.out
    assert "law: GDPR, Art. 13(2)(a) (duty)" in ran.out


def test_an_answers_file_says_nothing_about_a_website(tmp_path: Path) -> None:
    written(tmp_path, 'keep = "unknown"')

    assert "In privacy.toml:" not in run("explain", "PS111", cwd=tmp_path).out


def test_a_secret_that_is_found_is_not_repeated(tmp_path: Path) -> None:
    written(tmp_path, 'label = "Orders, password: Tulip-9931!"')
    ran = run("explain", "PV511", "privacy.toml", cwd=tmp_path)

    assert "privet check finds it now, on line 11:" in ran.out
    assert "Tulip-9931" not in ran.said


@pytest.mark.parametrize(("wanted", "near"), [("PV1O3", "PV103"), ("pv1033", "PV103"), ("ps-111", "PS111")])
def test_the_nearest_code_is_offered(wanted: str, near: str, tmp_path: Path) -> None:
    ran = run("explain", wanted, cwd=tmp_path)

    assert ran.code == 2
    assert ran.err.endswith(f"did you mean {near}?\n")


def test_a_code_that_is_like_none_is_an_error(tmp_path: Path) -> None:
    ran = run("explain", "XY9", cwd=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert "there is no finding XY9" in ran.err


def test_the_shell_completes_codes_and_blocks() -> None:
    command = app.get_command(click.Context(app), "explain")
    assert command
    context = click.Context(command)
    offered = [item.value for item in command.params[0].shell_complete(context, "pv10")]

    assert offered == [f"PV10{number}" for number in range(1, 10)]
    assert "consent.opt-out" in [item.value for item in command.params[0].shell_complete(context, "consent.o")]


# ---- packed


def test_pages_are_packed_apart_from_what_documents_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found without a parser; and who builds a document does not read them."""
    root, wanted = packed_in(tmp_path / "data"), page(library(), KNOWN["PV103"], "nl").text
    monkeypatch.setattr(guidance, "parse", lambda *_: pytest.fail("parsed"))

    assert page(Library(root), KNOWN["PV103"], "nl").text == wanted
    assert {path.name for path in (root / "packed").glob("findings.*")} == {
        *(f"findings.{language}.jsonl" for language in LANGUAGES),
        "findings.examples.jsonl",
    }
