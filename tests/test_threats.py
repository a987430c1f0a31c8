"""The threat list itself: every row of its section 4.1 has a test, and the rows that are about privet's own texts and files.

T-36: a text of ours that breaks; T-37: a plan that says what the answers do not; T-39: an
answers file that privet writes.
"""

from __future__ import annotations

import ast
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import attacks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import BASE, EXAMPLE, FULL, environment

from privet import source
from privet.answers import Ref
from privet.compose import compose
from privet.document import Document, Part
from privet.draft import opened
from privet.errors import InputError
from privet.interview import case
from privet.judging import judge
from privet.library import Library
from privet.parsing import parse
from privet.rewriting import comments
from privet.verifying import verify
from privet.words import SLOT

TESTS = Path(__file__).parent


def said_by_tests() -> Iterator[str]:
    """Name and docstring of every test but the one that counts."""
    for path in TESTS.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name != COUNT:
                yield f"{node.name} {ast.get_docstring(node)}"


COUNT = "test_every_row_of_the_threat_list_has_a_test"


def test_every_row_of_the_threat_list_has_a_test() -> None:
    """T-01 to T-39: each id stands in the docstring or the name of some test."""
    found = {number for text in said_by_tests() for number in re.findall(r"T-(\d\d)|_t(\d\d)(?=_)", text)}

    assert {f"{number:02}" for number in range(1, 40)} - {one or other for one, other in found} == set()


# T-36: our own texts


@pytest.fixture(scope="module")
def whole() -> Library:
    """A library of its own."""
    return Library()


def test_t36_every_text_has_its_slots_in_every_language(whole: Library) -> None:
    """T-36: the laws of loading hold: no text lost, none left over, the same slots."""
    verify(whole)


def test_t36_no_short_string_holds_markup_or_loses_a_slot(whole: Library) -> None:
    """T-36: in three languages."""
    first = whole.words("en").strings

    def texts(text: str | Mapping[str, str]) -> list[str]:
        return [text] if isinstance(text, str) else list(text.values())

    for language in whole.languages:
        strings = whole.words(language).strings
        assert strings.keys() == first.keys()
        for key, text in strings.items():
            slots = {slot for one in texts(text) for slot in SLOT.findall(one)}
            assert slots == {slot for one in texts(first[key]) for slot in SLOT.findall(one)}, (language, key)
            assert not any(
                re.search(r"</?(?:[abiu]|br|p|div|span|script|strong|em)\b[^>]*>", one) for one in texts(text)
            ), key


# T-37: nothing that the answers do not say


def plan(text: str, whole: Library) -> Document:
    answers = parse(source.parse(text.encode(), "x.toml"), whole.questionnaire)
    found = case(answers, whole.skips, date(2026, 11, 22), whole.covered)
    return compose(whole, judge(whole, found, "plan"), "en")


def parts(document: Document) -> dict[str, Part]:
    """Every part by its rule."""
    return {part.rule: part for section in document.sections for block in section.blocks for part in block.parts}


def test_t37_every_text_of_a_plan_has_a_rule_and_its_reasons(whole: Library) -> None:
    """T-37: a part without a rule cannot be; without reasons only where it is said to everyone."""
    always = [part for part in parts(plan(EXAMPLE.read_text(), whole)).values() if not part.because]

    assert all(part.rule and part.content for part in parts(plan(EXAMPLE.read_text(), whole)).values())
    assert {part.side for part in always} <= {"yes"}


CHANGES = [
    ('items = ["name"]', 'items = ["name", "email"]', "activities[registration].items"),
    ('purposes = ["handle-forms"]', 'purposes = ["handle-forms", "send-news"]', "activities[registration].purposes"),
    ('keep = "unknown"', 'keep = { from = "account-closed", months = 12 }', "activities[registration].keep"),
    ("shared-with = []", 'shared-with = ["bank"]', "activities[registration].shared-with"),
]


@pytest.mark.parametrize(("before", "after", "ref"), CHANGES)
def test_t37_a_changed_answer_changes_only_what_rests_on_it(before: str, after: str, ref: str, whole: Library) -> None:
    """T-37: every part that differs names the answer among its reasons, or shows the inventory it stands in."""
    text = EXAMPLE.read_text()
    if before not in text:
        pytest.skip("the example does not hold this answer any more")
    old, new = parts(plan(text, whole)), parts(plan(text.replace(before, after), whole))
    changed = [rule for rule in old.keys() | new.keys() if old.get(rule) != new.get(rule)]
    reasons = {
        rule: {why.ref for one in (old.get(rule), new.get(rule)) if one for why in one.because} for rule in changed
    }
    tables = {
        rule
        for rule in changed
        if any(
            type(node).__name__ in ("Table", "Flow")
            for one in (old.get(rule), new.get(rule))
            if one
            for node in one.content
        )
    }

    assert changed
    assert {
        rule: why
        for rule, why in reasons.items()
        if ref not in why and ref.split("[")[0] not in {r.split("[")[0] for r in why} and rule not in tables
    } == {}


# T-39: what privet writes

WRITABLE = st.text(st.characters(codec="utf-8"), max_size=60)
COMMENTED = "# mine\n" + BASE.replace("[contact]", "[contact] # ours\n# below") + "# the end\n"


@given(WRITABLE, WRITABLE)
@settings(max_examples=1_000 if FULL else 60, deadline=None)
def test_t39_what_is_written_is_read_back_equal_and_comments_stay(name: str, own: str) -> None:
    """T-39: for all of Unicode; what may not be answered is not written, and the file stays as it was."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "privacy.toml")
        path.write_text(COMMENTED, encoding="utf-8")
        draft = opened(path, attacks.questionnaire())
        changes = {Ref("contact", "", "name"): name, Ref("people", "", "groups"): [{"other": own}, "customer"]}
        try:
            answers = draft.changed(changes).answers
        except InputError:
            assert path.read_text(encoding="utf-8") == COMMENTED
            return
        again = opened(path, attacks.questionnaire())

        assert name == "unknown" or answers.text("contact", "name") == again.answers.text("contact", "name") == name
        assert [value.text for value in again.answers.at("people", "groups").chosen] == [own, ""]
        assert not comments(COMMENTED) - comments(path.read_text(encoding="utf-8"))
        assert len(list(Path(folder).iterdir())) == 1


WRITER = """
import sys
from pathlib import Path
from privet.draft import write
for turn in range(10_000):
    write(Path(sys.argv[1]), (b"one\\n", b"two\\n")[turn % 2] * 2_000, 0o600)
"""


def test_t39_a_kill_while_writing_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    """T-39: never half an answers file."""
    path = tmp_path / "privacy.toml"
    path.write_bytes(b"one\n" * 2_000)
    for _ in range(20 if FULL else 2):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], env=environment())
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.6)
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert path.read_bytes() in (b"one\n" * 2_000, b"two\n" * 2_000)
