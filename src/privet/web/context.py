"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from privet.web import shelf


def shared(request: HttpRequest) -> dict[str, object]:
    """The words, the languages to choose from, and where this page is."""
    return {
        "words": shelf.words(),
        "language": shelf.spoken(),
        "languages": settings.LANGUAGES,
        "here": request.get_full_path(),
        "one_file": bool(settings.FILE),
    }
