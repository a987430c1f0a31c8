"""What programs are told when something is wrong: the faults that the command line tells, as JSON."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja.errors import HttpError, ValidationError

from privet.errors import Fault, InputError, PrivetError, UnfinishedError
from privet.residue import masked
from privet.source import visible
from privet.web import shelf

log = logging.getLogger(__name__)
MOST = 200
"""Faults told at once."""


class No(Exception):
    """A request that cannot be granted as it is: a status, and a message by its key under ``fault``."""

    def __init__(self, status: int, message: str, key: str = "", **slots: str) -> None:
        self.status = status
        self.fault = Fault("", 0, message, key, tuple(slots.items()))
        super().__init__(message)


def told(faults: Iterable[Fault], status: int) -> JsonResponse:
    """Faults as JSON, each with its line and key in the answers."""
    found = [
        {"code": fault.message, "line": fault.line, "key": _fit(fault.key), "message": message(fault)}
        for fault in list(faults)[:MOST]
    ]
    return JsonResponse({"faults": found}, status=status, json_dumps_params={"ensure_ascii": False})


def message(fault: Fault) -> str:
    """A fault in the words of the reader."""
    slots = {name.replace("-", "_"): _fit(value) for name, value in fault.slots}
    slots.setdefault("key", _fit(fault.key))
    return shelf.words().say(f"fault.{fault.message}", **slots)


def _fit(value: str) -> str:
    """A piece of what was sent as an answer may repeat it: visible, and without secrets."""
    return visible(masked(value, shelf.library().residue))


def no(status: int, message: str) -> JsonResponse:
    """A refusal that needs no details."""
    return told([Fault("", 0, message)], status)


def without_key() -> JsonResponse:
    """A request that came without a key that holds."""
    response = no(401, "api-no-key")
    response["WWW-Authenticate"] = 'Bearer realm="privet"'
    return response


def answer(error: Exception) -> HttpResponse:
    """What went wrong, as its answer.  Whatever is our own slip gets a number, and its story goes into the log."""
    match error:
        case No():
            return told([error.fault], error.status)
        case InputError():
            return told(error.faults, 422)
        case UnfinishedError():
            return told(error.faults, 409)
        case PrivetError():
            return told(error.faults, 503)
        case ValidationError():
            return told(map(_misfit, error.errors), 422)
        case Http404():
            return no(404, "api-missing")
        case RequestDataTooBig():
            return no(413, "api-large")
        case HttpError():
            return no(error.status_code, "api-json")
        case ModuleNotFoundError():
            return no(501, "api-format")
    number = secrets.token_hex(4)
    log.error("reference %s", number, exc_info=error)
    return told([Fault("", 0, "api-broken", "", (("number", number),))], 500)


def _misfit(error: dict[str, object]) -> Fault:
    """Something in a request that does not have the form the description asks for."""
    where = error.get("loc", ())
    path = [str(step) for step in where] if isinstance(where, tuple | list) else []
    return Fault("", 0, "api-misfit", ".".join(path[-1:]))


def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that is not there."""
    return no(404, "api-missing")
