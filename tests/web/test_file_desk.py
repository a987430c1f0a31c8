"""The desk of ``privet edit``: one file, shared with an editor, a command line and other tabs, and never spoilt."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from strategies import answers

from privet.answers import Ref
from privet.errors import InputError
from privet.rewriting import comments
from privet.web.editing.desk import FileDesk
from web.editing import Editing
from web.trying import trips, written

NOTES = """\
#:schema privacy.schema.json

# Ours.  Ask Anna before you change this.
schema = 1   # the first

  [organisation]   # indented, on purpose
name   =   'De Zon'      # single quotes
kind = "shop"

# not yet:
# website = "https://zon.example"
[people]
groups = [
    "customer", # all of them
    "member",   # since 2019
]
places = ["NL"]
"""
NAME = Ref("organisation", "", "name")


def test_a_change_leaves_every_other_byte(here: Editing) -> None:
    """Comments, spaces, quotes and order are the owner's."""
    here.file.write_text(NOTES)
    FileDesk(here.file).write({NAME: "De Maan"})

    assert here.text == NOTES.replace("'De Zon'", '"De Maan"')


def test_windows_line_ends_stay(here: Editing) -> None:
    here.file.write_bytes(NOTES.replace("\n", "\r\n").encode())
    FileDesk(here.file).write({NAME: "De Maan", Ref("contact", "", "name"): "Anna"})
    raw = here.file.read_bytes()

    assert raw.count(b"\n") == raw.count(b"\r\n") == NOTES.count("\n") + 3
    assert here.data["contact"] == {"name": "Anna"}


@trips(8)
@given(data=answers())
def test_no_change_of_an_answer_loses_a_comment_or_another_answer(here: Editing, data: dict[str, object]) -> None:
    """One answer after another is taken out of files of every shape, and put in again."""
    text = written(data)
    here.file.write_text(text, encoding="utf-8")
    desk = FileDesk(here.file)
    for name in ("organisation", "contact", "people"):
        before = here.data
        desk.write({Ref(name, "", "name" if name != "people" else "groups"): "unknown"})
        after = here.data
        assert {key: value for key, value in after.items() if key != name} == {
            key: value for key, value in before.items() if key != name
        }
    assert not comments(text) - comments(here.text)


def test_many_tabs_at_once_lose_nothing(here: Editing) -> None:
    """Each change is made on whatever the file is by then."""
    here.file.write_text(NOTES)
    fields = {
        Ref("organisation", "", "website"): "https://zon.example",
        Ref("organisation", "", "staff"): "just-me",
        Ref("contact", "", "name"): "Anna",
        Ref("contact", "", "phone"): "1",
        Ref("breach", "", "who"): "Bram",
        Ref("breach", "", "deputy"): "Cor",
        Ref("safeguards", "", "paper"): "unknown",
        Ref("cleanup", "", "who"): "owner",
    }
    tabs = [threading.Thread(target=FileDesk(here.file).write, args=({ref: value},)) for ref, value in fields.items()]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert {ref: here.data[ref.table][ref.field] for ref in fields} == fields
    assert not comments(NOTES) - comments(here.text)


def test_what_an_editor_saved_meanwhile_is_kept(here: Editing) -> None:
    here.file.write_text(NOTES)
    page = here.get("/question/contact/")
    here.file.write_text(NOTES.replace("De Zon", "De Ster"))
    sent = here.post(page, {**page.form, "name": ["Anna"]})

    assert sent.status == 302
    assert (here.data["organisation"]["name"], here.data["contact"]["name"]) == ("De Ster", "Anna")


def test_a_value_that_cannot_stand_is_not_written(here: Editing) -> None:
    here.file.write_text(NOTES)
    with pytest.raises(InputError):
        FileDesk(here.file).write({Ref("organisation", "", "kind"): "castle"})

    assert here.text == NOTES


def test_a_new_file_is_its_owners_and_an_old_one_keeps_its_permissions(here: Editing) -> None:
    FileDesk(here.file).write({NAME: "De Zon"})
    assert stat.S_IMODE(here.file.stat().st_mode) == 0o600

    here.file.chmod(0o640)
    FileDesk(here.file).write({NAME: "De Maan"})
    assert stat.S_IMODE(here.file.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_told_on_the_page(here: Editing) -> None:
    here.file.write_text(NOTES)
    here.file.parent.chmod(0o500)
    try:
        page = here.answer("/question/contact/", name="Anna")
    finally:
        here.file.parent.chmod(0o700)

    assert page.status == 422 and page.form["name"] == ["Anna"]
    assert here.text == NOTES


def test_a_folder_that_went_away_is_told_on_the_page(here: Editing, tmp_path: Path) -> None:
    """What was typed stays in the boxes."""
    folder = tmp_path / "gone"
    folder.mkdir()
    here.file.symlink_to(folder / "privacy.toml")
    (folder / "privacy.toml").write_text(NOTES)
    page = here.get("/question/contact/")
    (folder / "privacy.toml").unlink()
    folder.rmdir()
    sent = here.post(page, {**page.form, "name": ["Anna"]})

    assert sent.status in (422, 500)
    assert "Anna" in sent.text


# ---- a file that an editor left broken


def test_a_file_with_faults_is_told_with_their_lines(here: Editing) -> None:
    """While somebody is in the middle of typing in an editor; when it is mended, all goes on."""
    here.file.write_text(NOTES)
    page = here.get("/question/contact/")
    here.file.write_text(NOTES.replace('kind = "shop"', 'kind = "shop'))
    for broken in (here.get("/"), here.get("/plan/"), here.post(page, {**page.form, "name": ["Anna"]})):
        assert broken.status in (409, 422), broken.status
        assert "8" in broken.text and "privacy.toml" in broken.text
    here.file.write_text(NOTES)

    assert here.post(page, {**page.form, "name": ["Anna"]}).status == 302


# ---- another file in its place


def bring(here: Editing, raw: bytes) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = here.get("/import/")
    file = SimpleUploadedFile("privacy.toml", raw)
    return here.client.post("/import/", {"csrfmiddlewaretoken": page.token, "file": file})


def status(sent: object) -> int:
    return int(getattr(sent, "status_code", 0))


def test_a_file_that_is_brought_leaves_the_old_one_beside_it(here: Editing) -> None:
    here.file.write_text(NOTES)
    fresh = b'schema = 1 # new\n[organisation]\nname = "New"\n'

    assert status(bring(here, fresh)) == 302
    assert here.file.read_bytes() == fresh
    assert [path.read_text() for path in here.file.parent.iterdir() if path != here.file] == [NOTES]


def test_no_file_that_is_brought_takes_an_earlier_copy_away(here: Editing) -> None:
    """Twice the wrong file, and the answers of the beginning are still there."""
    here.file.write_text(NOTES)
    for name in ("One", "Two"):
        assert status(bring(here, f'schema = 1\n[organisation]\nname = "{name}"\n'.encode())) == 302

    assert NOTES in [path.read_text() for path in here.file.parent.iterdir()]


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe", b"schema = 2\n", b"schema = 1\n[organisation]\nkind = 'castle'\n", b"x" * 1_200_000, b"\0",
     b"schema = 1\n" + b"# \xc3\x28\n", b"<html>", b"a" * 999_999],
)  # fmt: skip
def test_what_is_no_answers_file_is_refused_with_its_faults(raw: bytes, here: Editing) -> None:
    here.file.write_text(NOTES)

    assert status(bring(here, raw)) == 422
    assert here.text == NOTES
    assert list(here.file.parent.iterdir()) == [here.file]


def test_what_goes_out_comes_in_again_byte_for_byte(here: Editing) -> None:
    """Export and import."""
    here.file.write_text(NOTES)
    got = here.client.get("/privacy.toml")

    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.content == NOTES.encode()
    assert status(bring(here, got.content)) == 302
    assert here.text == NOTES


def test_a_file_from_windows_that_is_brought_keeps_its_line_ends(here: Editing) -> None:
    raw = NOTES.replace("\n", "\r\n").encode()

    assert status(bring(here, raw)) == 302
    assert here.file.read_bytes() == raw
