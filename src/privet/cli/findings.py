"""Findings as they are printed: for people, for programs, and for the places where code is kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from privet import __version__
from privet.accepting import Stated, record
from privet.checking import Found, plain
from privet.cli.junit import as_junit
from privet.cli.session import inert, library, words
from privet.code_pages import page
from privet.codes import codes
from privet.document import Bullets
from privet.source import visible

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "normal": "warning", "low": "note"}
PRINT = "privet/1"
"""Name of our fingerprints: by them a code host knows a finding again."""

HALF = re.compile("[\ud800-\udfff]")
"""What Python makes of bytes in a file name that are no UTF-8."""
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)

Findings = tuple[Stated, ...]


def news(every: Findings) -> tuple[Found, ...]:
    """The findings that nobody has accepted or seen before."""
    return tuple(entry.found for entry in every if entry.state == "new")


def as_text(every: Findings) -> str:
    """For people: place, code and text; below it the answers and the law.  Only what is new."""
    return inert("".join(f"{line}\n" for entry in news(every) for line in _lines(entry)))


def _lines(entry: Found) -> list[str]:
    say_it = words().say
    lines = [say_it("cli.finding", place=f"{visible(entry.path)}:{entry.line}", code=entry.code, text=entry.text)]
    reasons = "; ".join(f"{reason.question} {plain(reason.answer)}" for reason in entry.because)
    if reasons:
        lines.append(say_it("cli.finding-because", reasons=reasons))
    if entry.cites:
        lines.append(say_it("cli.finding-law", cites="; ".join(cite.text for cite in entry.cites)))
    return lines


def as_json(every: Findings) -> str:
    """For programs: ``{"schema": "privet.findings/1", "findings": [...]}``, each with its state.

    What is printed is a baseline for the runs to come."""
    return _json(record(every))


def _json(data: object) -> str:
    """JSON with every letter as it is, but for those of a file name that no text holds."""
    return HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def as_sarif(every: Findings) -> str:
    """SARIF 2.1.0, as code hosts read it; what was accepted is there, and marked as suppressed."""
    rules = {stated.found.code: stated.found for stated in every}
    driver = {"name": "privet", "version": __version__, "rules": [_rule(entry) for entry in rules.values()]}
    run = {"tool": {"driver": driver}, "results": [_result(stated) for stated in every]}
    return _json({"$schema": SARIF, "version": "2.1.0", "runs": [run]})


def _rule(entry: Found) -> dict[str, object]:
    """A code with its page, which code hosts show beside the finding."""
    content = page(library(), codes(library())[entry.code], words().language).content
    said = (
        "".join(f"- {plain(item)}\n" for item in node.items) if isinstance(node, Bullets) else f"{plain(node.line)}\n"
        for node in content
    )
    return {
        "id": entry.code,
        "name": entry.rule,
        "shortDescription": {"text": entry.title},
        "help": {"text": "\n".join(said).strip()},
    }


def _result(stated: Stated) -> dict[str, object]:
    entry, acceptance = stated.found, stated.acceptance
    accepted = [{"kind": "external", "status": "accepted", "justification": acceptance.reason}] if acceptance else []
    return {
        "ruleId": entry.code,
        "level": LEVELS[entry.priority],
        "message": {"text": entry.text.replace("](", "] (")},  # else what a page says may be a link
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(entry.path)}, "region": {"startLine": entry.line}}}
        ],
        "partialFingerprints": {PRINT: _fingerprint(entry)},
        "baselineState": "unchanged" if stated.state == "known" else "new",
        "suppressions": accepted,
    }


def _uri(path: str) -> str:
    """A path as an address, which SARIF asks for; what is one already stays one."""
    if ADDRESS.match(path):
        return quote(path, safe="%:/?#[]@!$&'()*+,;=~", errors="replace")
    return quote(os.fsencode(path.replace(os.sep, "/")))


def _fingerprint(entry: Found) -> str:
    """SHA-256 over what makes a finding the same one, however its line moves and its words change."""
    return hashlib.sha256(
        "\0".join((entry.code, entry.path, *sorted(entry.about))).encode("utf-8", "surrogatepass")
    ).hexdigest()


def as_github(every: Findings) -> str:
    """Workflow commands, which GitHub shows beside the lines they speak of.  Only what is new."""
    names = {"high": "error", "normal": "warning", "low": "notice"}
    return "".join(
        f"::{names[entry.priority]} file={_property(entry.path)},line={entry.line},title={entry.code}"
        f"::{_message(entry.text)}\n"
        for entry in news(every)
    )


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


PRINTERS: Mapping[str, Callable[[Findings], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
    "junit": as_junit,
}
"""Every way to print findings."""
