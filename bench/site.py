"""The server that is measured: privet's own, with a bare page beside it to compare with."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privet.web.settings")

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def hello(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    return HttpResponse("hello")


ours = "privet.web.editing.urls" if settings.FILE else "privet.web.urls"
settings.ROOT_URLCONF = "bench.site"
from privet.web.reception import application  # noqa: E402, F401 - made with the settings as they are now; the server asks for it here

urlpatterns = [path("static/hello", hello, name="hello"), path("", include(ours))]
"""Under ``static``, which is in front of the door of ``privet edit``."""
if not settings.FILE:
    from privet.web import access

    ROWS = {**access.table(), "hello": access.Row("everybody", ("anyone",), ())}
    access.table = lambda: ROWS  # type: ignore[assignment]  # the bare page is nobody's route but the benchmark's


def main(port: int, workers: int) -> None:
    """Serve until stopped."""
    from privet.web import running

    running.TARGET = "bench.site:application"
    if not settings.FILE:
        running.prepare()
    running.serve("127.0.0.1", port, workers, {})


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
