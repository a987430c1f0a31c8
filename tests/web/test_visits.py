"""Whatever somebody does in whatever order: no dead end, no fault of ours, and no answer lost (W-05, W-08).

A machine walks about as people do who are interrupted: it opens pages, keeps tabs lying about, sends
them late or twice, sends nonsense, goes back, and edits the file beside the browser.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule
from program import EXAMPLE, FULL
from strategies import library

from privet import parsing
from privet.answers import Ref
from privet.rewriting import comments
from privet.source import parse as parse_source
from privet.web.editing.desk import FileDesk
from privet.web.interview.sitting import sitting
from web.editing import Editing, editing
from web.pages import Fields, Page
from web.trying import written

Flat = dict[tuple[str, ...], object]
STARTS = {
    "nothing": "",
    "reference": EXAMPLE.read_text(encoding="utf-8"),
    "commented": written(
        {
            "organisation": {"name": "De Zon", "kind": "shop", "places": ["NL"], "commercial": "unknown"},
            "activities": {
                "shop": {
                    "template": "shop-sales",
                    "items": ["name", {"other": "Shoe size"}],
                    "keep": {"from": "order-done"},
                },
                "club": {"label": "Club", "items": ["email"], "optional": [], "shared-with": ["web-host"]},
            },
            "suppliers": {"web-host": {"recipient": "web-host", "country": ["IE"]}},
            "consent": {"refuse": "yes"},
        }
    ),
}
QUESTIONS = [question.id for question in library().questionnaire.questions]
ROWS = ["shop", "club", "registration", "web-host", "newsletter", "name", "nobody"]
PAPERS = [f"/documents/{kind}/{kind}.{language}.{form}" for kind in library().document_names
          for language in ("en", "nl") for form in ("html", "json")]  # fmt: skip
PLACES = st.one_of(
    st.sampled_from(["/", "/plan/", "/documents/", "/import/", "/privacy.toml", "/check/", "/nowhere", "/at/organisation.name",
                     "/at/activities[shop].items", "/at/activities[gone].items", "/at/suppliers", "/at/", *PAPERS]),
    st.sampled_from([f"/question/{question}/" for question in QUESTIONS]),
    st.builds("/question/{}/{}/".format, st.sampled_from(QUESTIONS), st.sampled_from(ROWS)),
    st.builds("/check/{}/{}/".format, st.sampled_from(["activities", "suppliers", "sensitive", "x"]), st.sampled_from(ROWS)),
    st.sampled_from([f"/section/{section.id}/" for section in library().questionnaire.sections]),
)  # fmt: skip
WORDS = st.sampled_from(
    ["", "Anna", "anna@zon.example", "www.zon.example", "12", "Nederland", "België, Frankrijk", "2026-11-22", "x" * 600,
     "\x00", "<b>&</b>", "unknown", "none", "\r\n\r\n", "  a  b  ", "Café é", "999999999999", "\ufffd", "{name}"]
)  # fmt: skip


def flat(data: Mapping[str, Any], before: tuple[str, ...] = ()) -> Flat:
    """Every answer by its address."""
    found: Flat = {}
    for key, value in data.items():
        found |= (
            flat(value, (*before, key))
            if isinstance(value, dict) and len(before) < 2 and value
            else {(*before, key): value}
        )
    return found


class Visits(RuleBasedStateMachine):
    """Somebody, a file, and tabs."""

    tabs = Bundle("tabs")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.here: Editing
        self.answers: Flat = {}
        self.said: Any = None

    @initialize(target=tabs, start=st.sampled_from(list(STARTS)))
    def begin(self, start: str) -> Page:
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        file = folder / "privacy.toml"
        if STARTS[start]:
            file.write_text(STARTS[start], encoding="utf-8")
        self.here = self.stack.enter_context(editing(file))
        self.notes = comments(STARTS[start])
        self.remember()
        return self.opened("/question/activities/")

    def teardown(self) -> None:
        self.stack.close()

    # ---- what somebody does

    @rule(target=tabs, path=PLACES)
    def deep_link(self, path: str) -> Any:
        return asking(self.opened(path))

    @rule(target=tabs, tab=tabs, dice=st.integers(0, 1000))
    def follow(self, tab: Page, dice: int) -> Any:
        """A link on the page, however old the page is."""
        return asking(self.opened(tab.links[dice % len(tab.links)]))

    @rule(target=tabs, tab=tabs)
    def reload(self, tab: Page) -> Any:
        return asking(self.opened(tab.path))

    @rule(target=tabs, tab=tabs, data=st.data())
    def send(self, tab: Page, data: st.DataObject) -> Any:
        """A tab's form, filled in anyhow; it may have been lying about."""
        return asking(self.sent(tab, anyhow(tab, data)))

    @rule(target=tabs, tab=consumes(tabs))
    def send_untouched_and_twice(self, tab: Page) -> Any:
        self.sent(tab, tab.form)
        return asking(self.sent(tab, tab.form))

    @rule(target=tabs, dice=st.integers(0, 1000), data=st.data())
    def answer(self, dice: int, data: st.DataObject) -> Any:
        """Open a page of the interview as it is now and answer it at once, as most people do."""
        now = sitting(FileDesk(self.here.file))
        page = self.opened(now.url(now.steps[dice % len(now.steps)]))
        return asking(self.sent(page, anyhow(page, data)))

    @rule(name=st.sampled_from(["De Maan", "De Ster"]))
    def an_editor_saves(self, name: str) -> None:
        """Somebody has the file open beside the browser."""
        FileDesk(self.here.file).write({Ref("organisation", "", "name"): name})
        self.remember()

    # ---- what must be so

    def opened(self, path: str) -> Page:
        """A page that is asked for: there or not, and nothing changes by looking."""
        page = self.here.get(path)
        for _ in range(3):
            if page.status in (301, 302):
                page = self.here.get(page.to)
        assert page.status in (200, 404), (path, page.status)
        assert self.now() == self.answers, f"{path} changed an answer by being looked at"
        if page.response.headers.get("Content-Type", "").startswith("text/html"):
            assert page.links or "/documents/" in path, f"no way on from {path}"
        return page

    def sent(self, tab: Page, fields: Fields) -> Page:
        """A form that is sent is kept whole, or comes back whole; other pages' answers stay."""
        page = self.here.post(tab, fields)
        event(f"sent {page.status}")
        now = self.now()
        changed = {key for key in {*now, *self.answers} if now.get(key) != self.answers.get(key)}
        if page.status == 302:
            assert all(self.is_of(key, tab) for key in changed - {("schema",)}), (tab.path, changed)
            self.answers = now
            page = self.opened(page.to)
        else:
            assert page.status in (400, 404, 409, 422), (tab.path, page.status)
            assert not changed, f"{tab.path} was refused and changed {changed}"
            if page.status in (409, 422):
                self.comes_back(typed(fields), page)
        return page

    def comes_back(self, fields: Fields, page: Page) -> None:
        """What was sent stands in the boxes again; but for rows that have gone since."""
        there = typed(page.form)
        offered = page.question.offered.get("rows", []) if page.question else []
        for name, values in fields.items():
            wanted = [value for value in values if name != "rows" or value in offered]
            assert there.get(name, []) == wanted, f"{page.path} lost what was typed: {name}"

    def is_of(self, key: tuple[str, ...], tab: Page) -> bool:
        """Whether an answer belongs to the page."""
        parts = tab.path.strip("/").split("/")
        if parts[0] == "check":
            return key[:2] == (parts[1], parts[2])
        question = library().questionnaire.question(parts[1])
        if question.rows:
            return key[0] == question.table
        keys = {field.key for field in question.fields}
        place = (question.table, parts[2]) if question.each else (question.table,)
        return key == place or (key[: len(place)] == place and key[len(place)] in keys)

    @invariant()
    def the_file_is_an_answers_file(self) -> None:
        if not hasattr(self, "here") or not self.here.file.exists():
            return
        source = parse_source(self.here.file.read_bytes(), "privacy.toml")
        parsing.parse(source, library().questionnaire)  # raises InputError for what is none
        assert not self.notes - comments(source.text), "a comment is gone"
        assert [path.name for path in self.here.file.parent.iterdir()] == ["privacy.toml"]

    def now(self) -> Flat:
        return flat(tomllib.loads(self.here.text))

    def remember(self) -> None:
        self.answers = self.now()


def asking(page: Page) -> Any:
    """A page to keep as a tab, if it asks something."""
    return page if page.question is not None else multiple()


def typed(fields: Fields) -> Fields:
    """What was written or ticked, without what a page adds of its own."""
    ours = ("seen", "sure", "asked", "csrfmiddlewaretoken")
    plain = {
        name: sorted(value.replace("\r\n", "\n").strip() for value in values if value.strip())
        for name, values in fields.items()
        if name not in ours
    }
    return {name: values for name, values in plain.items() if values and not name.endswith(".unit")}


def anyhow(page: Page, data: st.DataObject) -> Fields:
    """The form of a page with some of it changed: sensibly, to nothing, or to nonsense."""
    form, fields = page.form, page.question
    assert fields is not None
    for name, offered in fields.offered.items():
        luck = data.draw(st.integers(0, 6))
        if luck == 1:
            most = 1 if name in fields.single else 2
            form[name] = data.draw(st.lists(st.sampled_from(offered), max_size=most, unique=True))
        elif luck == 2:
            form.pop(name, None)
    for name in dict.fromkeys(fields.written):
        if data.draw(st.integers(0, 4)) == 0:
            form[name] = [data.draw(WORDS)]
    if data.draw(st.integers(0, 20)) == 7:
        form["seen"] = ["stale"]
    return form


Visits.TestCase.settings = settings(
    max_examples=150 if FULL else 10,
    stateful_step_count=50 if FULL else 30,
    deadline=None,
    derandomize=not FULL,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TestVisits = Visits.TestCase
