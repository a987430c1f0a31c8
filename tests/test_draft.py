"""The answers file being written: read back equal, comments kept, whole at every moment."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import Data, answers, library, value

from privet import slips
from privet.answers import Ref
from privet.draft import Draft, opened, write
from privet.errors import InputError, WriteError
from privet.questions import UNKNOWN
from privet.rewriting import BEGINNING, comments, toml
from privet.values import TEXT_LIMIT, Wrong, read_value

NAME = Ref("organisation", "", "name")
ADDRESS = Ref("organisation", "", "address")
ITEMS = Ref("activities", "newsletter", "items")

COMMENTED = """\
#:schema privacy.schema.json

# Answers of De Zon.  Ask Anna before changing anything.
schema = 1 # the only one

# ---- who we are
[organisation]
kind = "shop" # bakery, really
name = 'De "Zon"'
places = [
    "NL", # here
    # and soon:
    "BE",
]

# ---- what we do
# (newest first)
[activities.newsletter] # since 2019
items = ["email"]

[contact]
# a shared mailbox
email = "info@dezon.example"

[activities.shop]
items = ["name"] # that is all
"""


def draft(text: str, folder: Path) -> Draft:
    """A draft of a file that holds the text."""
    path = folder / "privacy.toml"
    path.write_bytes(text.encode())
    return opened(path, library().questionnaire)


def readable() -> st.SearchStrategy[str]:
    """All text that the reader of answers takes."""
    field = library().questionnaire.field("organisation", "address")

    def is_read(text: str) -> bool:
        try:
            return bool(read_value(text, field, library().questionnaire)) and not slips.FORBIDDEN.search(text)
        except Wrong:
            return False

    return st.text(max_size=TEXT_LIMIT).filter(is_read)


# ---- what is written is read back equal


@settings(max_examples=300, deadline=None)
@given(readable())
def test_every_text_is_read_back_equal(text: str) -> None:
    """read(write(x)) is x, over all of Unicode that may stand in an answer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "privacy.toml"
        one_line = " ".join(text.splitlines())
        opened(path, library().questionnaire).changed({ADDRESS: text, ITEMS: ["name", {"other": one_line}]})
        again = opened(path, library().questionnaire)

        assert again.answers.text("organisation", "address") == text
        assert again.answers.at("activities", "items", "newsletter").chosen[1].text == one_line


@settings(max_examples=100, deadline=None)
@given(st.characters())
def test_every_character_is_kept_or_refused(char: str) -> None:
    """What the reader would refuse is not written; nothing is changed on the way."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "privacy.toml"
        try:
            opened(path, library().questionnaire).changed({ADDRESS: f"a{char}b"})
        except (InputError, UnicodeEncodeError):
            assert slips.FORBIDDEN.search(char)
            assert not path.exists()
        else:
            assert opened(path, library().questionnaire).answers.text("organisation", "address") == f"a{char}b"


@settings(max_examples=40, deadline=None)
@given(answers())
def test_whole_answers_are_read_back_equal(data: Data) -> None:
    """Written one by one as in an interview, in whatever order the tables come."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "privacy.toml"
        written = opened(path, library().questionnaire).changed(dict(changes(data)))

        assert without_empty(dict(written.source.data)) == without_empty({"schema": 1, **data})
        assert opened(path, library().questionnaire).answers.digest == written.answers.digest


def changes(data: Data) -> list[tuple[Ref, object]]:
    """The answers one by one."""
    found: list[tuple[Ref, object]] = []
    for name, shape in library().questionnaire.tables.items():
        table = data.get(name, {})
        if not isinstance(table, dict):
            found.append((Ref(name), table))
        elif shape.rows:
            for row, record in table.items():
                found.append((Ref(name, row), {}))
                found += [(Ref(name, row, key), entry) for key, entry in record.items()]
        else:
            found += [(Ref(name, "", key), entry) for key, entry in table.items()]
    return found


def without_empty(data: Data) -> Data:
    """Tables that say nothing are no answers."""
    return {key: entry for key, entry in data.items() if entry != {}}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_change_to_a_file_of_somebodys_own_keeps_the_rest(data: st.DataObject) -> None:
    """One answer changes; every other answer and every comment stays."""
    tables = library().questionnaire.tables
    name = data.draw(st.sampled_from(list(tables)))
    field = tables[name].fields[data.draw(st.sampled_from(list(tables[name].fields)))]
    row = {
        "activities": "newsletter",
        "suppliers": "web-host",
        "sensitive": "health-info",
        "tasks": "a-task",
        "bases": "own",
        "accepted": "later",
    }.get(name, "")
    fresh = data.draw(st.one_of(value(field), st.just(UNKNOWN)))
    assume(field.key != "optional")
    with tempfile.TemporaryDirectory() as folder:
        before = draft(COMMENTED, Path(folder))
        after = before.changed({Ref(name, row, field.key): fresh})

        expected = tomllib.loads(COMMENTED)
        home = expected.setdefault(name, {})
        (home.setdefault(row, {}) if row else home)[field.key] = fresh
        assert after.source.data == expected
        assert not comments(COMMENTED) - comments(after.path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        'schema = 1\norganisation.kind = "shop" # k\n',
        'schema = 1\norganisation = { kind = "shop" } # k\n',
        'schema = 1\n[organisation] # k\n"kind" = "shop"',
        "schema = 1\n[contact]\nname = \"x\"\n\n\n# k\n[organisation]\nkind = '''shop'''",
        "schema = 1\n[activities]\nnewsletter = { items = [] } # k\n",
        "schema = 1\n[activities]\nnewsletter.items = [] # k\nnewsletter.people = []\n",
        'schema = 1\nactivities = "unknown" # k\n[contact]\nname = "x"\n',
        "schema = 1\nactivities = [] # k\n",
        'schema = 1 # k\n[activities.newsletter]\n[activities.newsletter.keep]\nfrom = "collected"\nmonths = 1\n',
        "# k\n\nschema = 1",
        'schema = 1\n[organisation]\nkind = "shop"\n[activities.newsletter]\nitems = [\n  "name",\n  # k\n]\n',
    ],
)
def test_every_way_to_write_a_table_can_be_changed(text: str, tmp_path: Path) -> None:
    """Dotted, inline, quoted, out of order, without a last line end."""
    after = draft(text, tmp_path).changed({NAME: "De Zon"}).changed({ITEMS: ["email", "name"]})

    expected = tomllib.loads(text)
    expected.setdefault("organisation", {})["name"] = "De Zon"
    if not isinstance(expected.get("activities"), dict):
        expected["activities"] = {}
    expected["activities"].setdefault("newsletter", {})["items"] = ["email", "name"]
    assert after.source.data == expected
    assert "# k" in after.path.read_text(encoding="utf-8")


# ---- how it looks


def test_a_new_file_names_its_schema_and_keeps_the_order_of_the_questions(tmp_path: Path) -> None:
    """Editors need the blank line; people need the order."""
    path = tmp_path / "privacy.toml"
    first = opened(path, library().questionnaire).changed({Ref("people", "", "groups"): ["customer"]})
    second = first.changed({NAME: "De Zon"}).changed({Ref("activities", "shop"): {"template": "online-shop"}})
    second.changed({Ref("contact", "", "name"): "Anna", Ref("activities"): None} | {Ref("sensitive"): []})

    assert path.read_text(encoding="utf-8") == (
        BEGINNING.rstrip() + '\nsensitive = []\n\n[organisation]\nname = "De Zon"\n\n'
        '[contact]\nname = "Anna"\n\n[people]\ngroups = ["customer"]\n'
    )


def test_a_change_leaves_every_other_line_alone(tmp_path: Path) -> None:
    """A new key stands in its own table, above the comments of the next."""
    after = draft(COMMENTED, tmp_path).changed({Ref("organisation", "", "staff"): "2-9"})

    expected = COMMENTED.replace('    "BE",\n]\n', '    "BE",\n]\nstaff = "2-9"\n')
    assert after.path.read_text(encoding="utf-8") == expected


def test_comments_inside_a_list_outlive_the_list(tmp_path: Path) -> None:
    """They move to a line of their own beside it."""
    after = draft(COMMENTED, tmp_path).changed({Ref("organisation", "", "places"): ["FR"]})

    text = after.path.read_text(encoding="utf-8")
    assert 'places = ["FR"]' in text
    marks = ["# ---- who we are", "# here", "# and soon:", "# ---- what we do"]
    assert sorted(marks, key=text.index) == marks


def test_a_row_can_be_taken_out(tmp_path: Path) -> None:
    """Its comments stay: they are somebody's."""
    after = draft(COMMENTED, tmp_path).changed({Ref("activities", "newsletter"): None})

    assert after.answers.rows("activities") == ("shop",)
    assert "# since 2019" in after.path.read_text(encoding="utf-8")


def test_unknown_gives_way_to_rows_and_rows_to_none(tmp_path: Path) -> None:
    """The four empties of a table of rows."""
    path = tmp_path / "privacy.toml"
    file = opened(path, library().questionnaire)
    for changes, rows, state in (
        ({Ref("suppliers"): UNKNOWN}, (), "unknown"),
        ({Ref("suppliers", "web-host"): {"recipient": "web-host"}}, ("web-host",), "known"),
        ({Ref("suppliers", "web-host"): None, Ref("suppliers"): []}, (), "known"),
        ({Ref("suppliers"): None}, (), None),
    ):
        file = file.changed(changes)
        assert (file.answers.rows("suppliers"), file.answers.states.get("suppliers")) == (rows, state)


def test_a_long_list_gets_a_line_for_each_value(tmp_path: Path) -> None:
    many = list(library().questionnaire.vocabularies["data-item"].terms)[:20]
    after = opened(tmp_path / "privacy.toml", library().questionnaire).changed({ITEMS: many})

    assert f"items = [\n    {toml(many[0])},\n" in after.path.read_text(encoding="utf-8")


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    after = draft(COMMENTED.replace("\n", "\r\n"), tmp_path).changed({ADDRESS: "De\nZon"})

    raw = after.path.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert opened(after.path, library().questionnaire).answers.text("organisation", "address") == "De\nZon"


# ---- the file on the disk


def test_a_new_file_is_its_owners_and_an_old_one_keeps_its_permissions(tmp_path: Path) -> None:
    new = opened(tmp_path / "new.toml", library().questionnaire).changed({NAME: "De Zon"})
    old = draft(COMMENTED, tmp_path)
    old.path.chmod(0o664)
    old.changed({NAME: "De Zon"})

    assert stat.S_IMODE(new.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(old.path.stat().st_mode) == 0o664
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.toml", "privacy.toml"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """People keep their answers elsewhere and link to them."""
    real = draft(COMMENTED, tmp_path).path
    link = tmp_path / "link.toml"
    link.symlink_to(real.name)
    opened(link, library().questionnaire).changed({NAME: "De Zon"})

    assert link.is_symlink()
    assert opened(real, library().questionnaire).answers.text("organisation", "name") == "De Zon"


def test_what_somebody_else_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    """The file is open in an editor while the interview goes on."""
    file = draft(COMMENTED, tmp_path)
    file.path.write_text(COMMENTED + '\n# a late thought\n[breach]\nwho = "Anna"\n', encoding="utf-8")
    after = file.changed({NAME: "De Zon"})

    assert after.answers.text("breach", "who") == "Anna"
    assert "# a late thought" in after.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["schema = 2\n", "schema = 1\n[breach]\nnaem = 1\n", "", "name: x\nkind: y\nz: 1\n"])
def test_a_file_with_faults_is_not_touched(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        draft(text, tmp_path)
    assert (tmp_path / "privacy.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("bad", ["\x07", "", "x" * 501])
def test_a_value_that_the_parser_refuses_is_not_written(bad: str, tmp_path: Path) -> None:
    file = draft(COMMENTED, tmp_path)
    with pytest.raises(InputError):
        file.changed({NAME: bad})
    assert file.path.read_text(encoding="utf-8") == COMMENTED


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    file = opened(tmp_path / "nowhere" / "privacy.toml", library().questionnaire)
    with pytest.raises(WriteError) as caught:
        file.changed({NAME: "De Zon"})
    assert caught.value.faults[0].message == "cannot-write"


WRITER = """
import sys
from pathlib import Path
from privet.draft import write
pieces = [(letter * 400_000 + "\\n").encode() for letter in "ab"]
print("ready", flush=True)
while True:
    for piece in pieces:
        write(Path(sys.argv[1]), piece, 0o600)
"""


@pytest.mark.parametrize("wait", [0.0, 0.013, 0.029, 0.047, 0.071])
def test_a_kill_during_the_write_leaves_the_old_file_or_the_new_one(wait: float, tmp_path: Path) -> None:
    """No signal can be harder than this one."""
    path = tmp_path / "privacy.toml"
    write(path, b"a" * 400_000 + b"\n", 0o600)
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(wait)
        os.kill(writer.pid, signal.SIGKILL)

    assert path.read_bytes() in {letter * 400_000 + b"\n" for letter in (b"a", b"b")}
