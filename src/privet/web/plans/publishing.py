"""The notice at a public address: put up and taken down by owners, read by everybody."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_http_methods, require_safe

from privet.errors import UnfinishedError
from privet.web import shelf
from privet.web.desks import at_desk, url
from privet.web.people.names import given
from privet.web.plans import notices, standing
from privet.web.plans.desk import PlanDesk
from privet.web.plans.models import Edition, Page, Publication
from privet.web.plans.pages import numbered, open_desk, show, user_of
from privet.web.trail.record import did

REL = "privacy-policy"
"""How links to the notice are marked, so that programs find it."""
FRESH = "public, max-age=300"


# ---- for owners


@require_http_methods(["GET", "POST"])
@at_desk
def publish(request: HttpRequest) -> HttpResponse:
    """Whether the notice is public, as which edition, and what changed since."""
    desk = open_desk(request)
    if request.method != "POST":
        return _asked(request)
    form = given(request, "revision", "reason", "down")
    if form["down"]:
        notices.take_down(desk.plan)
        did(desk.name, "taken-down", desk.plan.organisation_id, desk.plan.pk)
        return redirect("publish", plan=desk.plan.pk)
    newest = desk.latest[0]
    if newest.number != numbered(form["revision"]):
        return _asked(request, 409)
    try:
        edition = notices.put_up(desk.plan, newest, user_of(request), form["reason"])
    except UnfinishedError:
        return _asked(request, 422)
    did(desk.name, "published", desk.plan.organisation_id, desk.plan.pk, f"{edition.number}")
    return redirect("publish", plan=desk.plan.pk)


def _asked(request: HttpRequest, status: int = 200) -> HttpResponse:
    desk = open_desk(request)
    newest = desk.latest[0]
    publication = Publication.objects.filter(plan=desk.plan).first()
    edition = _current(publication) if publication else None
    changed = edition is not None and edition.revision.digest != newest.digest
    context = {
        "revision": newest,
        "lacking": _lacking(desk),
        "edition": edition,
        "publication": publication,
        "address": settings.BASE_URL + _address(publication) if publication else "",
        "rel": REL,
        "changed": changed,
        "sections": standing.between(edition.revision.text, newest.text, shelf.spoken()) if edition and changed else (),
        "editions": publication.editions.all() if publication else (),
        "clash": status == 409,
    }
    return show(request, "publish", context, status)


def _lacking(desk: PlanDesk) -> list[dict[str, str]]:
    """What the notice still waits for: the questions, and where they are answered."""
    faults = notices.lacking(desk.read(), shelf.spoken())
    return [{"url": url(desk, "at", ref=fault.key), "text": dict(fault.slots)["question"]} for fault in faults]


def _address(publication: Publication, **where: str) -> str:
    return reverse("public-notice", kwargs={"slug": publication.slug, **where})


def _current(publication: Publication) -> Edition | None:
    """The edition that the public reads; None while it is taken down."""
    return None if publication.down else publication.editions.select_related("revision").first()


# ---- for everybody


@require_safe
def public_notice(request: HttpRequest, slug: str, language: str = "", digest: str = "") -> HttpResponseBase:
    """The notice, or an earlier one by its hash.  The same for everybody: no cookie is set or looked at."""
    publication = Publication.objects.filter(slug=slug).first()
    current = _current(publication) if publication else None
    if publication is None or current is None:
        raise Http404
    known = {page.language: page for page in current.pages.all()}
    page = _page(publication, language, digest) if language else known[_wanted(request, list(known))]
    with translation.override(page.language):
        # without the request: nothing about the visitor can get into the page
        context = _context(publication, page, current, list(known.values()))
        response = HttpResponse(render_to_string("plans/notice.html", context))
    response["Cache-Control"] = FRESH
    response["Link"] = f'<{settings.BASE_URL}{_address(publication)}>; rel="{REL}"'
    response["Content-Language"] = page.tag
    if not language:
        patch_vary_headers(response, ("Accept-Language",))
    response["ETag"] = f'"{page.digest[:32]}-{hashlib.sha256(response.content).hexdigest()[:8]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _page(publication: Publication, language: str, digest: str) -> Page:
    """A page of the current edition, or of the one with that hash; Http404 for none."""
    found = Page.objects.filter(edition__publication=publication, language=language).select_related("edition")
    newest = found.order_by("-edition__number")
    current = _current(publication)
    page = newest.filter(digest=digest).first() if digest else newest.filter(edition=current).first()
    if page is None:
        raise Http404
    return page


def _wanted(request: HttpRequest, known: list[str]) -> str:
    """The language that a browser asks for, of those there are; else the first."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((code for tag, _ in asked if (code := tag.split("-")[0]) in known), known[0])


def _context(publication: Publication, page: Page, current: Edition, known: list[Page]) -> dict[str, object]:
    earlier = Page.objects.filter(edition__publication=publication, language=page.language)
    return {
        "page": page,
        "edition": page.edition,
        "markup": mark_safe(page.markup),  # noqa: S308 - made by our own renderer, which escapes
        "old": page.edition_id != current.pk,
        "rel": REL,
        "address": _address(publication),
        "pages": [
            {"page": other, "name": dict(settings.LANGUAGES)[other.language], "here": other.pk == page.pk,
             "url": _address(publication, language=other.language)}
            for other in known
        ],
        "history": [
            {"edition": other.edition, "here": other.pk == page.pk,
             "url": _address(publication, language=other.language, digest=other.digest)}
            for other in earlier.select_related("edition").order_by("-edition__number")
        ],
        "shown": page.language,
    }  # fmt: skip
