"""Packed data: the same plan, sooner; and never a stale word."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from installed import EXAMPLE, installed_in, packed_in, run

from privet import guidance, interview, locales, source
from privet.compose import compose
from privet.datafiles import HOME, DataFiles
from privet.judging import judge
from privet.labels import DEFAULT_LOCALES, OTHER_LOCALES, locale
from privet.library import Library
from privet.packed import FOLDER, SEAL, Packed, from_toml, pack_of, to_toml, write
from privet.packing import pack
from privet.parsing import parse
from privet.render import FORMATS

ON = date(2026, 11, 22)
TEXT = "documents/plan/consent/en.md"
TABLE = "vocabulary/storage.toml"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data with their pack, for who only reads."""
    return packed_in(tmp_path_factory.mktemp("packed") / "data")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed program, to be copied."""
    return installed_in(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def plain(ready: Path, tmp_path: Path) -> Path:
    """The same data without their pack."""
    return shutil.copytree(ready, tmp_path / "plain", ignore=shutil.ignore_patterns(FOLDER))


@pytest.fixture
def root(ready: Path, tmp_path: Path) -> Path:
    """The data with their pack, for who changes something."""
    return shutil.copytree(ready, tmp_path / "data")


@pytest.fixture
def house(kept: Path, tmp_path: Path) -> Path:
    """The installed program, to be broken."""
    return shutil.copytree(kept, tmp_path / "house")


def plan(root: Path, name: str, language: str) -> bytes:
    """The example's plan made from the data in a folder."""
    library = Library(root)
    case = interview.case(parse(source.read(EXAMPLE), library.questionnaire), library.skips, ON, library.covered)
    document = compose(library, judge(library, case, "plan"), language)
    return FORMATS[name].render(document, library.words(locale(language, case)))


def forbid(*_: object) -> None:
    raise AssertionError("parsed")


# ---- the same, sooner


@pytest.mark.parametrize("name", ["html", "md", "json"])
@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_a_plan_has_the_same_bytes_with_and_without_a_pack(ready: Path, plain: Path, name: str, language: str) -> None:
    """The pack changes how long it takes and nothing else."""
    assert plan(ready, name, language) == plan(plain, name, language)


def test_every_file_is_read_alike_with_and_without_a_pack(ready: Path, plain: Path) -> None:
    """Tables with their days, texts with their slots."""
    packed, parsed = DataFiles(ready), DataFiles(plain)

    assert packed.all == parsed.all
    for name in parsed.all:
        if name.endswith(".toml"):
            assert packed.toml(name).raw == parsed.toml(name).raw
        else:
            assert guidance.read(packed, name) == guidance.read(parsed, name)


def test_what_is_packed_is_not_parsed(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what it is for."""
    answers = source.read(EXAMPLE)
    monkeypatch.setattr(tomllib, "loads", forbid)
    monkeypatch.setattr(guidance, "parse", forbid)
    library = Library(ready)
    case = interview.case(parse(answers, library.questionnaire), library.skips, ON, library.covered)

    assert compose(library, judge(library, case, "plan"), "nl").sections


# ---- never stale


def test_an_edited_text_is_used_at_once(root: Path) -> None:
    """A pack is asked by the hash of what the file says now."""
    path = root / TEXT
    path.write_text(path.read_text(encoding="utf-8").replace("onsent", "ONSENT"), encoding="utf-8")

    assert b"ONSENT" in plan(root, "md", "en")
    assert DataFiles(root).edited


def test_an_edited_table_is_used_at_once(root: Path) -> None:
    """Labels, rules and law are data like any other."""
    path = root / TABLE
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\n[term.tin-box]\nlabel = {{ en = 'Tin box' }}\n", encoding="utf-8"
    )

    assert "tin-box" in Library(root).questionnaire.vocabularies["storage"].terms
    assert DataFiles(root).edited


def test_a_text_changed_back_is_found_again(root: Path) -> None:
    """Hashes, not times: what was packed is right for ever."""
    path = root / TEXT
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    path.write_bytes(before)

    assert not DataFiles(root).edited


def test_a_new_file_is_an_edit(root: Path) -> None:
    """A rule that nobody packed must pass the laws of loading as well."""
    (root / "vocabulary" / "new.toml").write_text("[vocabulary]\nname = 'new'\n", encoding="utf-8")

    assert DataFiles(root).edited


def test_plain_data_are_not_called_edited(plain: Path) -> None:
    """In a checkout without a pack the tests see to the laws of loading."""
    assert not DataFiles(plain).edited


def test_line_ends_of_another_system_change_nothing(tmp_path: Path) -> None:
    """A checkout with CRLF reads and hashes as one without."""
    for folder, end in (("unix", b"\n"), ("windows", b"\r\n"), ("mac", b"\r")):
        (tmp_path / folder / "words").mkdir(parents=True)
        (tmp_path / folder / "words" / "x.toml").write_bytes(b"a = 1" + end + b"b = 2" + end)
    unix, *others = (DataFiles(tmp_path / folder) for folder in ("unix", "windows", "mac"))

    assert {files.seal for files in others} == {unix.seal}
    assert [files.toml("words/x.toml").raw for files in others] == [{"a": 1, "b": 2}] * 2


# ---- damaged packs

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "cut": lambda raw: raw[: len(raw) // 2],
    "a letter changed": lambda raw: raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:],
    "its hash cut off": lambda raw: raw.partition(b"\n")[2],
    "of other readers": lambda raw: b"0" * 64 + raw[64:],
    "binary": lambda raw: bytes(range(256)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_pack_is_no_pack(root: Path, damage: str) -> None:
    """Whatever happened to the files, the plan is the same."""
    wanted = plan(root, "md", "en")
    for path in (root / FOLDER).glob("*.jsonl"):
        path.write_bytes(DAMAGES[damage](path.read_bytes()))

    assert Packed(root / FOLDER).find(TEXT, DataFiles(root).hash(TEXT)) is None
    assert plan(root, "md", "en") == wanted


def test_a_folder_in_place_of_a_pack_is_no_pack(root: Path) -> None:
    """Nor is anything else that cannot be read."""
    for path in (root / FOLDER).iterdir():
        path.unlink()
        path.mkdir()

    assert plan(root, "md", "en")
    assert Packed(root / FOLDER).seal == ""


def test_a_pack_of_another_shape_is_no_pack(tmp_path: Path) -> None:
    """Sealed, and yet not what a table looks like."""
    write(tmp_path, "toml", {"digest": ["something else"]})

    assert to_toml(Packed(tmp_path).find("questions/x.toml", "digest")) is None


# ---- the laws of loading


def test_broken_data_are_refused_where_they_were_edited(house: Path, tmp_path: Path) -> None:
    """Whoever edits an installed privet is told of a slot too many, before anything is written."""
    path = house / "privet" / "data" / TEXT
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n\n{nobody-fills-this}\n", encoding="utf-8")
    found = run(house, "build", str(EXAMPLE), "--format", "md", "-o", str(tmp_path / "out"))

    assert found.returncode == 1
    assert "nobody-fills-this" in found.stderr and TEXT in found.stderr
    assert "Traceback" not in found.stderr
    assert not (tmp_path / "out").exists()


def test_sound_edits_are_built(house: Path, tmp_path: Path) -> None:
    """An edit that keeps the laws is as good as what was packed."""
    path = house / "privet" / "data" / TEXT
    path.write_text(path.read_text(encoding="utf-8").replace("onsent", "ONSENT"), encoding="utf-8")
    found = run(house, "build", str(EXAMPLE), "--format", "md", "-o", str(tmp_path / "out"))

    assert found.returncode == 0, found.stderr
    assert "ONSENT" in (tmp_path / "out" / EXAMPLE.stem / "plan.en.md").read_text(encoding="utf-8")


def test_without_a_pack_all_works(house: Path, tmp_path: Path) -> None:
    """Only slower."""
    shutil.rmtree(house / "privet" / "data" / FOLDER)
    found = run(house, "build", str(EXAMPLE), "--format", "md", "-o", str(tmp_path / "out"))

    assert found.returncode == 0, found.stderr


# ---- packing


def test_packing_twice_gives_the_same_bytes(root: Path) -> None:
    """And leaves nothing else behind."""
    before = {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}
    pack(root)

    assert {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()} == before
    assert [path for path in root.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_cannot_be_parsed_is_left_out(root: Path) -> None:
    """The rest is packed all the same."""
    (root / TABLE).write_text("not toml", encoding="utf-8")
    pack(root)
    files = DataFiles(root)

    assert files.packed(TABLE) is None
    assert files.packed(TEXT) is not None


def test_each_language_has_packs_of_its_own() -> None:
    """An English plan does not read French words."""
    names = ("words/fr/cli.toml", "laws/eu-gdpr/plan/laws/fr.md", "laws/eu-gdpr/law.toml", "locales/fr_CA")

    assert [pack_of(name) for name in names] == ["words.fr", "guidance.fr", "toml", "locales.fr_CA"]


VALUES = st.recursive(
    st.text() | st.integers() | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), VALUES))
def test_toml_comes_back_as_it_was(table: dict[str, object]) -> None:
    """Days are days again, and a text that looks like one stays a text."""
    packed = from_toml(table)
    found = to_toml(packed)

    assert found is not None
    assert repr(found) == repr(table)


def test_what_json_cannot_keep_is_not_packed() -> None:
    """Times and fractions are parsed each time; privet's data has none."""
    assert from_toml(tomllib.loads("a = 2026-11-22T10:00:00Z")) is None
    assert from_toml(tomllib.loads("a = 0.5")) is None


class Interface:
    """What hatchling gives a hook."""

    def __init__(self, root: Path) -> None:
        self.root, self.app, self.warnings = str(root), self, list[str]()

    def display_warning(self, text: str) -> None:
        self.warnings.append(text)

    def initialize(self, version: str, build_data: dict[str, list[str]]) -> None:
        """What the hook itself does."""
        raise NotImplementedError


def test_a_build_goes_on_when_packing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without a pack is better than none."""
    module = ModuleType("interface")
    vars(module)["BuildHookInterface"] = Interface
    for name in ("hatchling", "hatchling.builders", "hatchling.builders.hooks", "hatchling.builders.hooks.plugin"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "hatchling.builders.hooks.plugin.interface", module)
    monkeypatch.setattr("privet.packing.pack", forbid)
    repository = HOME.parents[2]
    hook: dict[str, type[Interface]] = {}
    exec((repository / "hatch_build.py").read_text(encoding="utf-8"), hook)  # noqa: S102 - it is no module of ours
    packing, wheel = hook["Packing"](repository), {"artifacts": list[str]()}
    packing.initialize("standard", wheel)

    assert "AssertionError" in packing.warnings[0]
    assert wheel["artifacts"] == [f"/src/privet/data/{FOLDER}/*"]


def test_the_seal_is_written_last_of_all(ready: Path) -> None:
    """It tells edited data from packed data."""
    assert (ready / FOLDER / SEAL).read_text(encoding="ascii") == DataFiles(ready).seal


# ---- locales

EVERY = sorted({*DEFAULT_LOCALES, *DEFAULT_LOCALES.values(), *OTHER_LOCALES})


@pytest.mark.parametrize("name", EVERY)
def test_a_locale_writes_as_babel_does(name: str) -> None:
    """Every day of a year, lists of every length, small numbers and large."""
    from babel import Locale
    from babel.dates import format_date
    from babel.lists import format_list
    from babel.numbers import format_decimal

    known, babel = locales.learn(name), Locale.parse(name)
    days = [date(2026, 1, 1) + timedelta(days=place) for place in range(365)]

    assert known.days and known.commas and known.plurals
    assert [known.day(day) for day in days] == [format_date(day, format="long", locale=name) for day in days]
    for size in range(1, 7):
        items = [f"item {place}" for place in range(size)]
        assert known.join(items) == format_list(items, locale=name)
    for n in (*range(130), 999, 1000, 1234567, 1000000):
        assert known.number(n) == format_decimal(n, locale=name)
        assert known.plural(n) == babel.plural_form(n)
    assert known.territories["NL"] == babel.territories["NL"]
    assert known.join([]) == ""


@pytest.mark.parametrize("name", ["ar_EG", "ja", "th", "eu", "hi"])
def test_what_cannot_be_learnt_is_asked_of_babel(name: str) -> None:
    """Other digits, other calendars, other orders: never a wrong guess."""
    from babel.dates import format_date
    from babel.lists import format_list
    from babel.numbers import format_decimal

    known = locales.learn(name)
    items = ["one", "two", "three", "four"]

    assert known.day(ON) == format_date(ON, format="long", locale=name)
    assert known.join(items) == format_list(items, locale=name)
    assert known.number(42) == format_decimal(42, locale=name)


def test_a_locale_is_packed_for_one_version_of_babel(ready: Path) -> None:
    """Another Babel may have learnt something."""
    packs = Packed(ready / FOLDER)

    assert packs.find("locales/fr_CA", locales.babel()) is not None
    assert packs.find("locales/fr_CA", "another version") is None
    assert locales.packed(locales.learn("fr_CA")) == packs.find("locales/fr_CA", locales.babel())
