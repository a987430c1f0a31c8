"""Write into each translated text the fingerprint of the English text it was written from.

``make stamp`` stamps texts that carry no fingerprint yet; ``make stamp ALL=1`` also those that
are stale: only after somebody has read them again beside the English.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from privet.datafiles import HOME
from privet.guidance import HEADING, Guidance, parse
from privet.library import SOURCE_LANGUAGE


def stamped(text: str, source: Guidance, again: frozenset[str]) -> str:
    """The file's text with fingerprints; ``again`` holds ``stale`` to renew old ones."""

    def head(match: re.Match[str]) -> str:
        marks = dict(mark.split("=", 1) for mark in match["marks"].split())
        if match["anchor"] not in source.texts or ("of" in marks and not again):
            return match[0]
        marks = {"of": source.texts[match["anchor"]].fingerprint, "status": marks.get("status", "authored")}
        title = f"{match['title'].strip()} " if match["title"].strip() else ""
        joined = " ".join(f"{key}={value}" for key, value in marks.items())
        return f"## {title}{{#{match['anchor']} {joined}}}"

    return HEADING.sub(head, text)


def main() -> None:
    again = frozenset(("stale",)) if "--all" in sys.argv[1:] else frozenset[str]()
    for path in sorted(HOME.glob("*/**/*.md")):
        source = path.with_name(f"{SOURCE_LANGUAGE}.md")
        if path.stem == SOURCE_LANGUAGE or not source.is_file() or len(path.stem) != 2:
            continue
        text = path.read_text(encoding="utf-8")
        new = stamped(text, parse(source.read_text(encoding="utf-8"), str(source)), again)
        if new != text:
            path.write_text(new, encoding="utf-8")
            sys.stderr.write(f"{Path(path).relative_to(HOME)}\n")


if __name__ == "__main__":
    main()
