"""Whether the server is up and reaches its database: for who watches over it."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

TEXT = "text/plain; charset=utf-8"


@require_GET
def up(request: HttpRequest) -> HttpResponse:
    """200 when a request can be served, 503 when the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("down\n", status=503, content_type=TEXT)
    return HttpResponse("up\n", content_type=TEXT)
