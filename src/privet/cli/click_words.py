"""click's own words (usage, options, errors) in the language that privet talks in.

click looks each of its sentences up with Python's ``gettext``.  Where the language is not the
source language, ``gettext`` answers from ``words/<lang>/click.toml``; what is not there stays as it is.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator

from privet.cli.session import words
from privet.library import SOURCE_LANGUAGE
from privet.locales import habits
from privet.words import Text

TABLE = "click."


def learn() -> None:
    """Have click speak the user's language from here on."""
    known = dict(_pairs())
    plural = habits(words().locale).plural

    def one(_: str, message: str) -> str:
        found = known.get(message)
        return found if isinstance(found, str) else message

    def counted(_: str, single: str, several: str, n: int) -> str:
        found = known.get(single)
        if found is None or isinstance(found, str):
            return single if n == 1 else several
        return found.get(plural(n), found["other"])

    vars(gettext).update(dgettext=one, dngettext=counted)


def _pairs() -> Iterator[tuple[str, Text]]:
    """click's sentence, and ours; one that counts goes by its singular."""
    ours = words().strings
    for key, text in words(SOURCE_LANGUAGE).strings.items():
        if key.startswith(TABLE):
            yield text if isinstance(text, str) else text["one"], ours[key]
