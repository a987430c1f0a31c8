"""The public notice of a plan: made once for each edition, and kept as it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction

from privet import making
from privet.answers import digest
from privet.compose import compose
from privet.errors import Fault, UnfinishedError
from privet.facts import Case
from privet.labels import locale
from privet.render import html
from privet.web import shelf
from privet.web.people.models import User
from privet.web.plans.models import Edition, Page, Plan, Publication, Revision

NOTICE = "notice"
"""The document that the public reads."""


def pages(text: str) -> list[Page]:
    """The notice in every language that the answers ask for, not kept yet.

    Raises UnfinishedError, with all that is missing."""
    return list(_pages(shelf.case(text)))


def lacking(text: str, language: str) -> Sequence[Fault]:
    """The questions that the notice still waits for."""
    _, judged = next(making.parts(shelf.library(), shelf.case(text), NOTICE))
    try:
        compose(shelf.library(), judged, language)
    except UnfinishedError as error:
        return error.faults
    return ()


def _pages(case: Case) -> Iterator[Page]:
    library = shelf.library()
    _, judged = next(making.parts(library, case, NOTICE))
    for language in making.spoken(library, case.answers):
        document, words = compose(library, judged, language), library.words(locale(language, case))
        text = html.main(document, words)
        markup = (
            f"{html.masthead(document, words)}{html.contents(document, words)}"
            f'<main id="document.text" tabindex="-1">\n{text}</main>\n'
        )
        organisation = "".join(run.text for run in document.organisation)
        title = f"{document.title} – {organisation}"[:300]
        yield Page(language=language, tag=document.language, title=title, markup=markup, digest=digest(markup))


@transaction.atomic
def put_up(plan: Plan, revision: Revision, by: User, reason: str) -> Edition:
    """Publish the notice of a revision.  Raises UnfinishedError where it cannot be made."""
    made = pages(revision.text)
    Plan.objects.select_for_update().get(pk=plan.pk)
    publication, _ = Publication.objects.get_or_create(plan=plan)
    if publication.down:
        publication.down = False
        publication.save(update_fields=["down"])
    last = publication.editions.first()
    edition = Edition.objects.create(
        publication=publication, number=last.number + 1 if last else 1, revision=revision, reason=reason,
        by=by, by_name=by.email,
    )  # fmt: skip
    for page in made:
        page.edition = edition
    Page.objects.bulk_create(made)
    return edition


def take_down(plan: Plan) -> None:
    """Take the notice from its public address; the address is kept for it."""
    Publication.objects.filter(plan=plan).update(down=True)
