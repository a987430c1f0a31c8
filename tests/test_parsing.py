"""From a source to answers: what stands where a row should."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import run
from strategies import library

from privet import parsing, source
from privet.errors import InputError


def faults(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Line, message and key of each fault in the answers."""
    path = folder / "privacy.toml"
    path.write_text(f"schema = 1\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        parsing.parse(source.read(path), library().questionnaire)
    return [(fault.line, fault.message, fault.key) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "message", "key"),
    [
        ('[activities]\nnewsletter = "yes"', "row-is-a-table", "activities.newsletter"),
        ('[sensitive]\nhealth-info = "yes"', "row-is-a-table", "sensitive.health-info"),
        ('[activities]\nitems = ["email"]', "row-expected", "activities.items"),
        ('[activities]\nitens = ["email"]', "unknown-key", "activities.itens"),
        ('[activities]\n"Our news" = "yes"', "unknown-key-plain", "activities.Our news"),
        ('[sensitive]\nbogus-thing = "yes"', "unknown-key-plain", "sensitive.bogus-thing"),
    ],
)
def test_an_answer_where_a_row_should_be(text: str, message: str, key: str, tmp_path: Path) -> None:
    assert faults(tmp_path, text) == [(3, message, key)]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_the_message_says_what_to_write(language: str, tmp_path: Path) -> None:
    """Line, what it is, the header to write, and keys that may follow it."""
    (tmp_path / "privacy.toml").write_text('schema = 1\n[activities]\nnewsletter = "yes"\n', encoding="utf-8")
    told = run("check", cwd=tmp_path, PRIVET_LANG=language).err

    assert [piece for piece in ("privacy.toml:3", "[activities.newsletter]", "items") if piece not in told] == []
