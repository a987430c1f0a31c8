"""Facts about what allows each purpose: its usual basis, or the one that the organisation names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from privet.answers import Answer, Chosen, Ref
from privet.facts.case import FACTS, Case, FactFunction, answer_is, fact, in_activities, known, rows, value_where
from privet.facts.grounds import NO_BASES, Bases, Ground
from privet.questions import NONE
from privet.verdicts import Verdict, all_of, any_of

BASES = "bases"
"""The table of the answers file in which the organisation names bases of its own."""
NEWS = ("send-news", "send-offers", "fundraise")
"""Purposes for which a form has a wording for each channel."""
ASKED = ("show-ads", "publicity")
"""Purposes with a box of their own for a yes, wherever no law says what they rest on."""
EXTRA = ("loyalty", "crm", "personalise", "statistics", "improve", "survey")
"""Purposes to which people may say no, wherever no law says what they rest on."""
MESSAGES = ("email", "sms", "phone")
"""Channels that ask for a yes of their own, whatever the basis."""
CONSENT, INTERESTS, CONTRACT = "consent", "legitimate-interests", "contract"
UNSAID = ""
"""What a purpose rests on under a law that wants no basis, or where none is known."""

Holds = Callable[[Chosen], bool]


# ---- what allows a purpose


def own_row(case: Case, purpose: Chosen) -> str:
    """The row in which the organisation names what allows the purpose; the first, if there are two."""
    answers = case.answers
    found = (row for row in answers.rows(BASES) if purpose in answers.at(BASES, "purposes", row).chosen)
    return next(found, "")


def grounds(bases: Bases, case: Case, purpose: Chosen) -> tuple[Ground, ...]:
    """What allows the purpose under a law: one ground, or one for each group of channels.

    What the organisation names counts, unless the law does not know such a basis."""
    row = own_row(case, purpose)
    if row:
        named = case.answers.at(BASES, "basis", row).chosen
        basis = bases.bases.get(named[0].id) if named else None
        if not named or (basis and basis.in_force(case.on)):
            return (Ground(basis, own=row),)
    return tuple(_usual(bases, case, purpose))


def _usual(bases: Bases, case: Case, purpose: Chosen) -> Iterator[Ground]:
    told = case.answers.at("consent", "marketing").chosen if bases.by_channel(purpose.id) else ()
    grouped: dict[str, list[Chosen]] = {}
    for channel in told:
        basis = bases.usual(purpose.id, channel.id)
        if basis and channel.id != NONE:
            grouped.setdefault(basis.id, []).append(channel)
    if not grouped:
        yield Ground(bases.usual(purpose.id))
    for id, channels in grouped.items():
        yield Ground(bases.bases[id], tuple(channels) if len(grouped) > 1 else ())


def resting(case: Case, purpose: Chosen) -> frozenset[str]:
    """The ids of what the purpose rests on, under each law that the case is looked at by."""
    found = (ground for bases in case.bases or (NO_BASES,) for ground in grounds(bases, case, purpose))
    return frozenset(ground.basis.id if ground.basis else UNSAID for ground in found)


def _by_post(case: Case, purpose: Chosen) -> Iterator[str]:
    """What the purpose rests on when it goes by post."""
    for bases in case.bases:
        for ground in grounds(bases, case, purpose):
            if ground.basis and (not ground.channels or Chosen("post") in ground.channels):
                yield ground.basis.id


def named(case: Case) -> frozenset[Ref]:
    """What the organisation says of bases, as far as it does."""
    return frozenset((Ref(BASES),)) if case.answers.rows(BASES) else frozenset()


def _uses(case: Case, holds: Holds) -> Verdict:
    """Whether that holds of some purpose in use; a yes rests on those purposes."""

    def test(_: Answer, value: Chosen | None) -> bool:
        return value is not None and holds(value)

    found = rows(case, "activities", lambda row: value_where(case, "activities", "purposes", row, test))
    return Verdict(found.holds, found.because | named(case))


# ---- what rests on what


def _rests_on(basis: str) -> FactFunction:
    def function(case: Case) -> Verdict:
        """Some purpose in use has that basis, under a law that the case is looked at by."""
        return _uses(case, lambda purpose: basis in resting(case, purpose))

    return function


for _name, _basis in (("by-consent", CONSENT), ("by-contract", CONTRACT), ("by-interests", INTERESTS)):
    FACTS[_name] = _rests_on(_basis)


def _asked(case: Case, purpose: Chosen) -> bool:
    """Whether the purpose waits for a yes that is not about news."""
    wanted = {CONSENT, UNSAID} if purpose.id in ASKED else {CONSENT}
    return purpose.id not in NEWS and bool(resting(case, purpose) & wanted)


def _asked_beside_news(case: Case) -> Verdict:
    """Something else than news waits for a yes."""
    return _uses(case, lambda purpose: _asked(case, purpose))


@fact("asked-by-own-word")
def asked_by_own_word(case: Case) -> Verdict:
    """Something waits for a yes because the organisation says so, and has no box of its own yet."""
    return _uses(case, lambda purpose: purpose.id not in ASKED and _asked(case, purpose))


def _waits(purpose: str) -> FactFunction:
    def function(case: Case) -> Verdict:
        """That purpose is in use and waits for a yes."""
        return _uses(case, lambda found: found.id == purpose and _asked(case, found))

    return function


for _name, _purpose in (("ads-asked", "show-ads"), ("publicity-asked", "publicity")):
    FACTS[_name] = _waits(_purpose)


@fact("waits-for-a-yes")
def waits_for_a_yes(case: Case) -> Verdict:
    """Something waits for a yes: by its basis, or because it goes by message or phone."""
    news = in_activities(case, "purposes", *NEWS)
    by_message = all_of([answer_is(case, "consent", "marketing", MESSAGES), news])
    return any_of([_asked_beside_news(case), FACTS["by-consent"](case), by_message])


@fact("extra-uses")
def extra_uses(case: Case) -> Verdict:
    """Something other than news goes further than what people come for, and they may say no to it."""
    words = case.answers.questionnaire.vocabularies["purpose"]

    def holds(purpose: Chosen) -> bool:
        rests = resting(case, purpose)
        unsaid = purpose.id in EXTRA and UNSAID in rests
        return unsaid or (INTERESTS in rests and purpose.id not in NEWS and words.matches(purpose.id, "#secondary"))

    return _uses(case, holds)


def _letters(basis: str) -> FactFunction:
    def function(case: Case) -> Verdict:
        """News, offers or appeals go by post on that basis; rests on those purposes."""
        by_post = answer_is(case, "consent", "marketing", ["post"])
        found = _uses(case, lambda purpose: purpose.id in NEWS and basis in _by_post(case, purpose))
        if not by_post.holds:
            return all_of([by_post, found])
        return Verdict(found.holds, found.because | {Ref("consent", "", "marketing")})

    return function


for _name, _basis in (("letters-by-consent", CONSENT), ("letters-by-interests", INTERESTS)):
    FACTS[_name] = _letters(_basis)


@fact("credit-usual")
def credit_usual(case: Case) -> Verdict:
    """Somebody's credit is checked, on the basis that this usually has."""
    return _uses(case, lambda purpose: purpose.id == "check-credit" and not own_row(case, purpose))


# ---- whether every purpose has its basis


@fact("purposes-named")
def purposes_named(case: Case) -> Verdict:
    """Every purpose has a basis that can be told, with a reason where the organisation names it."""
    found = rows(case, "activities", lambda row: _open(case, row))
    return Verdict(True if found.holds is False else None, found.because)


def _open(case: Case, row: str) -> Verdict:
    """Whether some purpose of an activity has no basis yet, or one without a reason."""
    without = value_where(case, "activities", "purposes", row, lambda _, value: _baseless(case, value))
    purposes = case.answers.at("activities", "purposes", row).chosen
    owns = dict.fromkeys(own for purpose in purposes if (own := own_row(case, purpose)))
    silent = any_of(~known(case, BASES, key, own) for own in owns for key in ("basis", "reason"))
    if without.holds:
        return Verdict(True, without.because | {Ref(BASES)})
    return any_of([without, silent])


def _baseless(case: Case, purpose: Chosen | None) -> bool:
    """Whether the purpose is in people's own words, and nobody has said what allows it."""
    return purpose is not None and bool(purpose.text) and UNSAID in resting(case, purpose)


# ---- what is odd in what the organisation names


def _wanting(case: Case) -> tuple[Bases, ...]:
    """The laws that want a basis, of those that the case is looked at by."""
    return tuple(bases for bases in case.bases if bases.bases)


@fact("basis-missing")
def basis_missing(case: Case) -> Verdict:
    """A purpose in people's own words has no basis, and a law wants one."""
    return _uses(case, lambda purpose: bool(purpose.text and _wanting(case)) and not own_row(case, purpose))


@fact("basis-unfinished")
def basis_unfinished(case: Case) -> Verdict:
    """A row of bases leaves something out: the purposes, the basis or the reason."""
    keys = case.answers.questionnaire.tables[BASES].fields

    def unfinished(row: str) -> Verdict:
        lacks = frozenset(Ref(BASES, row, key) for key in keys if not known(case, BASES, key, row).holds)
        return Verdict(bool(lacks), lacks or frozenset((Ref(BASES, row),)))

    return any_of(unfinished(row) for row in case.answers.rows(BASES))


def _named_where(case: Case, key: str, holds: Callable[[str, Chosen], bool]) -> Verdict:
    """Whether that holds of a row of bases and one of its values at the key; rests on those values."""

    def judge(row: str) -> Verdict:
        return value_where(case, BASES, key, row, lambda _, value: value is not None and holds(row, value))

    return any_of(judge(row) for row in case.answers.rows(BASES))


@fact("basis-unused")
def basis_unused(case: Case) -> Verdict:
    """A row of bases names a purpose that no activity has."""
    answers = case.answers
    used = {value for row in answers.rows("activities") for value in answers.at("activities", "purposes", row).chosen}
    return _named_where(case, "purposes", lambda _, purpose: purpose not in used)


@fact("basis-twice")
def basis_twice(case: Case) -> Verdict:
    """Two rows of bases name the same purpose; rests on the one that does not count."""
    return _named_where(case, "purposes", lambda row, purpose: own_row(case, purpose) != row)


@fact("basis-foreign")
def basis_foreign(case: Case) -> Verdict:
    """A law that wants bases does not know one that is named, or not on this day."""

    def foreign(_: str, named: Chosen) -> bool:
        found = [bases.bases.get(named.id) for bases in _wanting(case)]
        return not all(basis and basis.in_force(case.on) for basis in found)

    return _named_where(case, "basis", foreign)


@fact("basis-needless")
def basis_needless(case: Case) -> Verdict:
    """Bases are named, and no law wants them."""
    told = frozenset(Ref(BASES, row) for row in case.answers.rows(BASES))
    return Verdict(bool(told) and not _wanting(case), told or frozenset((Ref(BASES),)))


@fact("basis-not-enough")
def basis_not_enough(case: Case) -> Verdict:
    """News go out by message on another basis than consent, and not only to customers who bought."""
    proof = {way.id for way in case.answers.at("consent", "marketing-proof").chosen}
    by_message = answer_is(case, "consent", "marketing", ["email", "sms"])
    if not by_message.holds or proof == {"customers"} or not _wanting(case):
        return Verdict(False, by_message.because)
    answers = case.answers

    def short(row: str, purpose: Chosen) -> bool:
        basis = answers.at(BASES, "basis", row).chosen
        return purpose.id in NEWS and own_row(case, purpose) == row and bool(basis) and basis[0].id != CONSENT

    return _named_where(case, "purposes", short)
