"""One effect for a request, however often it is sent.

The key that a program gave its request, the effect and the answer are written together or not
at all: who asks again while the first is at work waits for it, and then gets its answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from privet.errors import PrivetError
from privet.web.api import said
from privet.web.api.models import Request, Token

REMEMBERED = timedelta(days=30)
MOST = 600
"""Changes that one key may make in an hour."""
KEPT = ("Content-Type", "ETag", "Location")
"""Headers that belong to an answer."""


def once(request: HttpRequest, token: Token, key: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer to a request with this key: of ``act``, or of the first that came with it."""
    mark = fingerprint(request)
    before = Request.objects.filter(token=token, key=key).first()  # without a lock, for what came long ago
    if before:
        return again(before, mark)
    if Request.objects.filter(token=token, at__gt=timezone.now() - timedelta(hours=1)).count() >= MOST:
        return said.no(429, "api-often")
    with transaction.atomic():
        row, is_new = Request.objects.get_or_create(token=token, key=key, defaults={"fingerprint": mark})
        if not is_new:
            return again(row, mark)
        response = _acted(act)
        row.status, row.answer = response.status_code, _packed(response)
        row.save(update_fields=["status", "answer"])
    return response


def fingerprint(request: HttpRequest) -> str:
    """What makes a request this one: method, address, what it was based on, and body."""
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    head = json.dumps(parts).encode()
    return hashlib.sha256(head + b"\n" + request.body).hexdigest()


def _acted(act: Callable[[], HttpResponse]) -> HttpResponse:
    """The effect, or a refusal that leaves nothing behind; a slip of ours leaves not even the key."""
    try:
        with transaction.atomic():
            return act()
    except (said.No, PrivetError) as error:
        return said.answer(error)


def _packed(response: HttpResponse) -> str:
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    return json.dumps({"headers": headers, "body": response.content.decode()})


def again(row: Request, mark: str) -> HttpResponse:
    """The answer that the first one got; the key of another request is refused."""
    if row.fingerprint != mark:
        return said.no(422, "api-other-request")
    kept = json.loads(row.answer)
    return HttpResponse(kept["body"], status=row.status, headers=kept["headers"])


def forget() -> None:
    """Keys of requests are remembered for a while, not for ever."""
    Request.objects.filter(at__lt=timezone.now() - REMEMBERED).delete()
