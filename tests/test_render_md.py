"""Markdown: what people gave us is shown letter for letter and never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from sample_document import HOSTILE, SCRIPTS, STORED, part, public, sample, small, words
from sample_document import given as said

from privet.document import Block, Bullets, Document, Flow, Line, Paragraph, Run, Section, Stop, Table
from privet.render.lines import UNFIT
from privet.render.md import md

TWIN = "harmless"
MARKUP = "*_[]()<>#|!~\\`&:;\n\r\t-+=1.a/@^$%{}\"' é漢\u2028"
nasty = st.text(MARKUP, min_size=1, max_size=24) | st.text(min_size=1, max_size=8).filter(
    lambda text: not UNFIT.search(text)
)
BLOCKS = (
    "# title",
    "===",
    "---",
    "> quote",
    "```",
    "    code",
    "\tcode",
    "1) one",
    "12.",
    "-",
    "  - x",
    "::: box",
    "<!-- ",
)
LINKS = (
    *("<https://evil.example>", "www.evil.example", "http://evil.example", "me@evil.example", "mailto:me@evil.example"),
    *("//localhost", "[a]: http://evil.example", "![x](y)", "!", "[[wiki]]", "[^note]", "[^note]: x"),
)
INLINE = ("<script>", "&lt;", "&#60;", ":smile:", "~~gone~~", "$$x$$", "==mark==", "a|b", "|---|", "\\", "\\|")
BREAKS = ("a\n\n# b", "a\n- b", "a\r\n===", "a  \nb")
ATTACKS = (*HOSTILE, *BLOCKS, *LINKS, *INLINE, *BREAKS)


def read(text: str) -> list[Token]:
    """The tokens of CommonMark with tables, HTML let through."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)


def flat(tokens: Sequence[Token]) -> list[Token]:
    """All tokens, inline ones in the place of their parent."""
    return [inner for token in tokens for inner in (token.children or [token])]


def shape(text: str) -> list[str]:
    """The tags of a text, without its words."""
    return [f"{token.type} {token.tag} {token.attrs}" for token in flat(read(text)) if token.type != "text"]


def seen(text: str) -> str:
    """What a reader sees."""
    return "".join(token.content if token.type == "text" else "\n" for token in flat(read(text)))


def everywhere(text: str) -> Document:
    """A document with the text in every place where people's words can stand."""
    run = Run(text, given=True)
    table = Table(text, ("Name", text), (((said(text), (Run("plain "), run)), ((replace(run, style="strong"),),)),))
    flow = Flow("x", (Run("The way of "), run), (Stop("people", "about", (text,), given=True),), text)
    strong, emphasis = replace(run, style="strong"), replace(run, style="emphasis")
    mixed = (Run("before "), run, Run(" between "), strong, Run(", "), emphasis)
    contents = (Paragraph(said(text)), Paragraph(mixed), Bullets((said(text), mixed)), table, flow)
    document = small(*contents, organisation=text)
    first = sample()
    task = replace(first.tasks[0], text=said(text), reason=mixed)
    question = replace(first.open_questions[0], about=text)
    law = replace(first.laws[0], reasons=(text,))
    return replace(document, title=text, audience=text, tasks=(task,), open_questions=(question,), laws=(law,))


@pytest.mark.parametrize("text", ATTACKS)
def test_a_hostile_text_leaves_the_structure_of_its_harmless_twin(text: str) -> None:
    """T-16, T-18: the same tags, whatever the words."""

    assert shape(md(everywhere(text), words("en"))) == shape(md(everywhere(TWIN), words("en")))


@settings(max_examples=150, deadline=None)
@given(nasty.filter(lambda text: text.strip() != ""))
def test_any_text_leaves_the_structure_of_its_harmless_twin(text: str) -> None:
    """T-18 over texts nobody thought of."""

    assert shape(md(everywhere(text), words("en"))) == shape(md(everywhere(TWIN), words("en")))


@pytest.mark.parametrize("text", ATTACKS)
def test_a_hostile_text_is_seen_as_often_as_its_twin(text: str) -> None:
    """T-17: nothing lost, cut or escaped twice."""
    output = md(everywhere(text), words("en"))

    found = squeezed(seen(output)).count(squeezed(text))
    assert found >= squeezed(seen(md(everywhere(TWIN), words("en")))).count(TWIN)


def squeezed(text: str) -> str:
    return "".join(text.split())


styles = st.sampled_from(["plain", "strong", "emphasis"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(nasty, styles), min_size=1, max_size=5))
def test_every_letter_keeps_its_style(runs: list[tuple[str, str]]) -> None:
    """Styles hold beside letters, marks and each other; spaces have no style."""
    line: Line = tuple(Run(text, style) for text, style in runs)  # type: ignore[arg-type] # sampled
    given_letters = [(letter, style) for text, style in runs for letter in text if not letter.isspace()]

    inline = next(token for token in read(paragraph(line)) if token.type == "inline") if given_letters else None
    assert styled(inline.children or [] if inline else []) == given_letters


def paragraph(line: Line) -> str:
    return md(small(Paragraph(line)), words("en")).split("### ")[1].partition("\n\n")[2].partition("\n\n## ")[0]


def styled(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Letters with the style they are shown in."""
    style, letters = "plain", []
    for token in tokens:
        match token.type:
            case "strong_open":
                style = "strong"
            case "em_open":
                style = "emphasis"
            case "strong_close" | "em_close":
                style = "plain"
            case _:
                letters += [(letter, style) for letter in token.content if not letter.isspace()]
    return letters


def test_headings_lists_and_tables_are_real() -> None:
    tokens = read(md(sample(), words("en")))

    assert [token.tag for token in tokens if token.type == "heading_open"][:5] == ["h1", "h2", "h3", "h2", "h3"]
    assert sum(token.type == "table_open" for token in tokens) == 2
    assert {token.tag for token in tokens if token.type.endswith("_open")} >= {"ul", "li", "p", "th", "td"}


def test_every_note_that_is_called_is_there_once() -> None:
    output = md(sample(), words("en"))

    called = re.findall(r"^###.*(\[\^[a-z0-9-]+\])$", output, re.MULTILINE)
    assert called == re.findall(r"^(\[\^[a-z0-9-]+\]): ", output, re.MULTILINE)
    assert "[^contact-who]" in called


def test_a_note_says_the_answer_its_line_and_the_provision() -> None:
    output = md(sample(), words("en"))

    note = next(line for line in output.splitlines() if line.startswith("[^contact-who]:"))
    assert "How is it stored? _as an electronic file_ (line 24)" in note
    assert "[GDPR, Article 30: records of processing activities](https://eur-lex.europa.eu/" in note


def test_the_same_reason_is_told_once() -> None:
    """Two parts for the same people share their answers."""
    note = next(line for line in md(sample(), words("en")).splitlines() if line.startswith("[^consent-implied]:"))

    assert note.count("How is it stored?") == 1


def test_two_lists_in_a_row_stay_two() -> None:
    lists = (Bullets((said("a"),)), Bullets((said("b"),)))

    before = [token.type for token in read(md(small(), words("en")))].count("bullet_list_open")
    assert [t.type for t in read(md(small(*lists), words("en")))].count("bullet_list_open") == before + 2


def test_what_is_for_everyone_never_stands_under_a_label() -> None:
    """Even where the tree has it last."""
    parts = (part(Paragraph(said("Only here")), people="For people in Canada"), part(Paragraph(said("Everywhere"))))
    block = Block("consent.express", "Express", "yes", parts)
    output = md(replace(small(), sections=(Section("consent", "Consent", (block,)),)), words("en"))

    assert output.index("Everywhere") < output.index("For people in Canada") < output.index("Only here")


def test_names_from_right_to_left_are_isolated() -> None:
    output = md(sample(), words("en"))

    assert f"\u2068{SCRIPTS['Hebrew']}\u2069" in output
    assert f"\u2068{SCRIPTS['Greek']}" not in output


@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x1b", "\x7f", "\x85", "\ud800", "\uffff"])
def test_a_control_character_is_refused_by_name(letter: str) -> None:
    """T-24: never dropped in silence."""
    with pytest.raises(ValueError, match=f"U\\+{ord(letter):04X}"):
        md(small(organisation=f"Bring{letter}the Pixel"), words("en"))


def test_a_link_goes_to_a_web_address_only() -> None:
    document = sample()
    cite = replace(document.tasks[0].cites[0], url="javascript:alert(1)")
    output = md(replace(document, tasks=(replace(document.tasks[0], cites=(cite,)),)), words("en"))

    assert "javascript" not in output


def test_the_public_is_not_told_that_nothing_is_open() -> None:
    assert "Nothing is open." in md(small(), words("en"))
    assert "Nothing is open." not in md(public(small()), words("en"))


def test_how_a_law_stands_is_said_in_a_line() -> None:
    """Why, a block of the document says."""
    output = md(sample(), words("en"))

    assert (
        "**Law checked on October 2, 2026:** PIPEDA (not known yet whether it applies) · CASL (does not apply)"
        in output
    )
    assert "Law checked" not in md(public(sample()), words("en"))


def test_one_answer_in_several_places_is_said_once() -> None:
    """And a piece of an answer is not said beside the whole."""
    one, other = replace(STORED, line=30, ref="activities[other].stored"), replace(STORED, answer=said("on paper"))
    whole = replace(other, answer=(*said("on paper"), *said(" and "), *said("in a file")))
    block = Block("a.b", "A", "yes", (part(because=(STORED, one)), part(because=(other, whole))))
    output = md(replace(small(), sections=(Section("a", "A", (block,)),)), words("en"))

    assert "How is it stored? _as an electronic file_ (lines 24, 30) · _on paper and in a file_ (line 24)" in output


def test_a_question_asked_about_several_things_is_said_once() -> None:
    """The things stand with their answers."""
    asked = [
        replace(
            STORED, question=f"{about}: How is it stored?", about=about, asked="How is it stored?", line=n, ref=about
        )
        for n, about in enumerate(("Shop", "Club", "Site"), 1)
    ]
    asked[2] = replace(asked[2], answer=said("on paper"))
    block = Block("a.b", "A", "yes", (part(because=tuple(asked)),))
    output = md(replace(small(), sections=(Section("a", "A", (block,)),)), words("en"))

    assert "How is it stored? Shop, Club – _as an electronic file_ (lines 1, 2) · Site – _on paper_ (line 3)" in output


def test_an_unknown_block_says_so() -> None:
    assert "### How long you keep it[^consent-unknown]\n\n_Not known yet_\n" in md(sample(), words("en"))
