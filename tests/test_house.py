"""The house: sizes, smells and words, as `style.md` of the project's beginning set them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from privet.datafiles import HOME
from privet.library import Library

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for path in (ROOT / "src" / "privet").rglob("*.py") if path.parent.name != "migrations")
"""Every module but those that Django writes."""
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
TEXTS = sorted(HOME.rglob("*.md"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[Path, Function]]:
    """Every function of the program with its file."""
    for path, tree in TREES.items():
        yield from ((path, node) for node in ast.walk(tree) if isinstance(node, Function))


def length(node: Function) -> int:
    """Lines of a function without its docstring and decorators."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return lines - ((first.end_lineno or 0) - first.lineno + 1 if said else 0)


def test_functions_are_small() -> None:
    """Half of them fit in ten lines, nineteen of twenty in thirty-five, all in sixty."""
    lengths = [length(node) for _, node in functions()]

    assert median(lengths) <= 10
    assert quantiles(lengths, n=20)[-1] <= 35
    assert max(lengths) <= 60


def test_modules_are_small() -> None:
    """Half of them fit in 150 lines, all in 350."""
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    assert median(sizes.values()) <= 150
    assert {name: size for name, size in sizes.items() if size > 350} == {}


def test_tests_weigh_as_much_as_the_program() -> None:
    """One to two lines of test for each line of program; cases are tests written as data."""
    written = (*(ROOT / "tests").rglob("*.py"), *HOME.rglob("cases.toml"), *(ROOT / "tests").rglob("*.expected"))
    tests = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in written)
    program = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES)

    assert 1.0 <= tests / program <= 2.0


def test_every_module_says_what_it_is() -> None:
    """A module without a docstring is a room without a door sign."""
    assert [path.name for path, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_no_module_is_called_after_nothing() -> None:
    """A file called utils is where ideas go to be lost."""
    nothing = {"utils", "helpers", "common", "manager", "service", "base", "misc"}

    assert [path for path in SOURCES if path.stem in nothing] == []


def test_no_parameter_is_a_boolean() -> None:
    """``build(plan, True)`` tells a reader nothing."""
    asked = [
        f"{path.name}: {node.name}({argument.arg})"
        for path, node in functions()
        for argument in (*node.args.args, *node.args.kwonlyargs)
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool"
    ]

    assert asked == []


def test_every_silenced_check_has_its_reason() -> None:
    """``# type: ignore`` and ``# noqa`` name the check, and say why."""
    silenced = re.compile(r"#\s*(type:\s*ignore(?!\[[\w,-]+\]\s+#?\s*\w)|noqa(?!: [A-Z0-9, ]+ ?-? ?\w))")
    bare = [
        f"{path.name}:{number}"
        for path in (*SOURCES, *(ROOT / "tests").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if silenced.search(line) and path.name != "test_house.py"
    ]

    assert bare == []


def test_no_import_hides_from_the_house() -> None:
    """``TYPE_CHECKING`` is how a cycle looks innocent."""
    assert [path.name for path in SOURCES if "TYPE_CHECKING" in path.read_text(encoding="utf-8")] == []


def test_only_the_edge_knows_what_day_it_is() -> None:
    """Below the command line and the browser a day is given, so that the same inputs give the same bytes."""
    clock = re.compile(r"\b(now|today|perf_counter)\(|\btime\.time\(")
    late = [
        path
        for path in SOURCES
        if clock.search(path.read_text(encoding="utf-8")) and not {"cli", "web"} & set(path.parts)
    ]

    assert late == []


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string of a module that is not a docstring (of module, class, function or field)."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


def test_no_sentence_for_people_stands_in_python() -> None:
    """What people read is data, so that it can be mended and translated.

    privet's own data is mended by those who read these messages of ``wrong()`` in English."""
    sentence = re.compile(r"[A-Za-zÀ-ÿ]{2,}( [A-Za-zÀ-ÿ]{2,}){4,}")
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path, tree in TREES.items()
        for node in strings(tree)
        if isinstance(node.value, str)
        and not node.value.isupper()  # a word to a database
        and sentence.search(re.sub(r"#.*", "", node.value))  # a pattern's comments are ours
    ]

    assert found == []


def test_no_rule_is_known_to_python() -> None:
    """A rule's id in code is a law that no lawyer can find."""
    library = Library()
    names = (*library.document_names, "check")
    own = [rule.id for name in names for rule in library.document(name).rules]
    law = [rule.id for entry in library.laws for name in names for rule in library.law_rules(entry.id, name)]
    ids = (
        {str(id) for id in (*own, *law)}
        | {f"{id.topic}.{id.name}" for id in (*own, *law)}
        | ({e.id for e in library.laws} - set(library.languages))
    )
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path, tree in TREES.items()
        for node in strings(tree)
        if node.value in ids
    ]

    assert found == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(HOME).as_posix())
def test_no_text_holds_an_address(path: Path) -> None:
    """Addresses stand in the register of provisions, once, and nowhere else."""
    if path.name == "README.md":
        return
    assert not re.search(r"https?:|www\.|\.(com|org|ca|nl|eu|fr)/", path.read_text(encoding="utf-8"))
