"""Facts about choices that people have."""

from __future__ import annotations

from privet.facts.case import Case, answer_is, fact
from privet.verdicts import Verdict


@fact("emarketing")
def emarketing(case: Case) -> Verdict:
    """News or offers go out by e-mail, message or phone."""
    return answer_is(case, "consent", "marketing", ["email", "sms", "phone"])


@fact("tracking")
def tracking(case: Case) -> Verdict:
    """The website does more on people's devices than it needs to work."""
    return answer_is(case, "consent", "cookies", ["settings", "other-stats", "ads", "embeds"])
