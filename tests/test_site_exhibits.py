"""``privet check site`` on pages that nobody here wrote, and on markup of the shape that well-known programs make.

What must be found of each page stands in ``exhibits/site/expected.toml``; then faults are planted in each.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from site_faults import Planted, Target, plants, target
from site_pages import NOTICE, PLAN, checked, page, plan, shelf

from privet.facts import Case
from privet.site import findings
from privet.site.elements import Form, SitePage
from privet.site.findings import CheckedSite
from privet.site.lists import lists
from privet.site.placing import Placed, place
from privet.site.plan import Plan
from privet.site.reading import read

HERE = Path(__file__).parent
SHAPES = HERE / "exhibits" / "site" / "shapes"
EXPECTED = tomllib.loads((HERE / "exhibits" / "site" / "expected.toml").read_text(encoding="utf-8"))
MORE = """
[activities.news]
template = "newsletter"
people = ["customer"]
items = ["email", "name"]
optional = ["name"]
sources = ["web-form"]
purposes = ["send-news"]
shared-with = []
used-by = ["owner"]
stored = ["website-database"]
keep = { from = "collected", months = 6, then = ["erase"] }
[activities.account]
template = "online-account"
people = ["customer"]
items = ["name", "email", "username", "password"]
optional = []
sources = ["sign-up"]
purposes = ["create-account"]
shared-with = []
used-by = ["owner"]
stored = ["website-database"]
keep = { from = "collected", years = 2, then = ["erase"] }
"""
ELSEWHERE = PLAN.index("[consent]")
OWN = (PLAN[:ELSEWHERE] + MORE + PLAN[ELSEWHERE:]).replace(
    '"postal-address", "email", "order-history"]\noptional = []', '"postal-address", "email", "order-history", "phone"]\noptional = ["phone"]'
)  # fmt: skip
THEMES = {
    "startbootstrap-agency@7.0.12": "bc49d5677d6fd30ee77ce33c3baad729494153ffd94a893992414f2a8e8fecd4",
    "startbootstrap-modern-business@5.0.7": "5e1ec0e1d2cf550a49c1cf580704ae35b8cf99c36c8c1940bacaaf96553bceb6",
    "startbootstrap-sb-admin-2@4.1.4": "5cb4d3875078a735953af3b1b12ed8271f1bcbb73ec0cb793d5ee81d22881b0f",
}
"""Packages of npm with pages that are meant to be built upon, and the fingerprints of their archives."""
LOADED = {"PS141": "PS14x", "PS142": "PS14x"}
"""Which hosts have a name, and so which of the two is told, changes with the data on services."""
NOTICES = (
    "privacy.html", "privacy/index.html", "privacybeleid/index.html", "privacy-policy/index.html", "privacy.aspx.html",
    "politique-de-confidentialite/index.html", "confidentialite/index.html", "vie-privee/index.html",
    "donnees-personnelles/index.html", "fr/protection-des-donnees/index.html", "mentions/index.html",
    "policies/privacy-policy/index.html", "Home/Privacy/index.html", "politique-de-confidentialité/index.html",
)  # fmt: skip
"""Where the pages have their notice."""


@cache
def own() -> Case:
    """The plan of a shop that answers questions, sells, sends news and has accounts."""
    return plan(OWN)


@dataclass(frozen=True)
class Exhibit:
    """A page, and what was found of it."""

    name: str
    text: str
    forms: dict[str, str]
    """The items of each form that asks about people, behind its number and activity."""
    codes: frozenset[str]
    told: frozenset[tuple[str, str]]
    """Code and text of each finding."""


def exhibits(folder: Path, texts: Mapping[str, str]) -> Iterator[Exhibit]:
    """Pages of one site, each looked at."""
    done = look(folder, texts)
    for name, text in texts.items():
        told = _told(done, folder / f"{name}.html")
        codes = {code for code, _ in told}
        forms = {
            f"{form.form.number} {form.activity.row if form.activity else '-'}": " ".join(form.items)
            for form in placed(read(text))
            if form.personal
        }
        yield Exhibit(name, text, forms, frozenset(LOADED.get(code, code) for code in codes), told)


def _told(done: CheckedSite, path: Path) -> frozenset[tuple[str, str]]:
    """Code and text of what is told of a page."""
    told = ((entry.code, entry.text) for entry in done.found if entry.path == str(path))
    return frozenset((code, text) for code, text in told if code.startswith("PS"))


def look(folder: Path, texts: Mapping[str, str]) -> CheckedSite:
    """A site of these pages, each beside a notice."""
    notices: dict[str, str | bytes] = dict.fromkeys(NOTICES, page(NOTICE))
    pages: dict[str, str | bytes] = {f"{name}.html": text for name, text in texts.items()}
    return checked(folder, notices | pages, own())


def placed(seen: SitePage) -> list[Placed]:
    """The forms of a page with their activities."""
    known, ours = lists(shelf().files), Plan(shelf(), own(), "en")
    return [place(seen, form, ours, known, {}) for form in seen.forms]


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exhibit]:
    """Our own markup in the shape of that of well-known programs."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SHAPES.glob("*.html"))}
    return {entry.name: entry for entry in exhibits(tmp_path_factory.mktemp("shapes"), texts)}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exhibit]:
    """What the templates of Django, allauth, crispy-forms and WTForms make."""
    folder = tmp_path_factory.mktemp("rendered")
    subprocess.run([sys.executable, str(HERE / "site_render.py"), str(folder)], check=True, timeout=120)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}
    return {entry.name: entry for entry in exhibits(tmp_path_factory.mktemp("looked"), texts)}


@pytest.fixture(scope="module")
def themes(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exhibit]:
    """Pages of themes from npm: fetched once, kept in the cache of pytest, and never a part of this repository."""
    kept = pytestconfig.cache.mkdir("npm-exhibits") if pytestconfig.cache else tmp_path_factory.mktemp("npm")
    texts: dict[str, str] = {}
    for package, fingerprint in THEMES.items():
        archive = _packed(package, fingerprint, kept)
        with tarfile.open(archive) as tar:
            for member in tar.getmembers():
                file = tar.extractfile(member) if member.name.endswith(".html") and member.isfile() else None
                raw = file.read() if file else b""
                if b"<form" in raw or b"<input" in raw:
                    name = member.name.removeprefix("package/").removeprefix("dist/").removesuffix(".html")
                    texts[f"{package.partition('@')[0]}.{name}"] = raw.decode()
    return {entry.name: entry for entry in exhibits(tmp_path_factory.mktemp("themes"), texts)}


def _packed(package: str, fingerprint: str, kept: Path) -> Path:
    """The archive of a package, from the cache or from the registry; skips the test where there is neither."""
    archive = kept / f"{package.replace('@', '-')}.tgz"
    if not archive.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not installed, so its themes cannot be looked at")
        done = subprocess.run(
            [npm, "pack", package, "--silent", "--pack-destination", str(kept)],
            capture_output=True,
            timeout=120,
            check=False,
        )
        if done.returncode or not archive.exists():
            archive.unlink(missing_ok=True)
            pytest.skip(f"the npm registry did not give {package}")
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == fingerprint, package
    return archive


@pytest.mark.parametrize("group", ["shapes", "rendered", "themes"])
def test_every_page_has_its_expectation(group: str, request: pytest.FixtureRequest) -> None:
    """A page without one is a page that nobody has looked at."""
    found: dict[str, Exhibit] = request.getfixturevalue(group)

    assert sorted(found) == sorted(EXPECTED[group])


@pytest.mark.parametrize("group", ["shapes", "rendered", "themes"])
def test_what_is_found_of_a_page_is_what_is_written(group: str, request: pytest.FixtureRequest) -> None:
    """The items of every form, the activity it is taken for, and exactly these codes."""
    found: dict[str, Exhibit] = request.getfixturevalue(group)
    told = {name: (entry.forms, " ".join(sorted(entry.codes))) for name, entry in found.items()}
    wanted = {name: (row.get("forms", {}), row["codes"]) for name, row in EXPECTED[group].items()}

    assert {name: told[name] for name in told if told[name] != wanted[name]} == {}, "see expected.toml"


@pytest.mark.parametrize("group", ["shapes", "rendered", "themes"])
def test_every_planted_fault_is_found(
    group: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    """Recall is 1; how much of what is said is wrong stands in expected.toml, and is printed."""
    monkeypatch.setattr(findings, "MOST", 100_000)
    found: dict[str, Exhibit] = request.getfixturevalue(group)
    planted = {f"{name}--{fault.name}": (entry, fault) for name, entry in found.items() for fault in _plants(entry)}
    missed = sorted(_missed(tmp_path, planted))
    wrong = sum(len(row.get("wrong", "").split()) for row in EXPECTED[group].values())
    told = sum(len(entry.codes) for entry in found.values())
    with capsys.disabled():
        print(
            f"\nsite exhibits, {group}: {len(found)} pages, recall {1 - len(missed) / len(planted):.3f} of {len(planted)}"
            f" planted faults, precision {1 - wrong / max(told, 1):.3f} of {told} codes"
        )
    assert not missed, ", ".join(missed)


def _plants(entry: Exhibit) -> Iterator[Planted]:
    seen = read(entry.text)
    by_form = {id(form.form): form for form in placed(seen)}

    def personal(form: Form) -> str | None:
        found = next(one for one in by_form.values() if one.form == form)
        return (found.activity.row if found.activity else "") if found.personal else None

    where: Target | None = target(entry.text, personal)
    if where:
        yield from (fault for fault in plants(where) if fault.name != "no-notice" or "PS121" not in entry.codes)


def _missed(folder: Path, planted: Mapping[str, tuple[Exhibit, Planted]]) -> Iterator[str]:
    """Faults of which nothing is told that was not told before; what is told once for a site is looked at apart."""
    once = {name for name, (_, fault) in planted.items() if fault.codes & {"PS141", "PS142"}}
    together = {name: fault.text for name, (_, fault) in planted.items() if name not in once}
    done = look(folder, together)
    for name, (entry, fault) in planted.items():
        if name not in once and not _new(_told(done, folder / f"{name}.html"), entry, fault):
            yield name
    for name in sorted(once)[:6]:  # what is loaded has little to do with forms
        entry, fault = planted[name]
        alone = look(folder / name, {name: fault.text})
        if not _new(_told(alone, folder / name / f"{name}.html"), entry, fault):
            yield name


def _new(told: frozenset[tuple[str, str]], entry: Exhibit, fault: Planted) -> bool:
    return bool({code for code, _ in told - entry.told} & fault.codes)
