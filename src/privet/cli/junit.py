"""Findings as JUnit XML, which build servers list as tests that failed."""

from __future__ import annotations

import re

from privet.accepting import Stated

UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not hold."""


def as_junit(every: tuple[Stated, ...]) -> str:
    """A test for each finding, and one that passed where there is none; what was accepted or known was skipped."""
    from xml.etree.ElementTree import Element, SubElement, tostring  # other formats do without

    fresh = [stated for stated in every if stated.state == "new"]
    counts = {
        "tests": str(max(len(every), 1)), "failures": str(len(fresh)), "skipped": str(len(every) - len(fresh)),
    }  # fmt: skip
    suites = Element("testsuites", {"name": "privet", **counts})
    suite = SubElement(suites, "testsuite", {"name": "privet check", **counts})
    for stated in every:
        entry = stated.found
        place = _plain(f"{entry.path}:{entry.line}")
        case = SubElement(suite, "testcase", classname=entry.code, name=_plain(f"{entry.title} ({place})"))
        case.set("file", _plain(entry.path))
        case.set("line", str(entry.line))
        if stated.state != "new":
            reason = stated.acceptance.reason if stated.acceptance else stated.state
            SubElement(case, "skipped", message=_plain(reason))
            continue
        failure = SubElement(case, "failure", type=entry.priority, message=_plain(entry.title))
        failure.text = _plain(f"{place}: {entry.code} {entry.text}")
    if not every:
        SubElement(suite, "testcase", classname="privet", name="check")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _plain(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)
