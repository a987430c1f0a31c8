"""``privet check site --fix``: the changes to the answers that would settle what was found, chosen by the user.

Nothing is written before it was shown what changes, and what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from privet import typed
from privet.answers import Answers, Changes, Chosen, Ref
from privet.checking import Found
from privet.cli.diff import as_text, compare
from privet.cli.session import library, say, tell, words
from privet.cli.talk import Back, Quit, Talk
from privet.differences import differences
from privet.draft import Draft, opened
from privet.errors import Fault, InputError
from privet.fixes import Fix
from privet.interview import case
from privet.labels import locale
from privet.matching.mending import changes
from privet.matching.services import services
from privet.parsing import parse
from privet.rewriting import rewritten
from privet.source import visible
from privet.typed import Misread, Offer, Option

YES, NO = "yes", "no"
YES_NO = "yes-no"
"""The vocabulary with the words for yes and no."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change, and the findings that it settles."""

    fix: Fix
    found: tuple[Found, ...]
    sentence: str
    """What it changes, in words."""


def only_for_fixing(fix: str) -> None:
    """Refuse, beside answers or a notice, what is proposed for a site or data only."""
    if fix:
        raise InputError([Fault("privet --fix", 0, "only-for-fixing")])


def propose(found: Sequence[Found], file: str, on: date, wanted: str) -> int:
    """Propose changes, show what follows, and write them if the user says so; how many findings are left.

    ``wanted`` is ``ask``, or ``yes`` for all of them."""
    draft = _opened(file)
    proposals = _proposals(found, draft, on)
    if not proposals:
        say("cli.fix-none")
        return len(found)
    talk = Talk(words())
    try:
        chosen = proposals if wanted == YES else _chosen(proposals, talk)
        made = _together(chosen, draft)
        if not made:
            raise Quit
        _show(draft, made, on)
        if wanted != YES and not _agreed(talk, file):
            raise Quit
    except (Quit, Back):
        say("cli.fix-nothing", path=file)
        return len(found)
    if not _write(file, draft, chosen, made):
        say("cli.fix-nothing", path=file)
        return len(found)
    say("cli.fix-written", path=file)
    settled = {id(entry) for proposal in chosen for entry in proposal.found}
    return sum(id(entry) not in settled for entry in found)


def _opened(file: str) -> Draft:
    """The answers as they stand on the disk; InputError where they are gone since the check."""
    draft = opened(Path(file), library().questionnaire)
    if draft.raw is None:
        raise InputError([Fault(file, 0, "file-missing")])
    return draft


def _write(file: str, shown: Draft, chosen: Sequence[Proposal], made: Changes) -> Changes:
    """Write what was chosen; what was written.

    What somebody else wrote while the user was asked is read first, and kept."""
    now = _opened(file)
    made = made if now.raw == shown.raw else _together(chosen, now)
    now.changed(made)
    return made


# ---- what could be changed


def _proposals(found: Sequence[Found], draft: Draft, on: date) -> list[Proposal]:
    """Each fix once, in the order of the findings; those that the answers make needless are left out."""
    settled: dict[Fix, list[Found]] = {}
    for entry in found:
        if entry.fix:
            settled.setdefault(entry.fix, []).append(entry)
    known = services(library().files)
    proposals: list[Proposal] = []
    refused: list[Fault] = []
    for fix, entries in settled.items():
        if change := changes(fix, draft.answers, known):
            try:
                proposals.append(Proposal(fix, tuple(entries), _sentence(draft, change, on)))
            except InputError as error:  # one that the answers cannot hold keeps nobody from the others
                refused += error.faults
    if refused and not proposals:
        raise InputError(refused[:1])
    return proposals


def _sentence(draft: Draft, change: Changes, on: date) -> str:
    """A change in words.  Raises InputError where the answers cannot hold it."""
    new = _after(draft, change)
    spoken = library().words(locale(words().language, case(new, library().skips, on, library().covered)))
    lines = (entry.sentence for entry in differences(draft.answers, new, spoken))
    return " ".join("".join(run.text for run in line) for line in lines)


def _after(draft: Draft, change: Changes) -> Answers:
    """The answers with a change made; nothing is written."""
    return parse(rewritten(draft.source, change, draft.questionnaire), draft.questionnaire)


def _together(chosen: Sequence[Proposal], draft: Draft) -> Changes:
    """The changes of all that was chosen, each made to what the ones before it left."""
    made: dict[Ref, object] = {}
    known = services(library().files)
    for proposal in chosen:
        change = changes(proposal.fix, draft.answers, known)
        made |= change
        if change:
            source = rewritten(draft.source, change, draft.questionnaire)
            draft = replace(draft, source=source, answers=parse(source, draft.questionnaire))
    return made


# ---- what the user says


def _chosen(proposals: list[Proposal], talk: Talk) -> list[Proposal]:
    """Those that the user wants: Enter takes all."""
    talk.title(words().say("cli.fix-title"))
    for number, proposal in enumerate(proposals, 1):
        talk.line(f"{number}. {proposal.sentence}", hang="   ")
        codes = dict.fromkeys(f"{entry.code} {visible(entry.path)}:{entry.line}" for entry in proposal.found)
        talk.line("; ".join(codes), indent="   ")
    talk.hint(words().say("cli.fix-which"))
    offer = Offer(tuple(Option(Chosen(str(n)), str(n)) for n in range(1, len(proposals) + 1)), "", ())
    while True:
        said = talk.ask()
        if said.later:
            return proposals
        try:
            return [proposals[int(value.id) - 1] for value in typed.several(said.words, offer)]
        except Misread as misread:
            _complain(talk, misread)


def _agreed(talk: Talk, file: str) -> bool:
    """Whether the user says yes to writing; Enter is no."""
    talk.title(words().say("cli.fix-write", path=visible(file)))
    terms = library().questionnaire.vocabularies[YES_NO].terms
    labels: Mapping[str, str] = {id: terms[id].label(words().language) for id in (YES, NO)}
    talk.choices(list(labels.values()), {})
    offer = Offer(tuple(Option(Chosen(id), label) for id, label in labels.items()), "", ())
    while True:
        said = talk.ask()
        if not said.words:
            return False
        try:
            return typed.one(said.words, offer).id == YES
        except Misread as misread:
            _complain(talk, misread)


def _complain(talk: Talk, misread: Misread) -> None:
    talk.line(words().say(f"init.wrong.{misread.message}", **misread.slots))


def _show(draft: Draft, made: Changes, on: date) -> None:
    """What changes in the answers, and what follows, as ``privet diff`` says it."""
    shelf = library()
    old, new = (case(answers, shelf.skips, on, shelf.covered) for answers in (draft.answers, _after(draft, made)))
    tell(f"\n{as_text(compare(old, new, words().language))}")
