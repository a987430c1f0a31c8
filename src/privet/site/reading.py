"""A page read for what matters to privacy: one pass over its tags, with limits on everything that is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from privet.site.drafts import ADDRESS, LABEL, WORDS, FieldDraft, FormDraft, LabelDraft, finished
from privet.site.elements import HIDDEN, TICKED, Link, Resource, SitePage
from privet.site.loading import LOADS, STYLES, loaded, named
from privet.site.markup import CLOSE, OPEN, TEXT, tokens
from privet.site.signs import Attributes, hides, opens
from privet.site.tags import BREAKS, BUTTONS, FIELDS, HEADINGS, ROLES, SILENT, SPOKEN, VOID
from privet.site.texts import Texts

MOST_TAGS = 400_000
MOST_FIELDS = 2_000
MOST_FORMS = 200
MOST_LINKS = 5_000
MOST_LOADED = 3_000
MOST_TRACES = 2_000
SCRIPTS = 60_000
"""How much of a page is kept; what is more makes it a page that was not read whole."""


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
        self.targets: set[str] = set()
        """Ids that labels name."""
        self.links: list[Link] = []
        self.link: tuple[Mapping[str, str], int, int, list[str]] | None = None
        self.loaded: list[Resource] = []
        self.traces: dict[str, None] = {}
        self.scripts: list[str] = []
        self.texts = Texts()
        self.silent = self.heading = self.last = self.group = self.button = ""
        self.spoken: list[str] = []
        """The text of the heading, title or button that is open."""
        self.waiting: FieldDraft | None = None
        """A box whose name may follow it."""
        self.loose: LabelDraft | None = None
        """A label that is the name of whatever field follows it."""
        self.unseen, self.depth = "", 0
        """The tag that holds what nobody sees, and how many of its name are open in it."""
        self.count = 0
        """Tags and texts so far."""

    def page(self, text: str) -> SitePage:
        """Everything on a page that is looked at."""
        self._walk(text, 0)
        self._close_link()
        self._flush()
        self.forms[self.open].end = self.texts.place
        forms = finished(self.forms, self.fields, self.labels, self.texts.pointed)
        return SitePage(
            self.language, self.title, self.base, self.canonical, forms, tuple(self.links), tuple(self.loaded),
            tuple(self.traces), "\n".join(self.scripts)[:SCRIPTS], self.cut, self.texts.place,
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
            self._addresses("named" if silent == "script" else "style", text, line)
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
        self.texts.add(said, "link" if self.link else "plain")
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
        """A line of text ends.  What is the name of one field is not taken for that of the next."""
        self.texts.flush()
        if self.waiting and self.waiting.after:
            self.texts.use_up()
            self.waiting = None

    # ---- tags

    def _enter(self, name: str, attributes: Attributes, line: int) -> None:
        if name in BREAKS:
            self._flush()
        if attributes:
            self._trace(name, attributes)
            self._odd(name, attributes, line)
        if name == self.unseen:
            self.depth += 1
        if name in SILENT:
            self.silent = name
        if name in SPOKEN:
            self.heading, self.spoken = name if name in HEADINGS else self.heading, []
        if opened := OPENED.get(name):
            opened(self, name, attributes, line)

    def _trace(self, name: str, attributes: Attributes) -> None:
        """Names by which a plug-in gives itself away; and where the text of an element with an id begins."""
        if len(self.traces) > MOST_TRACES:
            return
        if id := attributes.get("id", "")[:WORDS]:
            self.texts.mark(id)
            self.traces[id] = None
        if said := attributes.get("class"):
            self.traces.update(dict.fromkeys(said[:LABEL].split()))

    def _odd(self, name: str, attributes: Attributes, line: int) -> None:
        """What any tag may be: out of sight, a box that is drawn, something with a picture behind it."""
        if not self.unseen and hides(attributes) and name not in VOID:
            self.unseen, self.depth = name, 0  # the tag itself is counted right after
        if "role" in attributes and attributes["role"] in ROLES and name not in FIELDS:
            self._box(ROLES[attributes["role"]], attributes, line)
        if "style" in attributes and "//" in attributes["style"]:
            self._addresses("style", attributes["style"][:LABEL], line)

    def _leave(self, name: str) -> None:
        if name in SPOKEN:
            self._said(name)
        if name == self.silent:
            self.silent = ""
        if name == self.unseen:
            self.depth -= 1
            self.unseen = self.unseen if self.depth > 0 else ""
        if name in BREAKS:
            self._flush()
        if name == "a" or name == "area":
            self._close_link()
        elif name == "label":
            self._close_label()
        elif name == "fieldset":
            self.group = ""
        elif name == "form" and self.open:
            self.forms[self.open].end = self.texts.place
            self.open, self.label, self.group = 0, None, ""
            self.waiting = self.loose = None

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
            form = self.forms[self.open]
            if self.open and (name != "legend" or not form.begun):
                form.heads.append(said)

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
            self.links.append(Link(href, "", "privacy-policy", line, self.texts.place))

    # ---- forms

    def _open_form(self, name: str, attributes: Attributes, line: int) -> None:
        """A form; in another one it is none, as in a browser."""
        if self.open:
            return
        if len(self.forms) > MOST_FORMS:
            self.cut = "forms"
            return
        self.forms.append(FormDraft(attributes, len(self.forms), line, self.texts.place, self.last))
        self.open = len(self.forms) - 1

    def _field(self, name: str, attributes: Attributes, line: int) -> None:
        kind = attributes.get("type", "text").strip().casefold() if name == "input" else name
        if kind in BUTTONS:
            self._button(name, attributes, line)
            if kind == "image":
                self._load("picture", attributes.get("src", ""), line)
        elif kind not in TICKED or attributes.get("aria-hidden", "") != "true":  # else it stands behind a drawn one
            self._box(kind, attributes, line)

    def _box(self, kind: str, attributes: Attributes, line: int) -> None:
        """A field of any kind.  Of one that is disabled nothing is sent."""
        if len(self.fields) >= MOST_FIELDS:
            self.cut = "fields"
            return
        if "disabled" in attributes or attributes.get("aria-disabled", "") == "true":
            return
        made = FieldDraft(kind, attributes, line, self.open, self.group, self.texts.before(), self.unseen)
        if kind != HIDDEN:
            self._named(made)
        self.fields.append(made)

    def _named(self, made: FieldDraft) -> None:
        """A field that people see: the text before it is used up, and a label that is open is its name."""
        self.texts.use_up()
        named = self.label or made.attributes.get("id", "-") in self.targets or "aria-label" in made.attributes
        self.waiting = made if made.kind in TICKED and not named else None
        self.forms[self.open].begun = "begun"
        if self.label:
            self.label.fields.append(len(self.fields))
        elif self.loose:
            self.loose.next = len(self.fields)
        self.loose = None

    def _button(self, name: str, attributes: Attributes, line: int) -> None:
        if attributes.get("role", "") not in ROLES:
            self.waiting = None
        said = (attributes.get(key, "") for key in ("value", "aria-label", "title"))
        self.forms[self.open].buttons += [word[:WORDS] for word in said if word]
        if to := attributes.get("formaction", "").strip():
            self.forms[self.open].actions.append(to[:ADDRESS])

    def _open_label(self, name: str, attributes: Attributes, line: int) -> None:
        self.label = LabelDraft(attributes.get("for", "")[:WORDS], len(self.fields))
        self.targets.add(self.label.target)
        if len(self.labels) < MOST_FIELDS:
            self.labels.append(self.label)

    def _close_label(self) -> None:
        """What a label says is no name of another field; one around no field may be that of the next."""
        self._flush()
        label, self.label = self.label, None
        if label is None:
            return
        if label.text and not label.fields:
            self.loose = label
        if self.waiting and self.waiting.attributes.get("id", "-") == label.target:
            self.waiting = None
        if not label.text and label.fields and self.fields[label.fields[0]].kind in TICKED:
            self.waiting = self.fields[label.fields[0]]  # a label that only draws the box; its words follow
        if label.fields or label.target:
            self.texts.use_up()

    # ---- what a page leads to, and what it loads

    def _open_link(self, name: str, attributes: Attributes, line: int) -> None:
        self._close_link()
        if "href" in attributes:
            self.link = (attributes, line, self.texts.place, [])

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
        self.links.append(Link(attributes["href"].strip()[:ADDRESS], text[:LABEL], rel, line, start, opens(attributes)))

    def _loads(self, name: str, attributes: Attributes, line: int) -> None:
        for address in loaded(name, attributes):
            self._load(LOADS[name][0], address, line)

    def _addresses(self, kind: str, text: str, line: int) -> None:
        """What a script names, or a style sheet loads."""
        for address, below in named(text, kind):
            self._load(kind, address, line + below)

    def _load(self, kind: str, address: str, line: int) -> None:
        address = address.strip()[:ADDRESS]
        if not address or address.startswith("data:"):
            return
        if len(self.loaded) >= MOST_LOADED:
            self.cut = "loaded"
            return
        self.loaded.append(Resource(kind, address, line))


Opened = Callable[[Reader, str, Attributes, int], None]
OPENED: Mapping[str, Opened] = {
    "form": Reader._open_form,
    "button": Reader._button,
    "label": Reader._open_label,
    **dict.fromkeys(FIELDS, Reader._field),
    **dict.fromkeys(("a", "area"), Reader._open_link),
    **dict.fromkeys(("html", "base", "meta", "link"), Reader._about),
    **dict.fromkeys(LOADS, Reader._loads),
}
"""What is done at a tag."""


def read(text: str) -> SitePage:
    """A page's text as what is looked at."""
    return Reader().page(text)
