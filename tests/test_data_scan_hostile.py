"""Files that want harm, or are broken: told in plain words, never taken for clean, and never the end of privet."""

from __future__ import annotations

import random
import time
import zipfile
from pathlib import Path

import pytest
from data_scan import BSN, EMAIL, IBAN, ON, PLAN, WAYS, as_workbook, codes, csv, found, looked
from program import FULL, run

from privet.storage import databases, duck, files, workbooks  # noqa: F401 - here, so that no room has to import them
from privet.storage import room as rooms
from privet.storage.seen import Task
from privet.storage.sources import source

HEAD = "name,email,last_contact\n"
ROW = f"Anna,{EMAIL},2026-01-02\n"


def why(place: Path) -> str:
    """The one thing that is told."""
    (entry,) = looked(place).troubles
    return entry.why


# ---- text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_a_file_is_read_in_what_it_is_written_in(tmp_path: Path, encoding: str) -> None:
    """As spreadsheets save it; the names of columns keep their letters."""
    path = tmp_path / "customers.csv"
    path.write_bytes(f"Prénom;Courriel;N° BSN\nZoë;{EMAIL};{BSN}\n".encode(encoding))

    (entry,) = looked(path).tables

    assert [column.name for column in entry.placed.table.columns] == ["Prénom", "Courriel", "N° BSN"]
    assert {held.item for held in entry.placed.holdings} == {"name", "email", "national-number"}
    assert entry.counts is not None
    assert entry.counts.rows == 1


def test_letters_that_cannot_be_told_do_not_hide_the_rest(tmp_path: Path) -> None:
    """Half a letter in a note, and an address behind it."""
    path = tmp_path / "customers.csv"
    path.write_bytes(b"ref,note\n" + b"1,caf\xe9 \xc3\x28 \xff\n" * 50 + f"2,{EMAIL}\n".encode())

    assert [held.item for held in looked(path).tables[0].placed.holdings if held.found] == ["email"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "no-columns"),
        (b"\n\n\n", "no-columns"),
        (b"\x00" * 5000, "not-text"),
        (bytes(range(256)) * 40, "not-text"),
        (b"\x1f\x8b" + b"x" * 50, "packed-file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "old-workbook"),
        (b'[{"email": "a@b.nl"}]', "not-table"),
        (b"<html><body>a@b.nl", "not-table"),
        (b"\0" * 8 + b"DUCK" + b"x" * 500, "file-broken"),
        (b"PAR1" + b"x" * 500, "file-broken"),
        (b"SQLite format 3\x00" + b"x" * 500, "file-broken"),
        (b"PK\x03\x04" + b"x" * 500, "packed-file"),
        (",".join(f"c{n}" for n in range(10_000)).encode() + b"\n", "too-many-columns"),
    ],
)
def test_what_is_no_table_is_not_clean(tmp_path: Path, raw: bytes, said: str) -> None:
    """Whatever the file is called."""
    path = tmp_path / "customers.csv"
    path.write_bytes(raw)

    assert why(path) == said
    assert codes(path) == ["PD191"]


def test_a_nul_in_a_cell_hides_nothing(tmp_path: Path) -> None:
    """Far enough from the beginning that the file still counts as text."""
    path = tmp_path / "customers.csv"
    path.write_bytes(b"ref,note\n" + b"1,late\n" * 300_000 + b"2,\x00" + EMAIL.encode() + b"\n")

    assert [held.item for held in looked(path).tables[0].placed.holdings if held.found] == ["email"]


def test_many_columns_are_looked_at(tmp_path: Path) -> None:
    """Four thousand are; the sample has fewer rows."""
    names = [f"c{n}" for n in range(3_999)]
    row = ["x"] * 3_998 + [EMAIL]
    path = csv(tmp_path, "wide", ",".join(names), *([",".join(row)] * 60))

    assert [held.column for held in looked(path).tables[0].placed.holdings] == ["c3998"]


def test_a_row_that_is_larger_than_a_piece_is_looked_at(tmp_path: Path) -> None:
    """A picture in a cell is no reason to stop, and an address behind it counts."""
    path = csv(tmp_path, "customers", "ref,note", "1," + "x" * 3_000_000, f"2,{EMAIL}")

    assert [held.item for held in looked(path).tables[0].placed.holdings if held.found] == ["email"]
    assert looked(path).troubles == ()


@pytest.mark.parametrize("end", ["", '"', '"\n'])
def test_an_endless_row_is_told(tmp_path: Path, end: str) -> None:
    """One that is longer than any piece: what came before it counts, and it is no pass."""
    path = tmp_path / "customers.csv"
    path.write_text(HEAD + ROW + '9,b@b.nl,"' + "x" * 40_000_000 + end + ROW)

    assert why(path) == "row-too-long"
    assert codes(path) == ["PD193"]


def test_rows_that_do_not_fit_are_counted(tmp_path: Path) -> None:
    """What stands in a cell too many was not looked at."""
    path = csv(tmp_path, "customers", HEAD.strip(), ROW.strip(), f"Bea,b@b.nl,2026-01-01,{IBAN}", "Cis", ROW.strip())

    (entry,) = looked(path).troubles

    assert (entry.why, entry.count) == ("rows-odd", 2)


def test_hostile_names_do_no_harm_in_a_message(tmp_path: Path) -> None:
    """A name that holds a value, a line end or characters that act is shown as what it is."""
    path = csv(tmp_path, "customers", '"bsn \x1b\u202e\n","n"', f"{BSN},1", f"{BSN},2")

    texts = [entry.text for entry in found(path)]

    assert texts
    assert not [text for text in texts if "\x1b" in text or "\n" in text or "\u202e" in text]


def test_a_file_without_names_is_known_by_numbers(tmp_path: Path) -> None:
    """The first row holds values, and no message repeats it."""
    path = csv(tmp_path, "customers", f"Anna,{EMAIL},{BSN}", "Bea,b@voorbeeld.nl,123456782")

    every = looked(path)

    assert [column.name for column in every.tables[0].placed.table.columns] == ["1", "2", "3"]
    assert every.tables[0].counts is not None
    assert every.tables[0].counts.rows == 2


def test_searching_takes_no_longer_than_the_text_is_long(tmp_path: Path) -> None:
    """Texts that nearly hold an address or an account: twice as much takes about twice as long."""

    def seconds(count: int) -> float:
        nasty = "a." * 20_000 + "@" + "a-" * 20_000 + " " + "NL91 ABNA " * 4_000
        path = csv(tmp_path, "nasty", "ref,note", *([f"1,{nasty}"] * count))
        begun = time.monotonic()
        assert looked(path).tables
        return time.monotonic() - begun

    assert seconds(40) < 4 * seconds(20) + 2


# ---- workbooks


def bomb(path: Path, part: str, raw: bytes) -> None:
    """Another part in a workbook, or one in place of its own."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, own in (parts | {part: raw}).items():
            book.writestr(name, own)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">]><sst>&a;</sst>' % (b"x" * 100)


@pytest.mark.parametrize(
    ("part", "raw", "said"),
    [
        ("xl/media/huge.bin", b"\x00" * 300_000_000, "bomb"),
        ("xl/sharedStrings.xml", ENTITIES, "bomb"),
        ("xl/worksheets/sheet1.xml", ENTITIES.decode().encode("utf-16"), "bomb"),
        ("xl/workbook.xml", b"<no", "file-broken"),
        ("xl/worksheets/sheet1.xml", b"", "file-broken"),
    ],
)
def test_workbooks_that_want_harm_are_refused(tmp_path: Path, part: str, raw: bytes, said: str) -> None:
    """By what they would unpack to, and by what they define."""
    path = as_workbook(tmp_path, ("name", "email"), [("Anna", EMAIL)])
    bomb(path, part, raw)

    assert why(path) in (said, "broke-reader" if said == "file-broken" else said)
    assert codes(path) == ["PD191"]


def test_a_package_of_tomorrow_is_told(tmp_path: Path) -> None:
    """One that says it takes a later version of packing to unpack it; what is packed is opened in the room alone."""
    path = as_workbook(tmp_path, ("name", "email"), [("Anna", EMAIL)])
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 6] = 130
    path.write_bytes(bytes(raw))

    assert why(path) == "file-broken"


def test_titles_above_a_table_are_no_names(tmp_path: Path) -> None:
    """People write what a sheet is into its first row."""
    path = as_workbook(tmp_path, ("Our customers",), [("",), ("name", "email"), ("Anna", EMAIL)])

    assert [column.name for column in looked(path).tables[0].placed.table.columns] == ["name", "email"]


# ---- whatever is in it


EACH = 2_000 if FULL else 40
"""Mutated files of each kind: in the long form ten thousand in all."""


@pytest.mark.parametrize("way", WAYS)
def test_mutated_files_never_end_privet(tmp_path: Path, way: str) -> None:
    """What a reader cannot read is told; the process that asked lives on, and no value comes out by accident."""
    dice = random.Random(7)
    whole = WAYS[way](tmp_path, ("name", "email", "bsn"), [("Anna", EMAIL, BSN)] * 50).read_bytes()
    path, read = tmp_path / f"broken.{way}", 0
    for number in range(EACH):
        raw = bytearray(whole)
        for _ in range(dice.randrange(1, 20) if number else 0):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        path.write_bytes(bytes(raw[: dice.choice((len(raw), dice.randrange(1, len(raw)))) if number else None]))
        given = source(str(path))
        if given.kind == "unknown":
            assert given.why
            continue
        with rooms.Room(given, ("NL",), ON) as room:
            seen = room.look()
            if isinstance(seen, rooms.Unread):
                assert seen.why
                continue
            assert seen.tables or seen.troubles or way in ("sqlite", "duckdb", "workbook")
            counted = [room.count(Task(table.name), lambda done, total: None) for table in seen.tables]

        assert EMAIL not in repr((seen.troubles, counted))
        read += 1
    assert read  # the first one is whole


def test_a_reader_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a fault in a library: the source counts as not looked at."""
    import os
    import signal

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(rooms, "reader_of", die)

    assert why(csv(tmp_path, "customers", HEAD.strip(), ROW.strip())) == "broke-reader"


def test_a_reader_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever."""
    monkeypatch.setattr(rooms, "SILENCE", 0.3)
    monkeypatch.setattr(rooms, "reader_of", lambda *_: time.sleep(60))

    assert why(csv(tmp_path, "customers", HEAD.strip(), ROW.strip())) == "too-slow"


def test_a_reader_that_takes_all_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The room has limits; the machine goes on."""
    monkeypatch.setattr(rooms, "reader_of", lambda *_: bytearray(rooms.LIMITS.memory + 2**20))

    assert why(csv(tmp_path, "customers", HEAD.strip(), ROW.strip())) in ("too-large", "broke-reader")


def test_the_words_of_a_library_stay_in_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """An error, a warning or a print may hold a value."""

    def speak(*_: object) -> None:
        print(IBAN, flush=True)
        raise ValueError(IBAN)

    monkeypatch.setattr(rooms, "reader_of", speak)
    place = csv(tmp_path, "customers", HEAD.strip(), ROW.strip())
    every = looked(place)

    assert every.troubles[0].why == "broke-reader"
    assert IBAN not in "".join(capfd.readouterr())


def test_a_file_that_may_not_be_read_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner knows why; privet only says that it did not look."""
    place = csv(tmp_path, "customers", HEAD.strip(), ROW.strip())

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)

    assert source(str(place)).why == "file-unreadable"


def test_nothing_is_written(tmp_path: Path) -> None:
    """Every file is as it was, and no other is there."""
    for way in WAYS.values():
        way(tmp_path, ("name", "email"), [("Anna", EMAIL)] * 5)
    (tmp_path / "privacy.toml").write_text(PLAN, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    places = ("customers.csv", "customers.parquet", "book.xlsx", "shop.db", "shop.duckdb")
    run("check", "data", *places, cwd=tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
