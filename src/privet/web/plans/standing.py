"""How a plan stands: what differs between two of its texts, and whether it is approved as it is."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from privet.differences import Section, differences, sections
from privet.errors import InputError
from privet.labels import locale
from privet.web import shelf
from privet.web.desks import Standing
from privet.web.plans.models import Approval, Plan, Revision


def between(old: str, new: str, language: str) -> Sequence[Section] | None:
    """What differs between two texts, in words; None where one of them can no longer be read."""
    if old == new:
        return ()
    try:
        before, now = shelf.case(old), shelf.case(new)
    except InputError:  # a text of an older privet, with a term that is gone
        return None
    words = shelf.library().words(locale(language, now))
    return sections(differences(before.answers, now.answers, words), now.answers, words)


def last_approval(plan: Plan) -> Approval | None:
    """The newest approval of a plan, of whichever revision."""
    found = Approval.objects.filter(revision__plan=plan).select_related("revision")
    return found.order_by("-made", "-pk").first()


def approved(approval: Approval, key: str, language: str) -> str:
    """Who approved and when; ``key`` says whether it still holds."""
    try:
        words = shelf.library().words(locale(language, shelf.case(approval.revision.text)))
    except InputError:
        words = shelf.library().words(language)
    return words.say(f"web.whole.{key}", name=approval.by_name, day=words.day(timezone.localdate(approval.made)))


def standing(plan: Plan, now: Revision | None, language: str) -> Standing | None:
    """Whether the plan is approved as it is; None if nobody ever approved it."""
    approval = last_approval(plan)
    if approval is None or now is None:
        return None
    if approval.revision.digest == now.digest:
        return Standing(approved(approval, "approved-by", language), ())
    return Standing(
        approved(approval, "changed-since", language), between(approval.revision.text, now.text, language) or ()
    )
