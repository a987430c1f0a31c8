"""Facts about how well the plan is looked after: gaps, dates, addresses."""

from __future__ import annotations

from datetime import MINYEAR, date
from urllib.parse import urlsplit

from privet.answers import Ref
from privet.facts.case import Case, fact, known
from privet.questions import NONE
from privet.verdicts import Verdict, all_of, any_of

FREE_MAIL = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "live.nl", "live.ca", "msn.com",
    "yahoo.com", "yahoo.ca", "yahoo.fr", "icloud.com", "me.com", "gmx.com", "gmx.net", "gmx.de", "proton.me",
    "protonmail.com", "aol.com", "ziggo.nl", "kpnmail.nl", "hetnet.nl", "planet.nl", "home.nl", "casema.nl",
    "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "videotron.ca", "bell.net", "sympatico.ca",
    "rogers.com", "shaw.ca", "telus.net",
))  # fmt: skip
"""Mailbox providers: an address there says nothing about whose website it is."""


def lacks(case: Case, table: str, *keys: str) -> Verdict:
    """Whether one of the answers is not known, or is none; never unknown itself."""
    return any_of(_lacks(case, table, key) for key in keys)


def _lacks(case: Case, table: str, key: str) -> Verdict:
    there = known(case, table, key)
    empty = case.answers.at(table, key).value == () or case.answers.has(table, key, NONE)
    return Verdict(there.holds is None or (bool(there.holds) and empty), there.because)


@fact("cookies-not-answered")
def cookies_not_answered(case: Case) -> Verdict:
    """There is a website, and nobody has said what runs on it."""
    return all_of([known(case, "organisation", "website"), lacks(case, "consent", "cookies")])


@fact("requests-nobody")
def requests_nobody(case: Case) -> Verdict:
    """Nobody is named who deals with people's requests."""
    return lacks(case, "requests", "who")


@fact("breach-nobody")
def breach_nobody(case: Case) -> Verdict:
    """Nobody is named who takes charge when something goes wrong."""
    return lacks(case, "breach", "who")


@fact("not-approved")
def not_approved(case: Case) -> Verdict:
    """Nobody has approved the plan, or it is not known when."""
    return lacks(case, "approval", "by", "date")


@fact("cleanup-not-planned")
def cleanup_not_planned(case: Case) -> Verdict:
    """Nobody clears out old files at set times."""
    return lacks(case, "cleanup", "every", "who")


@fact("search-not-complete")
def search_not_complete(case: Case) -> Verdict:
    """Information is kept somewhere that is not searched when a person asks for it."""
    there = known(case, "requests", "search")
    if not there.holds:
        return there
    answers = case.answers
    searched = set(answers.at("requests", "search").chosen)
    refs = frozenset(
        Ref("activities", row, "stored", value)
        for row in answers.rows("activities")
        for value in answers.at("activities", "stored", row).chosen
        if value not in searched and value.id != "not-stored"
    )
    return Verdict(bool(refs), refs or there.because)


@fact("contact-domain")
def contact_domain(case: Case) -> Verdict:
    """The contact's e-mail address belongs to another domain than the website (P01)."""
    both = all_of([known(case, "organisation", "website"), known(case, "contact", "email")])
    if not both.holds:
        return both
    site = (urlsplit(case.answers.text("organisation", "website")).hostname or "").lower().removeprefix("www.")
    mail = case.answers.text("contact", "email").rpartition("@")[2].lower()
    same = site == mail or site.endswith(f".{mail}") or mail.endswith(f".{site}")
    return Verdict(not same and mail not in FREE_MAIL, both.because)


@fact("review-past")
def review_past(case: Case) -> Verdict:
    """The day of the next review is past."""
    return _day_before(case, "review", case.on)


@fact("approval-old")
def approval_old(case: Case) -> Verdict:
    """The plan was approved more than a year ago."""
    year, month, day = max(case.on.year - 1, MINYEAR), case.on.month, case.on.day
    leap = month == 2 and day == 29
    return _day_before(case, "date", date(year, month, 28 if leap else day))


def _day_before(case: Case, key: str, limit: date) -> Verdict:
    there = known(case, "approval", key)
    value = case.answers.at("approval", key).value
    return Verdict(value < limit, there.because) if isinstance(value, date) else there
