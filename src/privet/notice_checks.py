"""Checking a published notice: P01 to P10, what happened to notices after they were copied and pasted.

The page is compared with itself, with the answers it should come from, and with other pages;
what cannot be looked at for want of one of these is told, and never counts as passed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from privet.answers import Answers
from privet.checking import Found
from privet.labels import Labeller
from privet.library import Library
from privet.likeness import shared, shingles
from privet.notice_lists import Lists, bare, folded, lists
from privet.pages import Page, Piece, host
from privet.residue import masked
from privet.source import visible
from privet.words import Words

MOST = 20
"""Findings of one kind that are told of a page."""
SHOWN = 70
"""Longest piece of a page that a finding repeats."""
OPENING = 12
"""Words up to which a paragraph can be an entry, though it ends with a full stop."""
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,8}")


@dataclass(frozen=True, slots=True)
class Notice:
    """A page with what it is compared with."""

    page: Page
    answers: Answers | None
    others: tuple[Page, ...]
    lists: Lists
    library: Library


@dataclass(frozen=True, slots=True)
class Slip:
    """Something found on a page, before it is put into words."""

    message: str
    line: int
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and the codes that could not be looked at by what was missing."""

    found: tuple[Found, ...]
    unchecked: Mapping[str, tuple[str, ...]]


def check_notice(
    library: Library, page: Page, answers: Answers | None, others: tuple[Page, ...], words: Words
) -> Checked:
    """Every finding about a page, in the order of its lines."""
    known = lists(library.files)
    notice = Notice(_spoken(page, known), answers, tuple(_spoken(other, known) for other in others), known, library)
    slips = (slip for check in CHECKS for slip in islice(check(notice), MOST))
    found = tuple(sorted((_found(slip, notice, words) for slip in slips), key=lambda entry: (entry.line, entry.code)))
    return Checked(found, _unchecked(notice))


def _spoken(page: Page, known: Lists) -> Page:
    """The page with its language: the one it says, else the one whose small words it is full of."""
    if page.language in known.frequent:
        return page
    words = folded(" ".join(piece.text for piece in page.pieces)[:20_000]).split()
    counts = {language: sum(word in small for word in words) for language, small in known.frequent.items()}
    best = max(counts, key=lambda language: counts[language], default="")
    return replace(page, language=best if counts.get(best) else "")


def _found(slip: Slip, notice: Notice, words: Words) -> Found:
    """The slip in words.  What the page says is shown without secrets, and without characters that act."""
    kind = notice.lists.kinds[slip.message]
    slots = {name: _shown(value, notice.library) for name, value in slip.slots.items()}
    title = words.say(f"published.{slip.message}-title")
    text = words.say(f"published.{slip.message}", **slots)
    what = (kind.code, f"check/notice/{slip.message}", kind.priority)
    return Found(*what, notice.page.path, slip.line, title, text, (), (), ("; ".join(slots.values()),))


def _shown(text: str, library: Library) -> str:
    return visible(masked(" ".join(text.split()), library.residue))[:SHOWN]


def _unchecked(notice: Notice) -> Mapping[str, tuple[str, ...]]:
    languages = {other.language for other in notice.others}
    same, others = notice.page.language in languages, languages - {notice.page.language}
    missing = {
        "site": () if _site(notice) else ("P01",),
        "answers": () if notice.answers else ("P06", "P07"),
        "other-notice": () if same else ("P09",),
        "other-language": () if others else ("P10",),
    }
    return {why: codes for why, codes in missing.items() if codes}


# ---- P01: whose address


def _site(notice: Notice) -> str:
    """The host of the site: the answers say it, else the page itself."""
    own = notice.answers.text("organisation", "website") if notice.answers else ""
    return host(own) or notice.page.site


def _domain(name: str, known: Lists) -> str:
    """The part of a host that somebody owns: ``shop.acme.co.uk`` → ``acme.co.uk``."""
    labels = name.lower().split(".")
    size = 3 if ".".join(labels[-2:]) in known.shared else 2
    return ".".join(labels[-size:])


def mails(page: Page) -> dict[str, int]:
    """Every mail address on a page, with the line it first stands on."""
    found: dict[str, int] = {}
    for piece in page.pieces:
        for match in MAIL.finditer(piece.text) if "@" in piece.text else ():
            found.setdefault(match[0].rstrip("."), piece.line)
    for address, line in page.addresses:
        if MAIL.fullmatch(address):
            found.setdefault(address, line)
    return found


def _contacts(notice: Notice) -> Iterator[Slip]:
    site, known = _site(notice), notice.lists
    if not site:
        return
    mine = notice.answers.text("contact", "email").lower() if notice.answers else ""
    domains = {address: _domain(address.rpartition("@")[2], known) for address in mails(notice.page)}
    own = {address for address, domain in domains.items() if domain == _domain(site, known) or address.lower() == mine}
    strange = [
        address
        for address, domain in domains.items()
        if address not in own and domain not in known.mailboxes | known.authorities
    ]
    message = "foreign-address" if own else "foreign-contact"
    lines = mails(notice.page)
    for address in strange:
        yield Slip(message, lines[address], {"found": address, "site": site})


# ---- P02, P03: advice and instructions


def _each_once(pattern: re.Pattern[str], pieces: Iterable[Piece]) -> Iterator[tuple[str, int]]:
    """Every phrase that is found, where it first stands."""
    seen: set[str] = set()
    for piece in pieces:
        for match in pattern.finditer(folded(piece.text)):
            if match[0] not in seen:
                seen.add(match[0])
                yield match[0], piece.line


def _advice(notice: Notice) -> Iterator[Slip]:
    for found, line in _each_once(notice.lists.owner_addressed, notice.page.pieces):
        yield Slip("owner-addressed", line, {"found": found})


def _left_over(notice: Notice) -> Iterator[Slip]:
    known, seen = notice.lists, set[str]()
    for piece in notice.page.pieces:
        for match in known.brackets.finditer(piece.text):
            inner = bare(next(filter(None, match.groups())))
            if inner not in seen | known.spared and known.fillable.search(inner):
                seen.add(inner)
                yield Slip("left-over", piece.line, {"found": match[0]})
    for found, line in _each_once(known.instructions, notice.page.pieces):
        if not any(found in inner for inner in seen):
            yield Slip("left-over", line, {"found": found})


# ---- P04, P05: lists


def _announcements(notice: Notice) -> Iterator[Slip]:
    end = Piece("gap", "", 0)
    for piece, after in pairwise((*notice.page.pieces, end)):
        announces = piece.kind == "text" and piece.text.rstrip(" *_").endswith(":")
        if announces and _breaks_off(piece, after, notice.lists):
            yield Slip("empty-announcement", piece.line, {"found": piece.text.split("\n")[-1]})


def _breaks_off(piece: Piece, after: Piece, known: Lists) -> bool:
    """Whether what was announced does not come."""
    if after.kind in ("gap", "heading") or (after.kind == "text" and after.text.endswith(":")):
        return True
    words = folded(after.text).split()
    sentence = after.kind == "text" and after.text.endswith((".", "!")) and len(words) >= OPENING // 2
    return sentence and words[0] in known.openers and bool(known.announcing.search(folded(piece.text)))


def _nobody(notice: Notice) -> Iterator[Slip]:
    known = notice.lists
    before = Piece("text", "", 0)
    for piece in notice.page.pieces:
        announced = before.kind == "text" and before.text.endswith(":")
        lines = [line for line in piece.text.split("\n") if line.strip()]
        entries = lines if piece.kind in ("item", "first") or announced or len(lines) > 1 else []
        phrases = known.none if entries else known.parties if piece.kind == "heading" else frozenset[str]()
        for line in entries or lines:
            if bare(line) in phrases:
                yield Slip("nobody-listed", piece.line, {"found": line})
        before = piece


# ---- P06, P07: the answers


def _items(notice: Notice) -> Iterator[Slip]:
    answers, page = notice.answers, notice.page
    if answers is None:
        return
    language = page.language if page.language in notice.library.languages else notice.library.languages[0]
    labels = Labeller(answers, notice.library.words(language))
    field = answers.questionnaire.field("activities", "items")
    told = [(folded(piece.text), piece.line) for piece in page.pieces]
    text = " ".join(said for said, _ in told)
    for row in answers.rows("activities"):
        name, chosen = labels.row("activities", row).text, answers.at("activities", "items", row).chosen
        line = next((line for said, line in told if folded(name) in said), 1)
        kinds = [value.id for value in answers.at("activities", "template", row).chosen]
        needed = [item for kind in kinds for item in notice.lists.needs.get(kind, ())]
        if chosen and needed and not {value.id for value in chosen} & set(needed):
            wanted = labels.words.join([labels.term(field.vocabulary, item) for item in needed])
            yield Slip("item-missing", line, {"activity": name, "items": wanted})
        for value in chosen:
            label = labels.chosen(field, value).text
            term = answers.questionnaire.vocabularies[field.vocabulary].terms.get(value.id)
            known = term.labels.items() if term and not value.text else ()
            regions = {said for code, said in known if code.split("-")[0] == language}
            if not any(folded(said) in text for said in {label} | regions):
                yield Slip("item-not-told", line, {"activity": name, "found": label})


def _names(notice: Notice) -> Iterator[Slip]:
    answers, page = notice.answers, notice.page
    if answers is not None:
        name, address = answers.text("organisation", "name"), answers.text("contact", "email")
        text = " ".join(" ".join(piece.text for piece in page.pieces).split())
        if name and " ".join(name.split()) not in text:
            yield Slip("name-missing", 1, {"found": name})
        if address and address not in mails(page):
            yield Slip("address-missing", 1, {"found": address})
    here = mails(page)
    for other in notice.others:
        there = mails(other)
        if other.language != page.language and here.keys() != there.keys():
            for address in sorted(here.keys() - there.keys()):
                yield Slip("address-changed", here[address], {"found": address, "other": other.path})
            for address in sorted(there.keys() - here.keys()):
                yield Slip("address-changed", 1, {"found": address, "other": other.path})


# ---- P08: date and version


def _dated(notice: Notice) -> Iterator[Slip]:
    """A date and a version, each beside a word that says so."""
    known = notice.lists
    dated = versioned = ""
    before = ""
    for piece in notice.page.pieces:
        own = folded(piece.text)
        near = f"{before} {own}"
        if known.dates.search(own) and known.dated.search(near):
            dated = dated or own
        if known.versioned.search(near) and any(map(str.isdigit, own)):
            versioned = versioned or own
        before = own if len(own) < SHOWN else ""
    if not dated:
        yield Slip("no-date", 1, {})
    if not versioned:
        yield Slip("no-version", 1, {})


# ---- P09, P10: other pages


def _likeness(notice: Notice) -> Iterator[Slip]:
    known = notice.lists
    own = _shingles(notice.page, known)
    for other in notice.others:
        if other.language == notice.page.language:
            theirs = _shingles(other, known)
            percent = shared(own, theirs) if min(len(own), len(theirs)) >= known.least else 0
            if percent > known.percent:
                yield Slip("near-duplicate", 1, {"other": other.path, "percent": str(percent)})


def _shingles(page: Page, known: Lists) -> frozenset[int]:
    return shingles("\n".join(piece.text for piece in page.pieces), known.row)


def _modals(notice: Notice) -> Iterator[Slip]:
    known = notice.lists.modals
    for other in notice.others:
        if other.language == notice.page.language:
            continue
        for kind, phrases in known.phrases.items():
            if notice.page.language in phrases and other.language in phrases:
                one, two = (len(phrases[page.language].findall(_text(page))) for page in (notice.page, other))
                if abs(one - two) > max(known.few, max(one, two) * known.most // 100):
                    yield Slip(f"{kind}-differs", 1, {"own": str(one), "theirs": str(two), "other": other.path})


def _text(page: Page) -> str:
    return folded("\n".join(piece.text for piece in page.pieces))


CHECKS: tuple[Callable[[Notice], Iterator[Slip]], ...] = (
    _contacts, _advice, _left_over, _announcements, _nobody, _items, _names, _dated, _likeness, _modals,
)  # fmt: skip
"""Every check, in the order of their codes."""
