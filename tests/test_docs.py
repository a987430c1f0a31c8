"""The documentation is true: every name is in it, every example runs, every link leads somewhere.

``docs/blocks.md``, ``docs/checks.md`` and ``docs/plan.svg`` are made by tools; after a change of
a text run ``python tools/blocks.py`` and ``python tools/picture.py`` and read the difference.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from privet import source
from privet.catalogue import questionnaire
from privet.cli.app import COMMANDS, app
from privet.cli.findings import PRINTERS
from privet.codes import codes
from privet.datafiles import HOME, DataFiles
from privet.library import Library
from privet.parsing import parse
from privet.render import FORMATS
from privet.verifying import verify

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "privet"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PARTS = ["Context", "Decision", "Status", "Consequences"]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
LINK = re.compile(r"(?<!`)\[[^\]\n]+\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def named(path: Path) -> str:
    """A page as tests are called after it."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def prose(path: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", text(path))


def section(page: Path, heading: str) -> str:
    """What stands under a heading, up to the next of its rank or above."""
    rank = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(rank)}}} |\Z)", text(page), re.M | re.S)
    assert found, f"{named(page)}: there is no {heading}"
    return found[1]


# ---- commands, options, formats, languages, documents


def command(name: str) -> click.Command:
    found = app.get_command(click.Context(app), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_with_all_its_options(name: str) -> None:
    """A section for the command, and in it every option and argument by name."""
    told = section(DOCS / "commands.md", f"## `privet {name}`")
    params = command(name).get_params(click.Context(command(name)))
    names = [
        option
        for param in params
        for option in (param.opts if isinstance(param, click.Option) else [(param.metavar or param.name or "").upper()])
    ]
    missing = [option for option in names if f"`{option}`" not in told]

    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_told_that_is_not_there(name: str) -> None:
    told = section(DOCS / "commands.md", f"## `privet {name}`")
    real = {option for param in command(name).params for option in param.opts} | {"--help"}
    rows = [row.split("|")[1] for row in told.splitlines() if row.startswith("| `")]

    assert {option for row in rows for option in CODE.findall(row) if option.startswith("-")} <= real


def test_every_exit_code_is_told() -> None:
    from privet import cli

    told = section(DOCS / "commands.md", "## Exit codes")

    assert re.findall(r"^\| (\d+) \|", told, re.M) == [
        str(code) for code in (cli.CLEAN, cli.FINDINGS, cli.UNUSABLE, cli.UNLOOKED, cli.INTERRUPTED)
    ]


def test_every_environment_variable_is_told() -> None:
    """Whatever the program looks up in its environment."""
    asked = re.compile(r'os\.environ(?:\.get\(|\[|\.setdefault\()"(\w+)"|"(LC_\w+|LANG|PRIVET_\w+)"')
    read = {
        name for path in SOURCE.rglob("*.py") for match in asked.finditer(text(path)) for name in match.groups() if name
    }
    told = set(CODE.findall(section(DOCS / "commands.md", "## Environment variables")))

    assert read - told == set()
    assert {name for name in told if name.isupper()} - read == set()


def test_every_format_is_told() -> None:
    """The formats of documents with the extras they need, and the formats of findings."""
    page = text(DOCS / "formats.md")
    for name, entry in FORMATS.items():
        needs = f"`[{entry.needs}]`" if entry.needs else "–"
        assert re.search(rf"^\| `{name}` \| `plan\.en\.{name}` \| {re.escape(needs)} \|", page, re.M), name
    findings = section(DOCS / "formats.md", "## Findings")

    assert [name for name in PRINTERS if f"| `{name}` |" not in findings] == []


def test_every_document_and_language_is_told(library: Library) -> None:
    told = section(DOCS / "commands.md", "## `privet build`")

    assert [name for name in (*library.document_names, *library.languages) if f"`{name}`" not in told] == []


def test_every_law_is_named_where_privet_introduces_itself(library: Library) -> None:
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md"):
        assert [law.id for law in library.laws if law.short["en"] not in text(page)] == []


def test_every_key_of_the_answers_file_is_told() -> None:
    """``docs/answers.md`` has every table and key, each with the kind it is."""
    page = text(DOCS / "answers.md")
    shapes = questionnaire(DataFiles()).tables
    for name, shape in shapes.items():
        head = f"`[{name}.<item>]`" if shape.rows not in ("", "free") else f"`[{name}.<id>]`" if shape.rows else ""
        row = next((line for line in page.splitlines() if line.startswith(f"| {head or f'`[{name}]`'}")), "")
        told = re.findall(r"`([a-z-]+)` [a-z]", row)

        assert sorted(told) == sorted(shape.fields), name


def test_the_json_form_is_told(library: Library) -> None:
    """Every key of a document, of its blocks, of its tasks."""
    import json

    form = json.loads(text(HOME / "render" / "document.schema.json"))
    told = set(CODE.findall(section(DOCS / "formats.md", "## JSON")))
    keys = {*form["properties"], *form["$defs"]["block"]["properties"], *form["$defs"]["task"]["properties"]}

    assert keys - told == set()


# ---- examples


def examples() -> Iterator[tuple[str, str]]:
    """Every command line of ours in a block of shell, with its page."""
    for page in PAGES:
        for _, language, body in FENCE.findall(text(page)):
            if language == "sh":
                yield from ((named(page), line.strip()) for line in body.splitlines() if line.strip())


SERVERS = ("edit", "serve")
"""Commands that run until they are stopped: the tests under ``web/`` start them."""
SHOWN = sorted({line for _, line in examples() if line.startswith("privet ")})
LINES = [line for line in SHOWN if line.split()[1] not in SERVERS]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the documentation assumes it: answers, and a folder of clients."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "clients").mkdir()
    shutil.copy(ROOT / "examples" / "dutch-sports-club.toml", folder / "privacy.toml")
    for name in ("clinic", "quebec-shop", "sole-trader"):
        shutil.copy(ROOT / "examples" / f"{name}.toml", folder / "clients")
    shutil.copy(ROOT / "tests" / "notices" / "plan-as-notice.html", folder / "page.html")
    (folder / ".config" / "fish" / "completions").mkdir(parents=True)
    (folder / "privet-data").mkdir()
    shutil.copy(folder / "privacy.toml", folder / "old.toml")
    shutil.copy(folder / "privacy.toml", folder / "new.toml")
    shutil.copy(folder / "privacy.toml", folder / "clients" / "shop.toml")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "answers")):
        subprocess.run(("git", *author, *arguments), cwd=folder, check=True, timeout=60)
    return folder


@pytest.mark.parametrize("line", LINES)
def test_every_example_runs(line: str, desk: Path) -> None:
    """As a reader would type it; ``check`` and ``tasks`` may find something, the interview hears silence."""
    way = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=desk,
        env={"PATH": way, "HOME": str(desk)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert "Traceback" not in done.stderr
    assert done.returncode in ((0, 1) if line.startswith(("privet check", "privet tasks", "privet diff")) else (0,)), (
        done.stderr
    )


def test_every_command_has_an_example() -> None:
    assert [name for name in COMMANDS if not any(line.split()[1] == name for line in SHOWN)] == []


def test_the_message_shown_as_good_is_one_that_privet_gives(tmp_path: Path) -> None:
    """The error message that CONTRIBUTING holds up as an example."""
    shown = re.search(r"^\| good \| `(.+)` \|$", text(ROOT / "CONTRIBUTING.md"), re.M)
    (tmp_path / "privacy.toml").write_text('schema = 1\n\n[organisation]\nname = "A"\nkind = "clubb"\n')
    done = subprocess.run(
        [sys.executable, "-m", "privet", "check"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )

    assert shown and shown[1] in done.stderr


WATCHED = """
import os, sys
out = os.path.realpath(sys.argv.pop(1))
def watch(event, args):
    if event.startswith("socket.") and event not in ("socket.gethostname", "socket.__new__"):
        os.write(2, f"WATCHED {event} {args}\\n".encode())
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        os.write(2, f"WATCHED {event} {args}\\n".encode())
    if event == "open" and isinstance(args[0], str) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        path = os.path.realpath(args[0])
        if path != os.devnull and not (path + os.sep).startswith(out + os.sep):
            os.write(2, f"WATCHED {event} {args}\\n".encode())
sys.addaudithook(watch)
from privet.cli import main
main()
"""
"""The program, with whatever it asks of the system written down: connections, programs, files to write."""


@pytest.mark.parametrize(
    "line",
    [
        "build privacy.toml --document plan,notice --lang en,nl --format html,pdf,docx,md,json -o out",
        "check privacy.toml --format sarif",
        "explain consent.opt-out privacy.toml",
        "schema",
    ],
)
def test_privet_keeps_to_itself_as_the_readme_says(line: str, tmp_path: Path) -> None:
    """No connection, no other program, and nothing written outside the folder that was named."""
    shutil.copy(ROOT / "examples" / "dutch-sports-club.toml", tmp_path / "privacy.toml")
    (tmp_path / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, tmp_path / "out", *line.split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert "WATCHED" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"privacy.toml", "out"}


def test_the_answers_file_shown_is_one_that_privet_reads() -> None:
    """The example at the top of ``docs/answers.md``."""
    shown = FENCE.search(text(DOCS / "answers.md"))

    assert shown
    assert parse(source.parse(shown[3].encode(), "answers.md"), questionnaire(DataFiles())).rows("activities")


def test_make_knows_what_readers_are_told_to_make() -> None:
    """Every ``make x`` in any page is a target."""
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    told = {
        name
        for page in PAGES
        for name in re.findall(r"^make ([a-z]+)|`make ([a-z]+)[ `]", text(page), re.M)
        for name in name
        if name
    }

    assert told - targets == set()


def test_the_first_two_commands_are_demo_and_test() -> None:
    first = FENCE.search(text(ROOT / "README.md"))

    assert first and first[3].split("\n")[:2] == ["make demo", "make test"]


def test_every_extra_is_real() -> None:
    extras = set(tomllib.loads(text(ROOT / "pyproject.toml"))["project"]["optional-dependencies"])
    told = {
        name for page in PAGES for names in re.findall(r"privet\[([a-z,]+)\]", text(page)) for name in names.split(",")
    }
    needed = set(re.findall(r"`\[([a-z]+)\]`", text(DOCS / "formats.md")))

    assert told | needed <= extras
    assert extras - {"dev"} <= needed


def test_the_data_keep_the_laws_of_loading(library: Library) -> None:
    """``docs/data-format.md`` says that data which break a rule do not pass."""
    verify(library)


# ---- blocks, findings, the picture: made by tools


def run_tool(name: str, target: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / name, target], check=True, timeout=120)


@pytest.mark.parametrize("page", ["blocks.md", "checks.md"])
def test_generated_pages_are_up_to_date(page: str, tmp_path: Path) -> None:
    """If not: ``.venv/bin/python tools/blocks.py``."""
    run_tool("blocks.py", tmp_path)

    assert text(tmp_path / page) == text(DOCS / page)


def test_the_picture_is_up_to_date(tmp_path: Path) -> None:
    """If not: ``.venv/bin/python tools/picture.py``, and look at it."""
    run_tool("picture.py", tmp_path / "plan.svg")

    assert text(tmp_path / "plan.svg") == text(DOCS / "plan.svg")


def test_the_picture_is_text_and_nothing_else() -> None:
    """No script, no bitmap, nothing fetched."""
    picture = text(DOCS / "plan.svg")

    assert "<text" in picture
    assert re.search(r"<script|<image|<foreignObject|(?:href|src)=|url\(", picture) is None


def test_every_block_is_told(library: Library) -> None:
    page = text(DOCS / "blocks.md")
    for name in library.document_names:
        laws = (rule for law in library.laws for rule in library.law_rules(law.id, name))
        ids = {rule.block for rule in (*library.document(name).rules, *laws)}
        told = section(DOCS / "blocks.md", f"## {name}: {library.document(name).title['en']}")

        assert [id for id in sorted(ids) if f"| `{id}` |" not in told] == [], page


def test_every_finding_is_told(library: Library) -> None:
    told = re.findall(r"^### (P[SVD]?\d+): ", text(DOCS / "checks.md"), re.M)

    assert set(told) == codes(library).keys()


# ---- architecture, contributing, decisions


def test_every_module_is_in_the_architecture() -> None:
    """Packages by their name, their modules in a table of their own."""
    page = text(ROOT / "ARCHITECTURE.md")
    rows = {name for line in page.splitlines() if line.startswith("| `") for name in CODE.findall(line.split("|")[1])}
    modules = {
        path.stem if path.stem != "__init__" else path.parent.name
        for path in SOURCE.rglob("*.py")
        if path.parent.name != "migrations"
    } - {"privet", "migrations"}

    assert modules - rows == set()
    assert {name for name in rows if "." not in name} - modules == set()


def test_the_architecture_keeps_the_order_of_the_house() -> None:
    """From the bottom up, as the import rules have it: a module stands after those it may import."""
    page = section(ROOT / "ARCHITECTURE.md", "## The modules, from the bottom up")
    told = re.findall(r"^\| `(\w+)` \|", page.split("`facts/`:")[0], re.M)
    layers = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"][0]["layers"]
    rank = {name: place for place, layer in enumerate(reversed(layers)) for name in re.findall(r"\w+", layer)}

    assert [name for name in told if name in rank] == sorted((n for n in told if n in rank), key=rank.__getitem__)
    assert set(rank) <= set(told)


def places() -> Iterator[tuple[str, str]]:
    """Every path in the table of CONTRIBUTING, with its row."""
    for row in section(ROOT / "CONTRIBUTING.md", "## I want to…").splitlines():
        cells = row.split("|")
        if len(cells) > 3:
            yield from ((cells[1].strip(), path) for path in CODE.findall(cells[2]) if "/" in path)


@pytest.mark.parametrize(("wish", "path"), list(places()))
def test_every_place_in_contributing_is_there(wish: str, path: str) -> None:
    """``<topic>`` stands for any name; ``data/`` for the data's folder."""
    pattern = re.sub(r"<[a-z]+>", "*", re.sub(r"\Adata/", "src/privet/data/", path)).rstrip("/")

    assert list(ROOT.glob(pattern)), f"{wish}: {path}"


def test_every_output_format_is_one_file_and_a_line() -> None:
    """As the row says: a module in ``render`` and its name in ``FORMATS``."""
    named_in = text(SOURCE / "render" / "__init__.py")

    assert [name for name in FORMATS if not re.search(rf"from privet\.render\.{name}\w* import", named_in)] == []


@pytest.mark.parametrize("path", DECISIONS, ids=named)
def test_every_decision_has_its_four_parts(path: Path) -> None:
    """Context, decision, status, consequences, on a page at most."""
    lines = text(path).splitlines()

    assert [line[3:] for line in lines if line.startswith("## ")] == PARTS
    assert re.match(rf"# {int(path.name[:4])}\. \S", lines[0])
    assert len(text(path).split()) <= 500


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_every_dependency_has_its_line_in_a_decision() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(entry for name in extras if name not in ("all", "dev") for entry in extras[name]),
    ]
    wanted = [entry for entry in wanted if not entry.startswith("privet[")]
    page = "".join(text(path).lower() for path in DECISIONS)

    assert [
        name for name in (re.split(r"[<>=\[]", entry)[0] for entry in wanted) if f"| {name.lower()} " not in page
    ] == []


def quotes() -> Iterator[tuple[str, str]]:
    """Blocks that begin with the name of the data file that they are taken from."""
    for page in PAGES:
        for _, _, body in FENCE.findall(text(page)):
            head = re.match(r"(?:# |<!-- )(data/\S+?)(?: -->)?\n", body)
            if head:
                yield head[1], body[head.end() :].strip()


@pytest.mark.parametrize(("path", "quote"), list(quotes()))
def test_what_is_quoted_from_the_data_stands_there(path: str, quote: str) -> None:
    assert quote in text(SOURCE / path)


# ---- the pages


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading that is in it."""
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        way, _, anchor = link.partition("#")
        target = (page.parent / way).resolve() if way else page

        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def anchors(page: Path) -> set[str]:
    """What a code host makes of the headings."""
    heads = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_line_holds_one_sentence(page: Path) -> None:
    """So that a difference shows the sentence that changed."""
    lines = [line for line in prose(page).splitlines() if not line.startswith(("|", "<", "- What", "- To do", "#"))]
    plain = [
        CODE.sub("x", LINK.sub("x", re.sub(r"“[^”]*”", "x", line))) for line in lines if "Made by" not in text(page)
    ]

    assert [line for line in plain if re.search(r"[a-z)]{2}[.!?] [A-Z]", line)] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_speaks_of_one_machine(page: Path) -> None:
    """No paths of somebody's own computer, and no registry by its address."""
    assert re.search(r"/home/|/root/|/work/|/tmp/|C:\\|pypi\.org|localhost", text(page)) is None


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_promises_too_much(page: Path) -> None:
    """Truth and evidence, not compliance; and no selling."""
    words = r"\b(GDPR[- ]compliant|fully compliant|guarantees? compliance|effortless|seamless|powerful|best-in-class)\b"

    assert re.search(words, text(page), re.I) is None


def test_the_licence_is_whole() -> None:
    """Apache 2.0, letter for letter, from its first heading to its appendix."""
    licence = text(ROOT / "LICENSE")

    assert "Version 2.0, January 2004" in licence
    assert [int(number) for number in re.findall(r"^   (\d)\. ", licence, re.M)] == list(range(1, 10))
    assert "APPENDIX: How to apply the Apache License to your work." in licence
