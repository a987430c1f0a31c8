"""The JSON interface: what a program may ask of the plans of the organisation whose key it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Body, Header, NinjaAPI, Query
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from privet import accepting, making
from privet.errors import UnfinishedError
from privet.judging import Judged, judge
from privet.parsing import parse
from privet.source import parse as parse_source
from privet.web import shelf
from privet.web.api import said, shapes
from privet.web.api.asked import composed, etag, latest, spoken, the_plan, token, visit
from privet.web.api.once import once
from privet.web.interview.papers import TYPES
from privet.web.plans import actions
from privet.web.plans.models import Plan
from privet.web.trail.record import did

PLAN = "plan"
"""The document that holds the tasks."""
TOML = "application/toml"
ROOT = "/api/v1/"


class Key(HttpBearer):
    """``Authorization: Bearer …``; the access table has judged the key before any of this runs."""

    def authenticate(self, request: HttpRequest, token: str) -> object:
        return getattr(request, "visit", None)


class Interface(NinjaAPI):
    """The interface, which knows where it is without an address that says only that."""

    def get_root_path(self, path_params: dict[str, object]) -> str:
        return ROOT


api = Interface(
    title="privet", version="1", urls_namespace="api", docs_url=None, openapi_url="openapi.json", auth=Key()
)
FAULTS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), shapes.Faults)
WRITES = {**FAULTS, 412: shapes.Faults, 428: shapes.Faults, 429: shapes.Faults}

Once = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[!-~]+$")]
Language = Annotated[str, Query(max_length=10)]


@api.exception_handler(Exception)
@api.exception_handler(HttpError)
@api.exception_handler(ValidationError)
@api.exception_handler(Http404)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    return said.answer(error)


# ---- plans


def _plan(plan: Plan) -> dict[str, object]:
    last = latest(plan)
    return {
        "id": str(plan.pk),
        "name": plan.name,
        "made": plan.made.isoformat(),
        "changed": plan.changed.isoformat(),
        "revision": last.number,
        "etag": etag(last.text),
        "digest": last.digest,
    }


def _shown(plan: Plan, status: int) -> HttpResponse:
    """A plan as an answer, with the mark that its next change must bring."""
    fields = _plan(plan)
    headers = {"ETag": str(fields["etag"]), "Location": reverse("api:plan", kwargs={"plan": plan.pk})}
    return JsonResponse(fields, status=status, headers=headers)


@api.get("/plans", url_name="plans", response={200: shapes.Plans, **FAULTS})
def list_plans(
    request: HttpRequest,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> HttpResponse:
    """The plans of the organisation."""
    found = Plan.objects.filter(organisation=visit(request).organisation, archived=False).order_by("-changed", "pk")
    return JsonResponse({"plans": [_plan(plan) for plan in found[offset : offset + limit]], "total": found.count()})


@api.post("/plans", url_name="plans", response={201: shapes.Plan, **WRITES})
def begin_plan(request: HttpRequest, new: Annotated[shapes.NewPlan, Body()], key: Once) -> HttpResponse:
    """Begin a plan, with answers if there are some already."""

    def act() -> HttpResponse:
        here = visit(request)
        text = _checked(new.answers) if new.answers else ""
        plan = actions.begin(here.organisation, None, _clean(new.name), text=text)
        did(here.name, "began", plan.organisation_id, plan.pk, plan.name)
        return _shown(plan, 201)

    return once(request, token(request), key, act)


@api.get("/plans/{uuid:plan}", url_name="plan", response={200: shapes.Plan, **FAULTS})
def show_plan(request: HttpRequest, plan: UUID) -> HttpResponse:
    """One plan and the state of its answers."""
    return _shown(the_plan(request), 200)


# ---- answers


@api.get(
    "/plans/{uuid:plan}/privacy.toml",
    url_name="answers",
    response={200: str, **FAULTS},
    openapi_extra={"responses": {200: {"content": {TOML: {"schema": {"type": "string"}}}}}},
)
def get_answers(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The answers file, with the mark that a change must bring."""
    found = the_plan(request)
    text = latest(found).text
    return HttpResponse(text, content_type=f"{TOML}; charset=utf-8", headers={"ETag": etag(text)})


@api.put(
    "/plans/{uuid:plan}/privacy.toml",
    url_name="answers",
    response={200: shapes.Plan, **WRITES},
    openapi_extra={"requestBody": {"required": True, "content": {TOML: {"schema": {"type": "string"}}}}},
)
def put_answers(
    request: HttpRequest,
    plan: UUID,
    key: Once,
    seen: Annotated[str, Header(alias="If-Match", max_length=1000)] = "",
) -> HttpResponse:
    """Put an answers file in the place of the one that was fetched; never of one that was not."""
    found = the_plan(request)
    raw = _body(request)

    def act() -> HttpResponse:
        here = visit(request)
        if not seen or seen == "*":
            raise said.No(428, "api-unseen")
        revision = actions.change(found, None, here.name, _onto(seen, _text(raw)))
        did(here.name, "pushed", found.organisation_id, found.pk, str(revision.number))
        found.refresh_from_db()
        return _shown(found, 200)

    return once(request, token(request), key, act)


def _onto(seen: str, text: str) -> Callable[[str], str]:
    """An edit that puts ``text`` in place of the text that was seen, and of no other."""
    marks = {mark.strip() for mark in seen.split(",")}

    def edit(old: str) -> str:
        if etag(old) not in marks:
            raise said.No(412, "api-changed")
        return _checked(text)

    return edit


def _body(request: HttpRequest) -> bytes:
    raw: bytes = request.body
    return raw


def _text(raw: bytes) -> str:
    """The text of an answers file.  Raises InputError for what is none."""
    return parse_source(raw, "privacy.toml").text


def _checked(text: str) -> str:
    """The text, where every answer in it is one.  Raises InputError with every fault."""
    source = parse_source(text.encode(errors="replace"), "privacy.toml")
    parse(source, shelf.library().questionnaire)
    return source.text


def _clean(name: str) -> str:
    """A name as it can be stored and shown: on one line, without what acts."""
    return "".join(char for char in name if char.isprintable()).strip()


# ---- documents


@api.get("/plans/{uuid:plan}/documents", url_name="documents", response={200: shapes.Papers, **FAULTS})
def list_documents(request: HttpRequest, plan: UUID, language: Language = "") -> HttpResponse:
    """Every document there is of the plan, and what those that cannot be made yet wait for."""
    case, tongue = shelf.case(latest(the_plan(request)).text), spoken(language)
    kinds = shelf.library().document_names
    found = [
        _paper(kind, name, judged, tongue)
        for kind in kinds
        for name, judged in making.parts(shelf.library(), case, kind)
    ]
    return JsonResponse({"documents": found})


def _paper(kind: str, name: str, judged: Judged, tongue: str) -> dict[str, object]:
    title, lacks = shelf.library().document(kind).title[tongue], []
    try:
        title = composed(judged, tongue).title
    except UnfinishedError as error:
        lacks = json.loads(said.told(error.faults, 409).content)["faults"]
    languages, formats = list(shelf.library().languages), list(making.formats(shelf.library(), kind))
    return {"kind": kind, "name": name, "title": title, "languages": languages, "formats": formats, "lacks": lacks}


@api.get(
    "/plans/{uuid:plan}/documents/{slug:kind}/{slug:name}.{slug:language}.{slug:form}",
    url_name="document",
    response={200: str, **FAULTS},
    openapi_extra={"responses": {200: {"content": {kind: {} for kind in TYPES.values()}}}},
)
def get_document(request: HttpRequest, plan: UUID, kind: str, name: str, language: str, form: str) -> HttpResponse:
    """One document as a file."""
    found, library = the_plan(request), shelf.library()
    if kind not in library.document_names or language not in library.languages:
        raise Http404
    judged = dict(making.parts(library, shelf.case(latest(found).text), kind)).get(name)
    if judged is None or form not in making.formats(library, kind):
        raise Http404
    printed = making.printed(library, judged, composed(judged, language), form)
    suffix = making.suffix(form)
    media = TYPES.get(suffix.rsplit(".", 1)[-1], "application/octet-stream")
    named = {"Content-Disposition": f'attachment; filename="{name}.{language}.{suffix}"'}
    return HttpResponse(printed, content_type=media, headers=named)


# ---- findings and tasks


@api.get("/plans/{uuid:plan}/findings", url_name="findings", response={200: shapes.Findings, **FAULTS})
def list_findings(request: HttpRequest, plan: UUID, language: Language = "") -> HttpResponse:
    """What ``privet check`` finds in the answers."""
    case = shelf.case(latest(the_plan(request)).text)
    found = accepting.check_all(shelf.library(), case, spoken(language))
    return JsonResponse(accepting.record(accepting.stated(shelf.library(), case, found, accepting.Baseline())))


@api.get("/plans/{uuid:plan}/tasks", url_name="tasks", response={200: shapes.Tasks, **FAULTS})
def list_tasks(request: HttpRequest, plan: UUID, language: Language = "") -> HttpResponse:
    """The tasks of the plan and its open questions, as its JSON has them."""
    library, case = shelf.library(), shelf.case(latest(the_plan(request)).text)
    judged = judge(library, case, PLAN)
    document = json.loads(making.printed(library, judged, composed(judged, spoken(language)), "json"))
    return JsonResponse({"tasks": document["tasks"], "open_questions": document["open_questions"]})
