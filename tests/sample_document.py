"""A document made by hand that holds everything a renderer can meet.

``sample()`` is a plan with every kind of content, every side, texts that would mean
something to a template engine or a browser, and names in many scripts.  ``small()`` is
the least a document can be.  ``words(language)`` reads the short strings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from privet.document import (
    Block,
    Bullets,
    Cite,
    Content,
    Document,
    Flow,
    LanguageStatus,
    LawApplied,
    Line,
    OpenQuestion,
    Paragraph,
    Part,
    Reason,
    Run,
    Section,
    Side,
    Stop,
    Table,
    Task,
)
from privet.words import Text, Words

DATA = Path(__file__).parents[1] / "src" / "privet" / "data"

ON = date(2026, 11, 22)
ORGANISATION = "Łódź & Søn – “Ἀθηνᾶ” Кооператив"

HOSTILE = (
    "*bold* _under_ #panic() $x^2$ `raw` @ref <label> = not a heading",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> {% raw %} [[7*7]]",
    "<b>bold</b> <script>alert(1)</script> &amp; &lt; \"quotes\" 'single'",
    "https://evil.example/?q=1 [link](https://evil.example) ![x](y.png)",
    '#read("/etc/passwd") \\u{1F600} \\n // comment /* block */ -- --- ... ~',
    "+ not a list",
    "- not a list either",
    "1. nor this",
    "{document.title} {items} {page} %s %(name)s {0}",
)
"""Texts that people could give us; each must be shown letter for letter."""

UNBROKEN = "W" + "abcdefghij" * 7 + "Z" * 9
"""Eighty characters without a space."""

SCRIPTS = {
    "Polish": "Zażółć gęślą jaźń",
    "Czech": "Příliš žluťoučký kůň",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết",
    "Turkish": "İstanbul'da ığdır",
    "Greek": "Γεώργιος Παπαδόπουλος, Ἀθῆναι",
    "Cyrillic": "Щербаков Ёлкин Їжак Ђорђе",
    "Decomposed": "Ame\u0301lie Bjo\u0308rk",
    "Hebrew": "משה כהן בע״מ",
    "Hebrew with points": "שָׁלוֹם",
    "Arabic": "شركة النور 2026",
    "Arabic with vowels": "مُحَمَّدٌ",
    "Persian": "می\u200cخواهم",
}
"""Names in scripts that our fonts hold."""

MISSING = {
    "😀": "‹U+1F600›",
    "漢": "‹U+6F22›",
    "\ue000": "‹U+E000›",
    "ก": "‹U+0E01›",
}
"""Characters in no font of ours, and what the PDF shows instead."""


def words(language: str) -> Words:
    """All short strings of a language, from ``data/words/<language>/*.toml``."""
    strings: dict[str, Text] = {}
    for path in sorted((DATA / "words" / language).glob("*.toml")):
        strings.update(_flat("", tomllib.loads(path.read_text(encoding="utf-8"))))
    return Words(language, language, strings)


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, Text]]:
    """Dotted keys; a table with the key ``other`` holds plural forms."""
    for key, value in table.items():
        if isinstance(value, str):
            yield prefix + key, value
        elif isinstance(value, dict) and "other" in value:
            yield prefix + key, {form: str(text) for form, text in value.items()}
        elif isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)


# Building bricks.


def line(*texts: str) -> Line:
    """A line of plain text of ours."""
    return tuple(Run(text) for text in texts)


def given(text: str) -> Line:
    """A line of text that people gave us."""
    return (Run(text, given=True),)


ART_30 = Cite(
    "eu-gdpr",
    "art-30",
    "GDPR, Article 30: records of processing activities",
    "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_30",
    "must",
)
PRINCIPLE_3 = Cite(
    "ca-pipeda",
    "sch-1-4-3",
    "PIPEDA, Schedule 1, clause 4.3: consent",
    "https://laws-lois.justice.gc.ca/eng/acts/P-8.6/page-7.html",
    "must",
)
ADVICE = Cite("eu-gdpr", "rec-32", "GDPR, recital 32: conditions for consent", "", "should")

STORED = Reason("activities[registration].stored", "How is it stored?", line("as an ", "electronic file"), 24)
UNKNOWN = Reason("activities[registration].keep", "How long do you keep it?", line("I don’t know yet"), 25)
MISSED = Reason("organisation.size", "How many people work for you?", ())


def part(
    *content: Content,
    side: Side = "yes",
    people: str = "",
    because: tuple[Reason, ...] = (STORED,),
    cites: tuple[Cite, ...] = (ART_30,),
    rule: str = "plan/sample/text",
    language: str = "en",
) -> Part:
    """A part with defaults for what a test does not care about."""
    return Part(rule, side, people, content, (), because, cites, "must", language, "authored")


def block(id_: str, title: str, *parts: Part, side: Side = "yes") -> Block:
    return Block(id_, title, side, parts)


# The parts of the sample.

COLUMNS = (
    "Type of information",
    "What exactly",
    "Who collects it",
    "Why you need it",
    "Who uses it",
    "How it is stored",
    "Shared with",
)


def inventory(rows: int = 6) -> Table:
    """The seven columns, with one cell of many lines, long words and given names."""
    first = (
        (line("Contact information"),),
        (line("Name"), line("E-mail address"), line("Telephone number")),
        (line("Website or IT support"),),
        (line("Registration forms"), line("Answering questions")),
        (line("Customer service"), line("Marketing department")),
        (line("Electronic file"), given("privacy@very-long-subdomain.bringthepixel.example.com")),
        (given("Kundenbeziehungsmanagementsystem GmbH & Co. KG"),),
    )
    other = (
        (line("Financial information"),),
        (line("Bank account number"),),
        (line("Bookkeeping"),),
        (line("Sending invoices"),),
        (given("Søren Åström"),),
        (line("Paper file in a locked cabinet"),),
        (line("Nobody"),),
    )
    return Table(
        "What you collect, and what you do with it", COLUMNS, tuple(first if n % 3 == 0 else other for n in range(rows))
    )


def long_table(rows: int) -> Table:
    """A table of three columns over several pages."""
    body = tuple(
        ((line(f"row {n}"),), (given(f"value number {n}"),), (line("kept for two years"),)) for n in range(1, rows + 1)
    )
    return Table("A long table", ("Name", "Value", "How long"), body)


def flow() -> Flow:
    """A picture with a sensitive stop, a supplier abroad and a name from right to left."""
    stops = (
        Stop("people", "about", ("Customers", "Visitors of the website")),
        Stop("source", "comes in by", ("Registration form",)),
        Stop("user", "used by", ("Website or IT support", "Customer service")),
        Stop("storage", "is stored in", ("Electronic file", "Health information"), sensitive=True),
        Stop("recipient", "goes to", ("Kundenbeziehungsmanagement GmbH & Co. KG",), abroad=True, given=True),
        Stop("recipient", "goes to", ("שירותי ענן בע״מ",), given=True),
        Stop("end", "and then", ("Destroyed after two years",)),
    )
    title = (Run("The way of "), Run("Online account", "strong", given=True))
    text = (
        "Information about customers and visitors of the website comes in by a registration form, is used by "
        "website or IT support and customer service, is stored in an electronic file, goes to "
        "Kundenbeziehungsmanagement GmbH & Co. KG abroad and to שירותי ענן בע״מ, and is destroyed after two years."
    )
    return Flow("online-account", title, stops, text)


def short_flow() -> Flow:
    """The least picture: four stops."""
    stops = (
        Stop("people", "about", ("People who write to you",)),
        Stop("user", "used by", (UNBROKEN,), given=True),
        Stop("storage", "is stored in", ("Electronic file",)),
        Stop("end", "and then", ("Not known yet",)),
    )
    return Flow("contact", line("The way of Contact form"), stops, "People who write to you, then the file.")


def _sections() -> tuple[Section, ...]:
    who = Paragraph(
        (
            Run("Questions about personal information go to "),
            Run(ORGANISATION, "strong", True),
            Run(", "),
            Run("privacy@bringthepixel.com", given=True),
            Run(".  Write this name and address on every form, so that people know "),
            Run("whom", "emphasis"),
            Run(" to ask."),
        )
    )
    scripts = Bullets(
        tuple((Run(f"{name}: "), Run(text, given=True), Run(", and on.")) for name, text in SCRIPTS.items())
    )
    missing = Paragraph((Run("Given: "), Run(f"Smile {''.join(MISSING)} Ltd", "strong", True)))
    return (
        Section("contact", "Contact", (block("contact.who", "Who answers", part(who)),)),
        Section(
            "inventory",
            "What you collect",
            (
                block(
                    "inventory.table",
                    "Your inventory",
                    part(
                        Paragraph(line("Everything that you keep about people, and why. Go through it once a year.")),
                        inventory(),
                    ),
                ),
                block(
                    "inventory.minimise",
                    "What you could do without",
                    part(
                        Paragraph(line("For each kind of information ask whether you need it.")),
                        Bullets((line("Telephone number"), given(UNBROKEN))),
                        side="no",
                        because=(),
                        cites=(),
                    ),
                    side="no",
                ),
            ),
        ),
        Section(
            "consent",
            "Consent",
            (
                block(
                    "consent.implied",
                    "Where consent is implied",
                    part(
                        Paragraph(line("You may assume that people agree to what an order needs.")),
                        people="For people in Canada",
                        cites=(PRINCIPLE_3,),
                        rule="ca-pipeda:plan/consent/implied",
                    ),
                    part(
                        Bullets((line("their name and address"), line("their telephone number"))),
                        people="For people in Canada",
                        cites=(PRINCIPLE_3,),
                        rule="ca-pipeda:plan/consent/list",
                    ),
                    part(
                        Paragraph(line("There is no such thing as implied consent: rely on the contract.")),
                        people="For people in the European Union",
                        cites=(ART_30, ADVICE),
                        rule="eu-gdpr:plan/consent/implied",
                    ),
                ),
                block(
                    "consent.unknown",
                    "How long you keep it",
                    part(
                        Paragraph(line("You do not know yet how long you keep this.")),
                        Paragraph(line("Bewaar niets langer dan nodig.")),
                        side="unknown",
                        because=(UNKNOWN, MISSED),
                    ),
                    side="unknown",
                ),
                block(
                    "consent.dutch",
                    "A text in another language",
                    part(
                        Paragraph(line("Deze tekst is nog niet vertaald.")),
                        language="nl",
                    ),
                ),
            ),
        ),
        Section(
            "flows", "Pictures", (block("flows.pictures", "The way of your information", part(flow(), short_flow())),)
        ),
        Section(
            "texts",
            "Given texts",
            (
                block("texts.hostile", HOSTILE[0], part(Bullets(tuple(given(text) for text in HOSTILE)))),
                block(
                    "texts.scripts",
                    "Names in many scripts",
                    part(scripts, missing, Paragraph(given("Keizersgracht 1\n1015 CJ Amsterdam"))),
                ),
                block("texts.long", "A long table", part(long_table(60))),
            ),
        ),
    )


def sample() -> Document:
    """A plan with everything in it."""
    return Document(
        kind="plan",
        title="Privacy plan",
        language="en",
        organisation=given(ORGANISATION),
        audience="for the organisation itself, not for the public",
        on=ON,
        version="7f3a9c21",
        answers_hash="7f3a9c21d0e4",
        data_hash="b81e02aa4c67",
        status=LanguageStatus("en", "English", 120, 100, 3),
        status_note="20 of 120 texts were not yet read by a second person.",
        laws=(
            LawApplied(
                "eu-gdpr",
                "General Data Protection Regulation",
                "GDPR",
                "yes",
                ("You have people in the Netherlands.",),
                "The main duties, not every exception",
                date(2026, 11, 1),
            ),
            LawApplied(
                "ca-pipeda",
                "Personal Information Protection and Electronic Documents Act",
                "PIPEDA",
                "unknown",
                ("You do not know yet whether you have customers in Canada.",),
                "",
                date(2026, 10, 2),
            ),
            LawApplied(
                "ca-casl",
                "Canada’s Anti-Spam Legislation",
                "CASL",
                "no",
                ("You send no messages to sell something.",),
                "",
                date(2026, 10, 2),
            ),
        ),
        sections=_sections(),
        tasks=(
            Task(
                "find-out.keep",
                "find-out",
                "high",
                (Run("Find out for "), Run("Online account", given=True), Run(": How long do you keep it?")),
                line("Without it nobody can say when to destroy it."),
                ("activities[registration].keep",),
                (ART_30,),
            ),
            Task(
                "mend.access",
                "mend",
                "normal",
                line("Lock the cabinet."),
                line("Paper is kept in an open room."),
                ("safeguards.paper",),
                (PRINCIPLE_3, ADVICE),
            ),
            Task(
                "do.review",
                "do",
                "low",
                line("Read your suppliers’ contracts."),
                line("They see what you keep."),
                (),
                (),
            ),
        ),
        open_questions=(
            OpenQuestion("activities[registration].keep", "How long do you keep it?", "Online account", "unknown", 25),
            OpenQuestion("organisation.size", "How many people work for you?", "", "missing", 0),
        ),
    )


def many_columns(rows: int) -> Table:
    """A table that no upright page has room for."""
    row = tuple((line(f"Verwerkingsverantwoordelijke {place}"),) for place in range(14))
    return Table("A wide table", tuple(f"Gegevenscategorie {place}" for place in range(14)), (row,) * rows)


def public(document: Document) -> Document:
    """The document as its public reads it."""
    return replace(document, kind="notice", reasons="hidden")


def small(*content: Content, organisation: str = "Bring the Pixel", kind: str = "plan") -> Document:
    """A document of one block that holds ``content``."""
    sections = (
        (Section("only", "Only section", (block("only.block", "Only block", part(*content)),)),) if content else ()
    )
    return Document(
        kind,
        "Privacy plan",
        "en",
        given(organisation),
        "for the organisation itself",
        ON,
        "1",
        "a1",
        "d1",
        LanguageStatus("en", "English", 1, 1, 0),
        "",
        (),
        sections,
        (),
        (),
    )
