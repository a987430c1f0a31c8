"""Common services: what each collects, who it is, the traces it leaves on a page, and the answers it brings.

Every part of what is said of a service is as sure as the best source that speaks of it; a part
without a source is unverified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal

from privet.datafiles import DataFiles, Table

FOLDER = "services"
PARTS = ("countries", "items", "cookies", "traces")
"""What sources speak of."""
OUTSIDE = "none"
"""The recipient of what runs on one's own website and tells nobody."""

Sure = Literal["primary", "secondary", "unverified"]
Evidence = Literal["host", "path", "action", "class", "global"]

_SAID = re.compile(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something about a service was read."""

    url: str
    says: tuple[str, ...]
    sure: Sure


@dataclass(frozen=True, slots=True)
class Traces:
    """How a service is recognised on a page."""

    hosts: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    globals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fills:
    """The answers that choosing a service brings, beside those about the supplier itself."""

    template: str = ""
    purposes: tuple[str, ...] | None = None
    """None: as the template has them; empty: nobody can say but the organisation."""
    cookies: tuple[str, ...] = ()
    marketing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A service or plug-in that websites and offices use."""

    id: str
    name: str
    kind: str
    """``supplier``, or ``plug-in`` for what runs on one's own website and tells nobody else."""
    recipient: str
    countries: tuple[str, ...]
    items: tuple[str, ...]
    cookies: tuple[str, ...]
    checked: date
    traces: Traces
    fills: Fills
    origins: tuple[Origin, ...]

    def sure(self, part: str) -> Sure:
        """How sure a part is: as the best source that speaks of it."""
        found = {origin.sure for origin in self.origins if part in origin.says}
        return "primary" if "primary" in found else "secondary" if found else "unverified"


@dataclass(frozen=True, slots=True)
class Trace:
    """A service recognised, and by what."""

    service: Service
    evidence: Evidence
    found: str


@dataclass(frozen=True)
class Services:
    """Every service that privet knows, by id."""

    every: Mapping[str, Service] = field(default_factory=dict)

    def recognise(self, host: str, path: str = "", markup: str = "") -> tuple[Trace, ...]:
        """The services behind an address that a page loads, and those whose marks stand in a piece of its markup.

        An address of the site itself has no host of anybody else: only its path and the markup count."""
        place = f"{host.casefold().rstrip('.')}/{path.lstrip('/')}"
        found = [*self._by_address(place, "host"), *self._by_path(f"/{path.lstrip('/')}")]
        if markup:
            found += [*self._by_path(markup), *self._by_class(markup), *self._by_global(markup)]
        return tuple({(trace.service.id, trace.evidence): trace for trace in found}.values())

    def sent_to(self, host: str, path: str = "") -> tuple[Trace, ...]:
        """The services that a form sends its answers to; those that a page loads count as well."""
        place = f"{host.casefold().rstrip('.')}/{path.lstrip('/')}"
        return tuple(self._by_address(place, "action")) or tuple(self._by_address(place, "host"))

    def cookie(self, name: str) -> tuple[Service, ...]:
        """The services that are known to set a cookie of that name."""
        return tuple(service for service in self.every.values() if any(fnmatchcase(name, c) for c in service.cookies))

    def _by_address(self, place: str, evidence: Evidence) -> Iterator[Trace]:
        for service in self.every.values():
            patterns = service.traces.hosts if evidence == "host" else service.traces.actions
            hit = next((pattern for pattern in patterns if _is_at(place, pattern)), "")
            if hit:
                yield Trace(service, evidence, hit)

    def _by_path(self, text: str) -> Iterator[Trace]:
        for service in self.every.values():
            hit = next((path for path in service.traces.paths if path in text), "")
            if hit:
                yield Trace(service, "path", hit)

    def _by_class(self, markup: str) -> Iterator[Trace]:
        said = {word for pair in _SAID.findall(markup) for text in pair for word in text.split()}
        for mark in said & self._marks.keys():
            yield Trace(self._marks[mark], "class", mark)

    def _by_global(self, markup: str) -> Iterator[Trace]:
        for name in dict.fromkeys(self._calls.findall(markup)):
            yield Trace(self._names[name], "global", name)

    @cached_property
    def _marks(self) -> Mapping[str, Service]:
        return {mark: service for service in self.every.values() for mark in service.traces.classes}

    @cached_property
    def _names(self) -> Mapping[str, Service]:
        return {name: service for service in self.every.values() for name in service.traces.globals}

    @cached_property
    def _calls(self) -> re.Pattern[str]:
        """A name as scripts use it: called, asked for a part, or set; in a sentence it is only a name."""
        names = "|".join(sorted(map(re.escape, self._names), key=len, reverse=True)) or r"(?!)"
        return re.compile(rf"(?<![\w$.-])(?:window\.)?({names})(?=\(|\.\w|\[|\s?=(?!=))")


def _is_at(place: str, pattern: str) -> bool:
    """Whether an address is at a host or below it and, where the pattern has a path, begins with that."""
    host, _, path = place.partition("/")
    wanted, _, below = pattern.partition("/")
    return (host == wanted or host.endswith(f".{wanted}")) and fnmatchcase(path, f"{below}*")


# ---- reading the data


def services(files: DataFiles) -> Services:
    """The services in privet's own data; DataError where a file is wrong."""
    names = files.names(FOLDER, "*.toml")
    every = (_service(name.rpartition("/")[2].removesuffix(".toml"), files.toml(name)) for name in names)
    return Services({service.id: service for service in every})


def _service(id: str, row: Table) -> Service:
    row.only("name", "kind", "recipient", "countries", "items", "cookies", "checked", "traces", "fills", "source")
    checked = row.day("checked")
    if not checked or row.text("kind") not in ("supplier", "plug-in"):
        raise row.wrong("kind", "no kind or day")
    origins = tuple(_origins(row))
    service = Service(
        id,
        row.text("name"),
        row.text("kind"),
        row.text("recipient"),
        row.strings("countries"),
        row.strings("items"),
        row.strings("cookies"),
        checked,
        _traces(row.table("traces")),
        _fills(row.table("fills")),
        origins,
    )
    if service.countries and service.sure("countries") != "primary":
        raise row.wrong("countries", "without a primary source")
    return service


def _origins(row: Table) -> Iterable[Origin]:
    for source in row.tables("source") if "source" in row.raw else ():
        source.only("url", "says", "sure")
        sure: Sure = "primary" if source.text("sure") == "primary" else "secondary"
        if source.text("sure") != sure or not set(source.strings("says")) <= set(PARTS):
            raise source.wrong("sure", "unknown source")
        yield Origin(source.text("url"), source.strings("says"), sure)


def _traces(row: Table) -> Traces:
    row.only("hosts", "actions", "paths", "classes", "globals")
    lists = (row.strings(key) for key in ("hosts", "actions", "paths", "classes", "globals"))
    return Traces(*lists)


def _fills(row: Table) -> Fills:
    row.only("template", "purposes", "cookies", "marketing")
    purposes = row.strings("purposes") if "purposes" in row.raw else None
    return Fills(row.text("template"), purposes, row.strings("cookies"), row.strings("marketing"))
