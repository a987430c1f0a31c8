"""The plan as a page, every document as a file, and the answers themselves in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from privet import making
from privet.compose import compose
from privet.document import Document
from privet.errors import Fault, InputError, UnfinishedError
from privet.judging import Judged
from privet.render import html
from privet.web import shelf
from privet.web.desks import at_desk, url
from privet.web.interview import preview
from privet.web.interview.pages import desk_of, show
from privet.web.interview.sitting import Sitting, sitting

TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jsonld": "application/ld+json",
}
USUAL = ("html", "pdf", "docx")
"""The formats that most people want, in this order."""
DAYS = "ics"
"""The format that holds nothing but days; a document without any is not offered in it."""
LIMIT = 1_000_000
"""Most bytes of an answers file that is brought along; the parser refuses more as well."""


@require_GET
@at_desk
def plan(request: HttpRequest) -> HttpResponse:
    """The whole plan, every sentence linked to the answers behind it and to the law."""
    here = sitting(desk_of(request))
    document = preview.plan(here.text, shelf.spoken())
    start = url(here.desk, "at", ref="REF").removesuffix("REF")
    words = shelf.words(here.case)
    contents, text = html.contents(document, words), html.main(document, words, start)
    context = {
        "document": document,
        "contents": mark_safe(contents),  # noqa: S308 - our own renderer's, which escapes
        "text": mark_safe(text),  # noqa: S308 - likewise
        "standing": here.desk.standing(shelf.spoken()),
    }
    return show(request, "plan", context)


# ---- documents


@require_GET
@at_desk
def documents(request: HttpRequest) -> HttpResponse:
    """Every document, in every language and format; first those that the answers ask for."""
    here = sitting(desk_of(request))
    asked = making.spoken(shelf.library(), here.answers) if here.answers.at("approval", "languages").chosen else ()
    first = asked or (shelf.spoken(),)
    papers = [_paper(here, kind, first) for kind in shelf.library().document_names]
    return show(request, "documents", {"papers": papers})


def _paper(here: Sitting, kind: str, first: Sequence[str]) -> dict[str, object]:
    """One kind of document: what it is called, for whom, and its files or what they still need."""
    pack = shelf.library().document(kind)
    files: list[dict[str, object]] = []
    lacking: dict[str, str] = {}
    try:
        for name, judged in making.parts(shelf.library(), here.case, kind):
            composed = compose(shelf.library(), judged, shelf.spoken())
            files.append(_files(here, kind, name, composed, first))
    except UnfinishedError as error:
        files, lacking = [], dict(_lacking(here, error))
    return {
        "title": here.labels.pick(pack.title),
        "audience": here.labels.pick(pack.audience),
        "files": files,
        "lacking": lacking,
    }


def _lacking(here: Sitting, error: UnfinishedError) -> Iterator[tuple[str, str]]:
    """The questions that a document waits for, by address."""
    for fault in error.faults:
        yield url(here.desk, "at", ref=fault.key) + "?to=documents", dict(fault.slots)["question"]


def _files(here: Sitting, kind: str, name: str, composed: Document, first: Sequence[str]) -> dict[str, object]:
    """The files of one document: the usual ones of the languages asked for, then all others."""
    row = name.removeprefix(f"{kind}-") if name != kind else ""
    each = shelf.library().document(kind).each
    forms = [form for form in making.formats(shelf.library(), kind) if form != DAYS or composed.reminders]
    rest = [form for form in forms if form not in USUAL]
    others = [code for code in shelf.library().languages if code not in first]
    return {
        "about": here.labels.row(each, row).text if row and each else "",
        "first": [_language(here, kind, name, code, USUAL) for code in first],
        "rest": [
            *(_language(here, kind, name, code, (*USUAL, *rest)) for code in others),
            *(_language(here, kind, name, code, rest) for code in first),
        ],
    }


def _language(here: Sitting, kind: str, name: str, code: str, forms: Sequence[str]) -> dict[str, object]:
    """A document in one language: the links to its files."""
    places = ((form, url(here.desk, "document", kind=kind, name=name, language=code, form=form)) for form in forms)
    links = [{"url": place, "form": form, "key": f"form-{form}" if form in USUAL else ""} for form, place in places]
    return {"code": code, "name": dict(settings.LANGUAGES)[code], "links": links}


def _said(fault: Fault, here: Sitting) -> str:
    words = here.labels.words
    slots = {name.replace("-", "_"): value for name, value in fault.slots}
    slots.setdefault("key", fault.key)
    return words.say(f"fault.{fault.message}", **slots)


@require_GET
@at_desk
def document(request: HttpRequest, kind: str, name: str, language: str, form: str) -> HttpResponse:
    """One document as a file."""
    here = sitting(desk_of(request))
    judged, composed = _composed(here, kind, name, language)
    if form not in making.formats(shelf.library(), kind):
        raise Http404
    suffix = making.suffix(form)
    try:
        printed = making.printed(shelf.library(), judged, composed, form)
    except ModuleNotFoundError:  # this computer lacks what makes the format
        return show(request, "unavailable", {"extra": making.needs(form), "form": form.upper()}, 501)
    response = HttpResponse(printed, content_type=_type(suffix))
    disposition = "inline" if form in ("html", "pdf") else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{name}.{language}.{suffix}"'
    if form == "html":  # the file brings a policy of its own, stricter than ours
        response["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def _type(suffix: str) -> str:
    return TYPES.get(suffix.rsplit(".", 1)[-1], "application/octet-stream")


def _composed(here: Sitting, kind: str, name: str, language: str) -> tuple[Judged, Document]:
    shelf_ = shelf.library()
    if kind not in shelf_.document_names or language not in shelf_.languages:
        raise Http404
    found = dict(making.parts(shelf_, here.case, kind)).get(name)
    if found is None:
        raise Http404
    try:
        composed = compose(shelf_, found, language)
    except UnfinishedError:
        raise Http404 from None
    standing = here.desk.standing(language) if kind == preview.PLAN else None
    return found, replace(composed, approved=standing.text) if standing else composed


# ---- the answers


@require_GET
@at_desk
def answers(request: HttpRequest) -> HttpResponse:
    """The answers file itself."""
    response = HttpResponse(desk_of(request).read(), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="privacy.toml"'
    return response


@require_http_methods(["GET", "POST"])
@at_desk
def bring(request: HttpRequest) -> HttpResponse:
    """Put an answers file in the place of these answers; every fault in it is named, and nothing is lost."""
    desk = desk_of(request)
    if not desk.may_write:
        raise PermissionDenied
    if request.method != "POST":
        return show(request, "bring", {})
    faults: list[str] = []
    upload = request.FILES.get("file")
    if upload is None:
        faults = [shelf.words().say("web.bring-none")]
    elif (upload.size or 0) > LIMIT:
        faults = [shelf.words().say("web.bring-large")]
    else:
        faults = _brought(request, upload.read())
    return show(request, "bring", {"faults": faults}, 422) if faults else redirect(url(desk, "tasks"))


def _brought(request: HttpRequest, raw: bytes) -> list[str]:
    try:
        desk_of(request).replace(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [shelf.words().say("web.bring-not-text")]
    except InputError as error:
        here = sitting(desk_of(request))
        return [_with_line(fault, _said(fault, here), here) for fault in error.faults]
    return []


def _with_line(fault: Fault, text: str, here: Sitting) -> str:
    """A fault of a file, with the line it is in."""
    return here.labels.words.say("web.bring-line", line=str(fault.line), text=text) if fault.line else text
