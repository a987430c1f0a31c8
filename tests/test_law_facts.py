"""The law that privet cites is the law that was read: ``laws/*`` against the facts in ``../shared/law``.

Those files are part of the workshop and not of the package; without them these tests are skipped.
They are YAML of one plain shape, so twenty lines read what is needed here, and no dependency does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from strategies import library

from privet.packs import Law, LegalNumber
from privet.provisions import Provision

FACTS = Path(__file__).parents[2] / "shared" / "law"
pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason=f"the legal facts are not here: {FACTS}")

NUMBER = re.compile(r"(?P<head>\d+(?:\.\d+)*)?(?P<groups>(?:\([0-9a-z.]+\))*)")
PARTS = {"cl.": "schedule", "Recital": "recital"}
"""Parts of an act that count their own numbers, by how a citation names them."""
ACTS = {
    "DPA": "dpa", "PECR": "pecr", "DUAA": "duaa", "Data (Use and Access)": "duaa", "FADP": "fadp", "DSV": "dsv",
    "Data Protection Ordinance": "dsv", "Telecommunicatiewet": "telecoms", "Telecommunications Act": "fmg", "GDPR": "gdpr", "UAVG": "uavg", "CASL": "casl", "PIPEDA": "pipeda",
    "Directive": "eprivacy", "ePrivacy": "eprivacy",
}  # fmt: skip
"""Acts by how a citation names them; the first that is found counts."""
WORDS = {"one": 1, "two": 2, "three": 3, "five": 5, "six": 6, "seven": 7, "twelve": 12}
PERIOD = re.compile(r"\b(\d+|one|two|three|five|six|seven|twelve)[ -](business )?(hour|day|week|month|year)s?\b")
KEYS = re.compile(r"(?:.*_)?(hour|day|month)s(?:_small)?$")


@dataclass(slots=True)
class Fact:
    """One fact that was read: its citation, how sure it is, and whatever else it says."""

    says: dict[str, str] = field(default_factory=dict)

    @property
    def basis(self) -> str:
        return self.says.get("basis", "")

    @property
    def places(self) -> frozenset[tuple[str, str]]:
        """Every (instrument, number) that the fact cites, in its citation or in passing."""
        passing = re.findall(r"\bs\. \d[\d.]*(?:\([0-9a-z.]+\))+", self.says.get("complaint_channel", ""))
        citation = self.says.get("citation", "")
        every = (citation, self.says.get("content", ""), *passing)
        return frozenset(place for text in every for place in cited(text, act_of(citation)))

    @property
    def periods(self) -> frozenset[tuple[int, str]]:
        """Every period and age that the fact gives, in the unit of the law."""
        found: set[tuple[int, str]] = set()
        is_business = self.says.get("day_unit") == "business" or "business_days" in self.says.get("id", "")
        business = "business-" if is_business else ""
        for key, value in self.says.items():
            named = KEYS.match(self.says["id"] if key == "value" and "id" in self.says else key)
            if named and value.isdigit():
                found.add((int(value), business + named[1] if named[1] == "day" else named[1]))
                if named[1] == "month" and int(value) % 12 == 0:
                    found.add((int(value) // 12, "year"))
        if self.says.get("age", "").isdigit():
            found.add((int(self.says["age"]), "year"))
        for key in ("summary", "when", "complaint_channel"):
            text = self.says.get(key, "")
            for amount, _, unit in PERIOD.findall(text):
                found.add((WORDS.get(amount) or int(amount), unit))
            found |= {(int(age), "year") for age in re.findall(r"down to (\d+)", text)}
        return frozenset(found)


@cache
def facts(law: str) -> tuple[Fact, ...]:
    """All facts of a law's file that have a citation."""
    found: list[Fact] = []
    open_at: dict[int, Fact] = {}
    last: tuple[Fact, str] | None = None
    for line in (FACTS / f"{SHARED_FILES.get(law, law)}.yaml").read_text(encoding="utf-8").splitlines():
        parts = re.match(r"( *)(- )?([a-z_]+):(?: (.*))?$", line)
        if not parts:
            if last and line.startswith(" "):
                last[0].says[last[1]] += " " + line.strip()
            continue
        depth = len(parts[1]) + len(parts[2] or "")
        open_at = {at: fact for at, fact in open_at.items() if at < depth or (at == depth and not parts[2])}
        fact = open_at.setdefault(depth, Fact())
        fact.says[parts[3]] = (parts[4] or "").strip("'\"")
        last = (fact, parts[3])
        if parts[3] == "citation":
            found.append(fact)
    return tuple(found)


def act_of(text: str, otherwise: str = "") -> str:
    """Which act or regulation a citation speaks of."""
    regulation = re.search(r"SOR/\d+-\d+", text)
    if regulation:
        return regulation[0]
    return next((name for sign, name in ACTS.items() if sign in text), otherwise)


def cited(citation: str, act: str) -> Iterator[tuple[str, str]]:
    """Every place in a citation, ranges counted out: ``s. 8(1), (3)-(5)`` is 8(1), 8(3), 8(4), 8(5)."""
    for segment in re.split(r";|, (?=s\.|SOR|Recital)", citation):
        act = act_of(segment, act)
        where = next((name for sign, name in PARTS.items() if sign in segment), act)
        text = re.sub(r"SOR/\d+-\d+|Sch\. \d|[A-Z][\w.]* \d{4},|\d{4}/\d+", "", segment)
        yield from ((where, number) for number in numbers(text))


def numbers(text: str) -> Iterator[str]:
    """Numbers of sections in a text; a bare ``(3)`` belongs to the section before it."""
    head = before = ""
    for dash, piece in re.findall(r"(-?)((?:\d+(?:\.\d+)*)?(?:\([0-9a-z.]+\))*)", text):
        found = NUMBER.fullmatch(piece)
        if not piece or not found:
            continue
        own = found["head"] or ""
        head = own or head
        if dash and before:
            yield from between(before, own or found["groups"], head)
        yield head + found["groups"]
        before = own if own and not found["groups"] else found["groups"]


def between(first: str, last: str, head: str) -> Iterator[str]:
    """What stands between the ends of a range of sections, or of paragraphs of one section."""
    one, other = first.strip("()").split(")(")[-1], last.strip("()").split(")(")[-1]
    if one.isdigit() and other.isdigit():
        inner = [str(number) for number in range(int(one) + 1, int(other))]
    else:
        inner = [chr(code) for code in range(ord(one[-1]) + 1, ord(other[-1]))] if len(one) == len(other) == 1 else []
    yield from (f"{head}({entry})" if last.startswith("(") else entry for entry in inner)


SHARED_FILES = {"us-ca-breach": "us-ca-ccpa"}
"""A law whose facts stand in another's file."""
RETAINED = {"uk-gdpr": "eu-gdpr"}
"""A law that took over another's articles, of which its own file says only that they are unchanged."""


def above(id: str) -> list[str]:
    """A law and those it adds to, whose articles it may cite."""
    return [id, *next(law.inherits for law in library().laws if law.id == id)]


def read_of(provision: Provision) -> Iterator[Fact]:
    """The facts of the provision's law; for a federal regulation, which several laws rest on, of every law."""
    laws = (
        [law.id for law in library().laws]
        if act_of(provision.pinpoint["en"]).startswith("SOR")
        else above(provision.law)
    )
    own = [fact for law in laws for fact in facts(law) if supports(fact, provision)]
    yield from own or retained(provision)


def retained(provision: Provision) -> Iterator[Fact]:
    """The facts of the law that a provision was taken over from."""
    if provision.basis == "secondary" and provision.law in RETAINED:
        yield from (fact for fact in facts(RETAINED[provision.law]) if supports(fact, provision))


def supports(fact: Fact, provision: Provision) -> bool:
    """True if the fact cites the provision, a part of it, or the whole that it is a part of."""
    pinpoint = provision.pinpoint["en"]
    places = list(cited(pinpoint, act_of(pinpoint)))
    if not re.search(r"\b(Art\.|ss?\.|cl\.|Recital) \d", pinpoint):
        return all(number in fact.says["citation"] for number in re.findall(r"\d[\d/-]*\d|\d", pinpoint))
    wanted_in, wanted = places[-1]
    return any(
        where == wanted_in and (is_part(number, wanted) or is_part(wanted, number)) for where, number in fact.places
    )


def is_part(part: str, whole: str) -> bool:
    """True for ``28(3)(h)`` of ``28(3)``, and for ``8`` of ``8``; not for ``10.1`` of ``10``."""
    return part == whole or part.startswith(f"{whole}(")


PROVISIONS = [provision for law in library().laws for provision in library().provisions(law.id).values()]
NUMBERS = [
    pytest.param(number, id=f"{law.id}:{name}") for law in library().laws for name, number in law.numbers.items()
]


@pytest.mark.parametrize("provision", PROVISIONS, ids=lambda provision: f"{provision.law}:{provision.id}")
def test_every_provision_was_read(provision: Provision) -> None:
    bases = {fact.basis for fact in read_of(provision)}
    assert bases - {"unverified"}, "no fact cites it, or only one that nobody has checked"
    assert provision.basis in bases or provision.law in RETAINED


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_of_a_law_is_the_number_that_was_read(number: LegalNumber) -> None:
    read = [fact for provision in number.cites for fact in (*read_of(provision), *retained(provision))]
    assert (number.value, number.unit) in {period for fact in read for period in fact.periods}


@pytest.mark.parametrize("law", library().laws, ids=lambda law: law.id)
def test_a_law_was_checked_when_its_facts_were(law: Law) -> None:
    assert f"checked_on: '{law.checked}'" in (FACTS / f"{SHARED_FILES.get(law.id, law.id)}.yaml").read_text(
        encoding="utf-8"
    )


def test_the_reader_counts_ranges_out() -> None:
    assert set(cited("PIPEDA s. 8(1), (3)-(5); Sch. 1 cl. 4.9", "pipeda")) == {
        ("pipeda", "8(1)"), ("pipeda", "8(3)"), ("pipeda", "8(4)"), ("pipeda", "8(5)"), ("schedule", "4.9"),
    }  # fmt: skip
    assert {number for _, number in cited("UAVG Arts 22-25", "uavg")} == {"22", "23", "24", "25"}
