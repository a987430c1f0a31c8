"""Findings as JUnit XML, which build servers list as tests that failed."""

from __future__ import annotations

import re

from privet.checking import Found

UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not hold."""


def as_junit(found: tuple[Found, ...]) -> str:
    """A test for each finding, and one that passed where there is none."""
    from xml.etree.ElementTree import Element, SubElement, tostring  # other formats do without

    count = str(max(len(found), 1))
    suites = Element("testsuites", name="privet", tests=count, failures=str(len(found)))
    suite = SubElement(suites, "testsuite", name="privet check", tests=count, failures=str(len(found)))
    for entry in found:
        place = _plain(f"{entry.path}:{entry.line}")
        case = SubElement(suite, "testcase", classname=entry.code, name=_plain(f"{entry.title} ({place})"))
        case.set("file", _plain(entry.path))
        case.set("line", str(entry.line))
        failure = SubElement(case, "failure", type=entry.priority, message=_plain(entry.title))
        failure.text = _plain(f"{place}: {entry.code} {entry.text}")
    if not found:
        SubElement(suite, "testcase", classname="privet", name="check")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(suites, encoding="unicode") + "\n"


def _plain(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)
