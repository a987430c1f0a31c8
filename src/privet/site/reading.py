"""A page read for what matters to privacy: one pass over its tags, with limits on everything that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from privet.site.drafts import (
    ADDRESS,
    LABEL,
    NEAR,
    PROSE,
    WORDS,
    Attributes,
    FieldDraft,
    FormDraft,
    LabelDraft,
    finished,
)  # fmt: skip
from privet.site.elements import HIDDEN, TICKED, Link, Resource, SitePage
from privet.site.markup import CLOSE, OPEN, TEXT, tokens

MOST_TAGS = 400_000
MOST_FIELDS = 2_000
MOST_FORMS = 200
MOST_LINKS = 5_000
MOST_LOADED = 3_000
MOST_TRACES = 2_000
SCRIPTS = 60_000
"""How much of a page is kept; what is more makes it a page that was not read whole."""

BREAKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt", "fieldset",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p",
        "pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
"""Tags at which a line of text ends."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"))
SPOKEN = frozenset((*HEADINGS, "title", "button"))
"""Tags whose text is kept by itself."""
SILENT = frozenset(("script", "style", "option", "textarea", "title", "noscript", "button"))
"""Tags whose text is no text beside a field."""
BUTTONS = frozenset(("submit", "button", "image", "reset"))
LOADS: Mapping[str, tuple[str, str]] = {
    "script": ("script", "src"),
    "iframe": ("frame", "src"),
    "frame": ("frame", "src"),
    "embed": ("frame", "src"),
    "object": ("frame", "data"),
    "img": ("picture", "src"),
    "video": ("media", "src"),
    "audio": ("media", "src"),
    "source": ("media", "src"),
}
LATER = ("data-src", "data-lazy-src", "data-cookieblock-src")
"""Where an address stands that a script puts in place."""
STYLES = frozenset(("stylesheet", "preload", "modulepreload", "preconnect", "prefetch"))
IN_STYLE = re.compile(r"(?:@import|url\()\s{0,9}[\"'(]{0,3}\s{0,9}((?:https?:)?//[^\s\"'()<>;]{3,500})", re.I)
IN_SCRIPT = re.compile(
    r"(?:https?:)?\\?/\\?/[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?:\\?/[^\s\"'`<>\\]{0,200})?", re.I
)


class Reader:
    """Reads one page."""

    def __init__(self) -> None:
        self.language = self.title = self.base = self.canonical = self.cut = ""
        self.forms = [FormDraft({}, 0, 0, 0, "")]
        self.open = 0
        """The form that is open; 0: none."""
        self.fields: list[FieldDraft] = []
        self.labels: list[LabelDraft] = []
        self.label: LabelDraft | None = None
        self.links: list[Link] = []
        self.link: tuple[Mapping[str, str], int, int, list[str]] | None = None
        self.loaded: list[Resource] = []
        self.traces: dict[str, None] = {}
        self.scripts: list[str] = []
        self.blocks: list[str] = []
        self.run: list[str] = []
        self.ids: dict[str, tuple[int, int]] = {}
        """Where the text of an element with an id begins: its block, and the place in it."""
        self.silent = self.heading = self.last = self.group = self.button = ""
        self.spoken: list[str] = []
        """The text of the heading, title or button that is open."""
        self.waiting: FieldDraft | None = None
        """A box whose name may follow it."""
        self.place = self.begun = self.count = 0
        """Characters of text up to here, and up to the beginning of this line; tags and texts so far."""

    def page(self, text: str) -> SitePage:
        """Everything on a page that is looked at."""
        self._walk(text, 0)
        self._close_link()
        self._flush()
        self.forms[self.open].end = self.place
        forms = finished(self.forms, self.fields, self.labels, self._pointed)
        return SitePage(
            self.language, self.title, self.base, self.canonical, forms, tuple(self.links), tuple(self.loaded),
            tuple(self.traces), "\n".join(self.scripts)[:SCRIPTS], self.cut,
        )  # fmt: skip

    def _walk(self, text: str, above: int) -> None:
        """Everything in a text that begins so many lines below the top of the page."""
        for token in tokens(text):
            kind = token.type
            if kind is TEXT:
                said = token.data
                if said and not said.isspace():
                    self._text(said, token.line + above)
            elif kind is OPEN:
                self._enter(token.tag or "", dict(token.attrs or ()), token.line + above)
            elif kind is CLOSE:
                self._leave(token.tag or "")
            self.count += 1
            if self.count > MOST_TAGS:
                self.cut = "tags"
                break

    # ---- texts

    def _text(self, text: str, line: int) -> None:
        silent = self.silent
        if silent == "noscript":  # for browsers that run no scripts it is a part of the page
            self.silent = ""
            self._walk(text, line - 1)
            return
        if silent in ("script", "style"):
            self._named(text, line, IN_SCRIPT if silent == "script" else IN_STYLE)
            if silent == "script" and sum(map(len, self.scripts)) < SCRIPTS:
                self.scripts.append(text[:SCRIPTS])
            return
        said = " ".join(text.split())
        if self.heading or silent in ("title", "button"):
            self.spoken.append(said[:LABEL])
        if self.link:
            self.link[3].append(said[:LABEL])
        if silent:
            return
        self.place += len(said) + 1
        self.run.append(said[:PROSE])
        if self.open:
            self._in_form(said)
        if self.label:
            self.label.text.append(said[:LABEL])
        elif self.waiting:
            self.waiting.after.append(said[:LABEL])

    def _in_form(self, said: str) -> None:
        form = self.forms[self.open]
        if form.room > 0:
            form.text.append(said[: form.room])
            form.room -= len(said)

    def _flush(self) -> None:
        """A line of text ends."""
        if self.run:
            self.blocks.append(" ".join(self.run))
            self.run = []
        self.begun = self.place
        self.waiting = None

    def _named(self, text: str, line: int, pattern: re.Pattern[str]) -> None:
        """Addresses in a script or a style sheet."""
        kind = "style" if pattern is IN_STYLE else "named"
        for match in pattern.finditer(text):
            address = (match[1] if match.groups() else match[0]).replace("\\/", "/")
            self._load(kind, address, line + text.count("\n", 0, match.start()))

    # ---- tags

    def _enter(self, name: str, attributes: Attributes, line: int) -> None:
        if name in BREAKS:
            self._flush()
        if attributes:
            self._trace(attributes)
        if name in SILENT:
            self.silent = name
        if name in SPOKEN:
            self.heading, self.spoken = name if name in HEADINGS else self.heading, []
        if opened := OPENED.get(name):
            opened(self, name, attributes, line)

    def _trace(self, attributes: Attributes) -> None:
        """Names by which a plug-in gives itself away; and where the text of an element with an id begins."""
        if len(self.traces) > MOST_TRACES:
            return
        if id := attributes.get("id", "")[:WORDS]:
            self.ids.setdefault(id, (len(self.blocks), self.place - self.begun))
            self.traces[id] = None
        if said := attributes.get("class"):
            self.traces.update(dict.fromkeys(said[:LABEL].split()))

    def _leave(self, name: str) -> None:
        if name in SPOKEN:
            self._said(name)
        if name == self.silent:
            self.silent = ""
        if name in BREAKS:
            self._flush()
        if name == "a" or name == "area":
            self._close_link()
        elif name == "label":
            self._flush()
            self.label = None
        elif name == "fieldset":
            self.group = ""
        elif name == "form" and self.open:
            self.forms[self.open].end = self.place
            self.open, self.label, self.group = 0, None, ""

    def _said(self, name: str) -> None:
        """What stood in a heading, a title or a button."""
        said = " ".join(self.spoken)[:WORDS]
        if name == "title":
            self.title = self.title or said
        elif name == "button":
            self.forms[self.open].buttons.append(said)
        elif name == self.heading:
            self.last, self.heading = said or self.last, ""
            self.group = said if name == "legend" else self.group

    def _about(self, name: str, attributes: Attributes, line: int) -> None:
        """What a page says of itself."""
        rel = attributes.get("rel", "").casefold().split()
        href = attributes.get("href", "").strip()[:ADDRESS]
        if name == "html":
            self.language = self.language or attributes.get("lang", "").replace("_", "-").split("-")[0].lower()[:9]
        elif name == "base":
            self.base = self.base or href
        elif name == "meta" and attributes.get("name", "").casefold() == "generator":
            self.traces[attributes.get("content", "")[:WORDS]] = None
        elif name == "link" and "canonical" in rel:
            self.canonical = self.canonical or href
        elif name == "link" and STYLES & set(rel):
            self._load("style", href, line)
        if name == "link" and "privacy-policy" in rel:
            self.links.append(Link(href, "", "privacy-policy", line, self.place))

    # ---- forms

    def _open_form(self, name: str, attributes: Attributes, line: int) -> None:
        """A form; in another one it is none, as in a browser."""
        if self.open:
            return
        if len(self.forms) > MOST_FORMS:
            self.cut = "forms"
            return
        self.forms.append(FormDraft(attributes, len(self.forms), line, self.place, self.last))
        self.open = len(self.forms) - 1

    def _field(self, name: str, attributes: Attributes, line: int) -> None:
        kind = attributes.get("type", "text").strip().casefold() if name == "input" else name
        if kind in BUTTONS:
            self.forms[self.open].buttons.append(attributes.get("value", "")[:WORDS])
            self._button(name, attributes, line)
            if kind == "image":
                self._load("picture", attributes.get("src", ""), line)
            return
        if len(self.fields) >= MOST_FIELDS:
            self.cut = "fields"
            return
        if "disabled" in attributes:  # nothing of it is sent
            return
        before = " ".join(self.run) or (self.blocks[-1] if self.blocks else "")
        made = FieldDraft(kind, attributes, line, self.open, self.group, before if len(before) <= NEAR else "")
        if kind != HIDDEN:
            self.blocks += (" ".join(self.run), "")
            self.run = []
            self.begun = self.place
            self.waiting = made if kind in TICKED else None
            if self.label:
                self.label.fields.append(len(self.fields))
        self.fields.append(made)

    def _button(self, name: str, attributes: Attributes, line: int) -> None:
        if to := attributes.get("formaction", "").strip():
            self.forms[self.open].actions.append(to[:ADDRESS])

    def _open_label(self, name: str, attributes: Attributes, line: int) -> None:
        self.label = LabelDraft(attributes.get("for", "")[:WORDS])
        if len(self.labels) < MOST_FIELDS:
            self.labels.append(self.label)

    # ---- what a page leads to, and what it loads

    def _open_link(self, name: str, attributes: Attributes, line: int) -> None:
        self._close_link()
        if "href" in attributes:
            self.link = (attributes, line, self.place, [])

    def _close_link(self) -> None:
        if self.link is None:
            return
        attributes, line, start, said = self.link
        self.link = None
        if len(self.links) >= MOST_LINKS:
            self.cut = "links"
            return
        text = " ".join(said) or attributes.get("aria-label", "") or attributes.get("title", "")
        rel = " ".join(attributes.get("rel", "").casefold().split())[:WORDS]
        self.links.append(Link(attributes["href"].strip()[:ADDRESS], text[:LABEL], rel, line, start))

    def _loads(self, name: str, attributes: Attributes, line: int) -> None:
        kind, key = LOADS[name]
        for place in (key, *LATER):
            self._load(kind, attributes.get(place, ""), line)

    def _load(self, kind: str, address: str, line: int) -> None:
        address = address.strip()[:ADDRESS]
        if not address or address.startswith("data:"):
            return
        if len(self.loaded) >= MOST_LOADED:
            self.cut = "loaded"
            return
        self.loaded.append(Resource(kind, address, line))

    def _pointed(self, ids: str) -> str:
        """The text of the elements with these ids."""
        said: list[str] = []
        for id in ids.split()[:5]:
            block, place = self.ids.get(id, (len(self.blocks), 0))
            if block < len(self.blocks):
                said.append(self.blocks[block][place:][:WORDS])
        return " ".join(said)


Opened = Callable[[Reader, str, Attributes, int], None]
OPENED: Mapping[str, Opened] = {
    "form": Reader._open_form,
    "button": Reader._button,
    "label": Reader._open_label,
    **dict.fromkeys(("input", "select", "textarea"), Reader._field),
    **dict.fromkeys(("a", "area"), Reader._open_link),
    **dict.fromkeys(("html", "base", "meta", "link"), Reader._about),
    **dict.fromkeys(LOADS, Reader._loads),
}
"""What is done at a tag."""


def read(text: str) -> SitePage:
    """A page's text as what is looked at."""
    return Reader().page(text)
