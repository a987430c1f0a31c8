"""Common services: what each collects, who it is, the traces it leaves on a page, and the answers it brings.

Every part of what is said of a service is as sure as the best source that speaks of it; a part
without a source is unverified, and so is a fact that none of the sources for its part says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal
from unicodedata import combining, normalize

from privet.datafiles import DataFiles, Table

FOLDER = "services"
COMPANIES = f"{FOLDER}/companies.toml"
"""Not a service: the companies behind them."""
PARTS = ("countries", "items", "cookies", "traces")
"""What sources speak of."""
KEYS = ("name", "names", "company", "kind", "recipient", "checked", "unverified", "fills")
OUTSIDE = "none"
"""The recipient of what runs on one's own website and tells nobody."""

Sure = Literal["primary", "secondary", "unverified"]
Evidence = Literal["host", "path", "action", "class", "global"]

LONGEST = 400
"""Of a longer supplier's name the beginning is read."""
SPAN = 6
"""So many words may make one name."""
_WORD = re.compile(r"[^\W_]+")
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

    @property
    def every(self) -> tuple[str, ...]:
        """Each trace once."""
        lists = (self.hosts, self.actions, self.paths, self.classes, self.globals)
        return tuple(dict.fromkeys(trace for traces in lists for trace in traces))


@dataclass(frozen=True, slots=True)
class Company:
    """Who is behind services."""

    id: str
    names: tuple[str, ...]
    seat: str
    """The country it is at home in: not always where it keeps things.  Empty where no source says so."""
    source: str


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
    names: tuple[str, ...]
    """Other names that people call it by."""
    company: str
    """Whose it is: the id of a company, or empty."""
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
    unverified: tuple[str, ...]
    """Facts that no source says, in parts that have one."""

    def facts(self, part: str) -> tuple[str, ...]:
        """What is said of a part."""
        return {"countries": self.countries, "items": self.items, "cookies": self.cookies}.get(part, self.traces.every)

    def unsaid(self, part: str) -> tuple[str, ...]:
        """The facts of a part that nobody's document says: all of them where the part has no source."""
        if self.sure(part) == "unverified":
            return self.facts(part)
        return tuple(fact for fact in self.facts(part) if fact in self.unverified)

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
    companies: Mapping[str, Company] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    """Words beside the name of a company that say nothing of what it supplies."""

    def named(self, supplier: str) -> frozenset[str]:
        """The services that a supplier's name names: the longest name counts, so one name is one service."""
        words = _words(supplier)
        theirs = {id for run in called(supplier) for id in self._companies.get(run, ())}
        names = {**{name: ids for id in theirs for name, ids in self._short[id].items()}, **self._full}
        found: set[str] = set()
        start = 0
        while start < len(words):
            ends = range(min(len(words), start + SPAN), start, -1)
            end = next((end for end in ends if "".join(words[start:end]) in names), start)
            found |= names.get("".join(words[start:end]), frozenset())
            start = max(end, start + 1)
        return frozenset(found)

    def of_company(self, supplier: str) -> frozenset[str]:
        """All services of a company, where a supplier's name is that of the company and nothing else."""
        theirs = self._companies.get(self._bare(supplier), frozenset())
        return frozenset(service.id for service in self.every.values() if service.company in theirs)

    @cached_property
    def _companies(self) -> Mapping[str, frozenset[str]]:
        """Companies by each of their names."""
        pairs = ((name, company.id) for company in self.companies.values() for name in company.names)
        return _by_name((self._bare(name), id) for name, id in pairs)

    @cached_property
    def _full(self) -> Mapping[str, frozenset[str]]:
        """Services by each of their names."""
        pairs = ((name, service.id) for service in self.every.values() for name in (service.name, *service.names))
        return _by_name(("".join(_words(name)), id) for name, id in pairs)

    @cached_property
    def _short(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """The services of each company by their names without its own: what they are called beside its name."""
        found: dict[str, dict[str, frozenset[str]]] = {id: {} for id in self.companies}
        for name, ids in self._full.items():
            for id, company in ((id, self.every[id].company) for id in ids if self.every[id].company):
                for own in map(self._bare, self.companies[company].names):
                    found[company].setdefault(name.removeprefix(own) or name, frozenset({id}))
        return found

    def _bare(self, name: str) -> str:
        return "".join(word for word in _words(name) if word not in self.plain)

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


# ---- what people call things


def called(text: str) -> frozenset[str]:
    """Every run of words of a name, put together: ``Hub Spot`` and ``HubSpot`` are one."""
    words = _words(text)
    runs = ((start, end) for start in range(len(words)) for end in range(start + 1, start + SPAN + 1))
    return frozenset("".join(words[start:end]) for start, end in runs if end <= len(words))


def _words(text: str) -> tuple[str, ...]:
    plain = "".join(char for char in normalize("NFKD", text[:LONGEST].casefold()) if not combining(char))
    return tuple(_WORD.findall(plain))


def _by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, id in pairs:
        if name:
            found[name] = found.get(name, frozenset()) | {id}
    return found


# ---- reading the data


def services(files: DataFiles) -> Services:
    """The services in privet's own data; DataError where a file is wrong."""
    names = (name for name in files.names(FOLDER, "*.toml") if name != COMPANIES)
    companies, plain = _companies(files.toml(COMPANIES)) if files.has(COMPANIES) else ({}, frozenset[str]())
    every = (_service(name.rpartition("/")[2].removesuffix(".toml"), files.toml(name), companies) for name in names)
    return Services({service.id: service for service in every}, companies, plain)


def _companies(table: Table) -> tuple[Mapping[str, Company], frozenset[str]]:
    table.only("plain", "company")
    found = {}
    for id, row in table.table("company").rows():
        row.only("names", "seat", "source")
        found[id] = Company(id, row.strings("names"), row.text("seat"), row.text("source"))
        if not found[id].names or bool(found[id].seat) != bool(found[id].source):
            raise row.wrong("seat", "no name, or a seat without a source")
    return found, frozenset(table.strings("plain"))


def _service(id: str, row: Table, companies: Mapping[str, Company]) -> Service:
    row.only(*KEYS, *PARTS, "source")
    checked = row.day("checked")
    if not checked or row.text("kind") not in ("supplier", "plug-in"):
        raise row.wrong("kind", "no kind or day")
    origins = tuple(_origins(row))
    service = Service(
        id,
        row.text("name"),
        row.strings("names"),
        row.text("company"),
        row.text("kind"),
        row.text("recipient"),
        row.strings("countries"),
        row.strings("items"),
        row.strings("cookies"),
        checked,
        _traces(row.table("traces")),
        _fills(row.table("fills")),
        origins,
        row.strings("unverified"),
    )
    if service.countries and service.sure("countries") != "primary":
        raise row.wrong("countries", "without a primary source")
    if service.company and service.company not in companies:
        raise row.wrong("company", "unknown company")
    if not set(service.unverified) <= {fact for part in PARTS for fact in service.facts(part)}:
        raise row.wrong("unverified", "not a fact of this service")
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
