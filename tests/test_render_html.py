"""The page and the picture: structure, access, and texts that stay texts."""

from __future__ import annotations

import re
import tomllib
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_document import HOSTILE, MISSING, SCRIPTS, UNBROKEN, flow, line, public, sample, small, words
from sample_document import part as sample_part

from privet.document import (
    Bullets,
    Cite,
    Document,
    Flow,
    OpenQuestion,
    Paragraph,
    Part,
    Reason,
    Run,
    Section,
    Stop,
    Table,
    Task,
)
from privet.render import html as page
from privet.render.flow import GIVEN_ROWS, svg, tall
from privet.render.html import STYLESHEET, html

ENGLISH = words("en")
VOID = {"meta", "br"}
HARMLESS = "⟦Zonnebloem⟧"

texts = st.one_of(
    st.sampled_from(
        [*HOSTILE, *SCRIPTS.values(), *MISSING, UNBROKEN, "</style><b>", "]]>", "--><i>", "&amp;lt;", "</svg>", "<!--"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="⟦⟧"), max_size=300),
)


class Page(HTMLParser):
    """What a browser would see: tags with their attributes, in order, and the text outside styles."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ends: list[str] = []
        self.inside: list[str] = []
        self.text = ""
        self.styles: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.ends.append(tag)
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] == "style":
            self.styles.append(data)
        else:
            self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """Tags and the names of their attributes, without the values."""
        return [(tag, sorted(attributes)) for tag, attributes in self.tags]

    def all(self, *names: str) -> list[dict[str, str]]:
        """Attributes of every element with one of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]


def everywhere(text: str) -> Document:
    """A document that holds ``text`` in every place where people's words can stand."""
    own = Run(text, given=True)
    stops = (Stop("people", "about", (text, text), given=True), Stop("end", "and then", (text,), given=True))
    pieces = (
        Paragraph((own, Run(text), Run(text, "strong", True), Run(text, "emphasis"))),
        Bullets(((own,), (Run(text),))),
        Table("Caption", ("One", "Two"), ((((own,),), ((own,), (Run(text),))),)),
        Flow("way", (own,), stops, text),
    )
    because = (
        Reason(f"activities[{text}].keep", "How long?", (own,), 3),
        Reason(f"activities[{text}].why", "Why?", (own,)),
    )
    plan = small(*pieces, organisation=text)
    block = replace(plan.sections[0].blocks[0], parts=(sample_part(*pieces, because=because),))
    return replace(
        plan,
        sections=(Section("only", "Only section", (block,)),),
        tasks=(Task("t", "mend", "high", (own,), (own,), (f"activities[{text}].keep",), ()),),
        open_questions=(OpenQuestion(f"activities[{text}].keep", "How long?", text, "missing", 0),),
    )


def block_of(*parts: Part) -> Document:
    """A plan of one block with these parts."""
    plan = small(Paragraph(line("Text.")))
    block = replace(plan.sections[0].blocks[0], parts=parts)
    return replace(plan, sections=(Section("only", "Only section", (block,)),))


SAMPLE = Page(html(sample(), ENGLISH))


# Texts stay texts (T-16, T-17, T-20, T-26).


@settings(max_examples=150, deadline=None)
@given(texts)
def test_a_hostile_text_changes_no_tag_and_is_seen_as_often_as_its_harmless_twin(text: str) -> None:
    marked = f"⟦{text}⟧"
    hostile, twin = Page(html(everywhere(marked), ENGLISH)), Page(html(everywhere(HARMLESS), ENGLISH))
    assert hostile.shape == twin.shape
    assert hostile.ends == twin.ends
    assert hostile.text.count(marked) == twin.text.count(HARMLESS) > 20


@settings(max_examples=100, deadline=None)
@given(texts.filter(lambda text: not re.search("[\ufffe\uffff]", text)))
def test_labels_of_the_picture_come_back_letter_for_letter(text: str) -> None:
    stops = (Stop("people", "about", (f"⟦{text}⟧",), given=True), Stop("end", "then", (f"⟦{text}⟧",)))
    for picture in (svg, tall):
        labels = ["".join(rows) for rows in _labels(picture(Flow("f", (), stops, text), ENGLISH))]
        assert labels.count(f"⟦{text}⟧") == 2


def _labels(picture: str) -> list[list[str]]:
    """The rows of every label, as an XML parser reads them."""
    root = ElementTree.fromstring(picture)  # noqa: S314  (we made it ourselves a moment ago)
    return [[span.text or "" for span in label] for label in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", ["", UNBROKEN, "x" * 5000, "Ame\u0301lie " * 40, "👩‍👩‍👧‍👦" * 30, *SCRIPTS.values()])
def test_a_given_label_has_always_the_same_number_of_rows_and_parts_no_letter_from_its_marks(name: str) -> None:
    rows = _labels(svg(Flow("f", (), (Stop("recipient", "goes to", (name,), given=True),), ""), ENGLISH))[1]
    assert len(rows) == GIVEN_ROWS
    assert "".join(rows) == name
    assert not any(row.startswith(("\u0301", "\u200d")) for row in rows)


def test_given_words_are_isolated_for_direction() -> None:
    assert "<bdi>משה כהן בע״מ</bdi>" in html(sample(), ENGLISH)
    assert "<strong><bdi>Łódź &amp; Søn" in html(sample(), ENGLISH)
    assert 'unicode-bidi="plaintext"' in svg(flow(), ENGLISH)


# Nothing runs, nothing is fetched.


def test_the_page_holds_nothing_active_and_fetches_nothing() -> None:
    assert not SAMPLE.all(
        "script", "img", "link", "iframe", "object", "embed", "form", "base", "image", "use", "foreignobject"
    )
    for _, attributes in SAMPLE.tags:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset", "xlink:href")
        ]
        assert attributes.get("href", "#").startswith(("#", "https://"))
    css = "".join(SAMPLE.styles)
    assert "url(" not in css and "@import" not in css


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//evil.example", "", " https://x"]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    cite = Cite("x", "y", "Article 1", url, "must")
    document = block_of(sample_part(cites=(cite,)))
    found = Page(html(document, ENGLISH))
    assert "Article 1 (duty)" in found.text
    assert all(link["href"].startswith("#") for link in found.all("a"))


def test_the_policy_admits_exactly_the_two_styles() -> None:
    policy = SAMPLE.all("meta")[1]["content"]
    hashes = [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in SAMPLE.styles]
    assert len(hashes) == 2
    assert policy == f"default-src 'none'; style-src {' '.join(hashes)}; base-uri 'none'; form-action 'none'"


def test_words_in_the_printed_margins_are_numbers_to_css() -> None:
    margins = SAMPLE.styles[1]
    assert re.fullmatch(
        r'(?:@page\{|@[a-z-]+\{content:(?:"(?:\\[0-9a-f]+ )*"|counter\([a-z]+\)|\s)+\}|\})+', margins.replace(") ", ")")
    )
    assert "counter(page)" in margins and "counter(pages)" in margins
    name = "".join(chr(int(code, 16)) for code in re.findall(r"\\([0-9a-f]+) ", margins.partition("}")[0]))
    assert name == "Łódź & Søn – “Ἀθηνᾶ” Кооператив – Privacy plan"


# Access (A6, A14) and links.


def test_headings_have_one_top_and_no_gap() -> None:
    levels = [int(tag[1]) for tag, _ in SAMPLE.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headers_with_scope() -> None:
    assert len(SAMPLE.all("table")) == len(SAMPLE.all("caption")) == 3
    assert {header["scope"] for header in SAMPLE.all("th")} == {"col", "row"}
    assert sum(header["scope"] == "row" for header in SAMPLE.all("th")) == 6 + 60 + 3
    assert all(cell["data-label"] for cell in SAMPLE.all("td"))


def test_ids_are_unique_and_every_inner_link_arrives() -> None:
    ids = [attributes["id"] for _, attributes in SAMPLE.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {link["href"][1:] for link in SAMPLE.all("a") if link["href"].startswith("#")}
    assert links <= set(ids)
    assert {"contact", "contact.who", "consent.implied", "document.tasks"} <= links


def test_the_page_and_its_foreign_parts_say_their_language() -> None:
    assert SAMPLE.all("html") == [{"lang": "en"}]
    assert [part["lang"] for part in SAMPLE.all("div") if "lang" in part] == ["nl"]


def test_landmarks_and_skip_link_are_there() -> None:
    for name in ("header", "nav", "main"):
        assert len(SAMPLE.all(name)) == 1
    assert SAMPLE.all("a")[0] == {"class": "skip", "href": "#document.text"}
    assert SAMPLE.all("nav")[0]["aria-label"] == "Contents"


def test_a_picture_has_its_name_and_its_equivalent_in_words() -> None:
    assert all(picture["role"] == "img" for picture in SAMPLE.all("svg"))
    assert f"<title>The way of Online account</title><desc>{flow().text.replace('&', '&amp;')}</desc>" in html(
        sample(), ENGLISH
    )


def test_the_colours_have_contrast_in_light_and_dark() -> None:
    css = STYLESHEET.read_text(encoding="utf-8")
    roots = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    for root in roots:
        colour = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", root))
        for ink in ("ink", "quiet", "accent", "alarm", "warm"):
            assert min(_contrast(colour[ink], colour[paper]) for paper in ("paper", "sheet")) >= 4.5
        assert _contrast(colour["warm"], colour["warm-sheet"]) >= 4.5
        assert _contrast(colour["edge"], colour["paper"]) >= 3


def _contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# What is said.


def test_the_masthead_says_who_for_whom_when_and_under_which_laws() -> None:
    head = html(sample(), ENGLISH).partition("</header>")[0]
    for piece in (
        "<h1>Privacy plan</h1>",
        "for the organisation itself",
        'datetime="2026-11-22"',
        "7f3a9c21d0e4",
        "b81e02aa4c67",
        ">GDPR</a>",
        "20 of 120",
    ):
        assert piece in head
    assert "CASL" not in head


def test_a_block_can_show_the_answer_the_line_and_the_provision_behind_it() -> None:
    why = html(sample(), ENGLISH).partition('id="contact.who"')[2].partition("</details>")[0]
    assert "How is it stored? <strong>as an electronic file</strong>" in why
    assert "(line 24)" in why
    assert (
        '<a href="https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_30" rel="external noreferrer">GDPR, Article 30'
        in why
    )
    assert "<small>(duty)</small>" in why


def test_a_block_without_answers_or_law_says_so_in_a_plan_and_keeps_silent_in_a_notice() -> None:
    plan = block_of(sample_part(Paragraph(line("Text.")), because=(), cites=()))
    assert "Said to everyone" in html(plan, ENGLISH) and "Good practice" in html(plan, ENGLISH)
    assert 'class="why"' not in html(public(plan), ENGLISH)


def test_an_unknown_side_is_seen() -> None:
    block = html(sample(), ENGLISH).partition('id="consent.unknown" data-side="unknown"')[2].partition("</section>")[0]
    assert '<p class="badge">Not known yet</p>' in block
    assert html(sample(), ENGLISH).count('class="badge"') == 1


def test_parts_for_the_same_people_share_one_label() -> None:
    source = html(sample(), ENGLISH)
    assert source.count("<h4>For people in Canada</h4>") == 1
    assert source.count("<h4>For people in the European Union</h4>") == 1


def test_tasks_and_open_questions_end_a_plan_and_are_left_out_of_a_notice_that_has_none() -> None:
    empty = small(Paragraph(line("Text.")))
    assert "Nothing is open." in html(empty, ENGLISH)
    assert 'href="#document.tasks"' not in html(public(empty), ENGLISH)
    assert 'data-priority="high">high<' in html(sample(), ENGLISH)
    assert "<bdi>Online account</bdi>: How long do you keep it?" in html(sample(), ENGLISH)


def test_every_law_says_how_it_stands() -> None:
    law = html(sample(), ENGLISH).partition('id="document.law.ca-casl"')[2].partition("</li>")[0]
    assert "does not apply" in law and "Law checked on October 2, 2026" in law
    assert "document.law" not in html(public(sample()), ENGLISH)


def test_the_annex_comes_after_the_tasks() -> None:
    later = Section("later", "If this changes later", ())
    source = html(replace(sample(), sections=(later, *sample().sections)), ENGLISH)
    for place in ('href="#', 'id="'):
        found = [source.rindex(f'{place}{name}"') for name in ("texts", "document.tasks", "later", "document.laws")]
        assert found == sorted(found)


def test_the_picture_shows_what_is_sensitive_and_what_goes_abroad() -> None:
    for picture in (svg(flow(), ENGLISH), tall(flow(), ENGLISH)):
        assert picture.count("stroke-dasharray") == 1
        assert "goes abroad" in picture and ">sensitive<" in picture
        assert "Destroyed" in picture


def test_suppliers_side_by_side_stand_in_one_column_under_one_verb() -> None:
    assert svg(flow(), ENGLISH).count(">goes to<") == 1
    xs = re.findall(r'<rect x="(\d+)"', svg(flow(), ENGLISH))
    assert len(xs) == 7 and len(set(xs)) == 6


@pytest.mark.parametrize("stops", [(), flow().stops[:1], flow().stops * 3])
def test_any_number_of_stops_makes_a_picture(stops: tuple[Stop, ...]) -> None:
    for picture in (svg, tall):
        assert len(_labels(picture(Flow("f", (), stops, ""), ENGLISH))) >= len(stops)


def test_the_same_document_makes_the_same_page() -> None:
    first = html(sample(), ENGLISH)
    page._block.cache_clear()
    assert html(sample(), ENGLISH) == first


def test_a_remembered_block_is_not_shown_in_other_words() -> None:
    other = replace(ENGLISH, strings={**ENGLISH.strings, "document.why": "Pourquoi"})
    assert "Why this is here" in html(sample(), ENGLISH)
    assert "Why this is here" not in html(sample(), other)


def test_the_words_of_the_page_are_there_in_every_language() -> None:
    files = [STYLESHEET.parents[1] / "words" / language / "html.toml" for language in ("en", "fr", "nl")]
    keys = [sorted(tomllib.loads(file.read_text(encoding="utf-8"))["html"]) for file in files]
    assert keys[0] == keys[1] == keys[2]


def test_an_empty_document_is_still_a_page() -> None:
    assert Page(html(small(), ENGLISH)).all("h1") == [{}]
