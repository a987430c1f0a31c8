"""How many random things the tests of the browser part try, and answers files made of random answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hypothesis import HealthCheck, Phase, settings
from program import FULL
from strategies import library

from privet.rewriting import toml


def tries(few: int) -> settings:
    """So many examples, the same in every run; with FULL=1 far more, and others each time."""
    return settings(
        max_examples=few * 20 if FULL else few,
        deadline=None,
        derandomize=not FULL,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


def trips(few: int) -> settings:
    """The same for what takes many requests: a failure is shown as it was found, not made smaller for minutes."""
    return settings(tries(few), phases=[Phase.explicit, Phase.generate])


def written(data: Mapping[str, object]) -> str:
    """Answers as a file, with a comment at every line."""
    return "# ours\nschema = 1 # first\n" + "".join(_tops(data)) + "".join(_tables(data))


def _tops(data: Mapping[str, object]) -> Iterator[str]:
    for name, table in data.items():
        if not isinstance(table, dict):
            yield f"{name} = {toml(table)} # on top\n"


def _tables(data: Mapping[str, object]) -> Iterator[str]:
    tables = library().questionnaire.tables
    for name, table in data.items():
        if isinstance(table, dict) and tables[name].rows:
            for row, record in table.items():
                yield from _table(f"{name}.{row}", record)
        elif isinstance(table, dict):
            yield from _table(name, table)


def _table(header: str, record: Mapping[str, object]) -> Iterator[str]:
    yield f"\n# about {header}\n[{header}]\n"
    yield from (f"{key}    = {toml(value)} # {key}\n" for key, value in record.items())
