"""A page as a browser without script knows it: its forms with their fields, and its links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from django.http import HttpResponse

Fields = dict[str, list[str]]


@dataclass
class Form:
    """What one form would send, and what it offers."""

    sent: Fields = field(default_factory=dict)
    offered: Fields = field(default_factory=dict)
    """Per name of boxes, buttons and lists, the values there are."""
    written: list[str] = field(default_factory=list)
    """Names of what is typed."""
    single: set[str] = field(default_factory=set)
    """Names of which only one value is sent."""


class Reader(HTMLParser):
    """Reads forms, links and what labels say."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._area = ""
        self._list = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(Form())
        elif tag == "a" and "href" in has:
            self.links.append(has["href"])
        elif self.forms and tag in ("input", "textarea", "select", "option"):
            self._field(tag, has, self.forms[-1])

    def _field(self, tag: str, has: dict[str, str], form: Form) -> None:
        name, value, kind = has.get("name", ""), has.get("value", "on" if tag == "input" else ""), has.get("type", "")
        if tag == "option" and not self._list:
            return  # of a list that helps with typing
        if tag == "option":
            form.offered.setdefault(self._list, []).append(value)
            if "selected" in has or self._list not in form.sent:
                form.sent[self._list] = [value]
        elif tag == "select":
            self._list = name
            form.single.add(name)
        elif tag == "textarea":
            self._area = name
            form.sent[name] = [""]
            form.written.append(name)
        elif kind in ("checkbox", "radio"):
            form.offered.setdefault(name, []).append(value)
            form.single |= {name} if kind == "radio" else set()
            if "checked" in has:
                form.sent.setdefault(name, []).append(value)
        else:
            form.sent.setdefault(name, []).append(has.get("value", ""))
            if kind not in ("hidden", "file"):
                form.written.append(name)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].sent[self._area] = [self.forms[-1].sent[self._area][0] + data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._list = ""


class Page:
    """What the server sent for a path."""

    def __init__(self, path: str, response: HttpResponse) -> None:
        self.path, self.response, self.status = path, response, response.status_code

    @cached_property
    def text(self) -> str:
        return self.response.content.decode()

    @cached_property
    def _read(self) -> Reader:
        reader = Reader()
        if self.response.headers.get("Content-Type", "").startswith("text/html"):
            reader.feed(self.text)
        return reader

    @property
    def question(self) -> Form | None:
        """The form that asks something."""
        return next((form for form in self._read.forms if "seen" in form.sent), None)

    @property
    def form(self) -> Fields:
        """What the form that asks would send as it is, without its token."""
        assert self.question is not None, f"{self.path} asks nothing ({self.status})"
        return {name: values for name, values in self.question.sent.items() if name != "csrfmiddlewaretoken"}

    @property
    def token(self) -> str:
        tokens = [
            form.sent["csrfmiddlewaretoken"][0] for form in self._read.forms if "csrfmiddlewaretoken" in form.sent
        ]
        return tokens[0] if tokens else ""

    @property
    def to(self) -> str:
        """Where it leads."""
        return str(self.response.headers.get("Location", ""))

    @property
    def links(self) -> list[str]:
        """Addresses here, each once; not those inside the page."""
        return list(dict.fromkeys(self._own()))

    def _own(self) -> Iterator[str]:
        for link in self._read.links:
            place = link.split("#")[0]
            if place.startswith("/"):
                yield place
