"""A site is fetched politely, within the site, and with limits on everything that its server decides."""

from __future__ import annotations

import gzip
import socket
import socketserver
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from site_pages import GOOD, Reply, Web, moved, page, plan, said, served, shelf

from privet import __version__
from privet.site.addresses import Refused, is_public, owner, shown
from privet.site.crawling import Limits, crawl
from privet.site.fetching import Door, fetch
from privet.site.findings import check_site
from privet.site.lists import lists
from privet.site.looked import Site
from privet.site.robots import Rule, parse
from privet.site.room import Room

HERE = Door("private", seconds=3.0)
FAST = Limits(pages=20, depth=3, seconds=30, pause=0.0)
PUBLIC = "93.184.216.34"


def refused(address: str, door: Door = HERE) -> str:
    with pytest.raises(Refused) as caught:
        fetch(address, door)
    return caught.value.why


def crawled(start: str, limits: Limits = FAST, door: Door = HERE) -> Site:
    with Room() as room:
        return crawl(start, door, limits, room, lists(shelf().files), lambda count, place: None)


def whys(site: Site) -> list[str]:
    return [trouble.why for trouble in site.troubles]


# ---- C-01, C-03: where it may go


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
        "http://0x7f.1/", "http://017700000001/", "http://0/", "http://0.0.0.0/", "http://[::1]/", "http://[::]/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/", "http://[fd00::1]/", "http://[fe80::1]/", "http://[fec0::1]/", "http://224.0.0.1/",
        "http://255.255.255.255/", "http://198.18.0.1/", "http://192.0.2.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused_however_they_are_written(address: str) -> None:
    assert refused(address, Door()) == "address-private"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://example.org/", "address-scheme"),
        ("file:///etc/passwd", "address-scheme"),
        ("gopher://example.org/", "address-scheme"),
        ("javascript:alert(1)", "address-scheme"),
        ("https://user:word@example.org/", "address-login"),
        ("https://user@example.org/", "address-login"),
        ("http://example.org:22/", "address-port"),
        ("https://example.org:80/", "address-port"),
        ("http://example.org:99999/", "address-broken"),
        ("http:///x", "address-broken"),
        ("http://[::1/", "address-broken"),
        ("http://exa mple.org/", "address-broken"),
        ("http://example.org\r\nHost: x/", "address-broken"),
        ("", "address-broken"),
    ],
)
def test_other_schemes_ports_and_names_are_refused(address: str, why: str) -> None:
    assert refused(address, Door()) in {why, "no-address"} - ({"no-address"} if why != "address-broken" else set())


def test_addresses_that_are_public_are_known() -> None:
    assert is_public(PUBLIC)
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert is_public("64:ff9b::5db8:d822")  # as networks without IPv4 write it
    assert not is_public("64:ff9b::a00:1")
    assert not is_public("nothing")


def test_a_message_repeats_neither_names_nor_queries() -> None:
    assert shown("https://user:word@example.org:8443/a?token=1#x") == "https://example.org:8443/a"
    assert owner("shop.acme.co.uk", ("co.uk",)) == "acme.co.uk"
    assert owner("127.0.0.1", ()) == "127.0.0.1"


# ---- C-02: names that change, redirects


class World:
    """The open internet: names with the addresses that each look-up gives, and one server behind every public one."""

    def __init__(self, web: Web, replies: dict[str, Reply]) -> None:
        self.web, self.replies = web, replies
        self.names: dict[str, list[str]] = {}
        self.connected: list[str] = []
        self.connect = socket.create_connection

    def look_up(self, host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        given = self.names.get(host, [host] if host[0].isdigit() else [])
        if not given:
            raise socket.gaierror
        found = given.pop(0) if len(given) > 1 else given[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found.split()]

    def open(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.connected.append(address[0])
        return self.connect(("127.0.0.1", self.web.port), timeout)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    replies: dict[str, Reply] = {}
    with served(replies) as web:
        found = World(web, replies)
        monkeypatch.setattr("privet.site.fetching.socket.getaddrinfo", found.look_up)
        monkeypatch.setattr("privet.site.fetching.socket.create_connection", found.open)
        yield found


def test_what_is_connected_to_is_what_was_judged(world: World) -> None:
    """A name that is public when it is judged, and private a moment later, leads to the public address."""
    world.replies["/"] = said("hello")
    world.names["rebind.example"] = [PUBLIC, "127.0.0.1"]

    assert fetch("http://rebind.example/", Door(seconds=3.0)).body == b"hello"
    assert world.connected == [PUBLIC]


def test_a_name_with_one_private_address_among_others_is_refused(world: World) -> None:
    world.names["two.example"] = [f"{PUBLIC} 10.0.0.1"]

    assert refused("http://two.example/", Door()) == "address-private"
    assert world.connected == []


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://127.0.0.1/", "leads-away"),
        ("http://www.shop.example/inner", "address-private"),
        ("http://other.example/", "leads-away"),
        ("ftp://shop.example/", "address-scheme"),
        ("file:///etc/passwd", "address-scheme"),
        ("http://shop.example:25/", "address-port"),
        ("http://user:word@shop.example/", "address-login"),
        ("/", "too-many-redirects"),
        ("/far/0", "too-many-redirects"),
    ],
)
def test_each_redirect_is_judged_like_the_first_address(to: str, why: str, world: World) -> None:
    world.names |= {"shop.example": [PUBLIC], "www.shop.example": ["192.168.0.9"], "other.example": [PUBLIC]}
    world.replies["/"] = moved(to)
    world.replies |= {f"/far/{number}": moved(f"/far/{number + 1}") for number in range(20)}

    assert refused("http://shop.example/", Door(seconds=3.0)) == why
    assert set(world.connected) == {PUBLIC}
    assert len(world.connected) <= 7


def test_a_redirect_from_www_to_the_bare_name_is_followed(world: World) -> None:
    world.names |= {"shop.example": [PUBLIC], "www.shop.example": [PUBLIC]}
    world.replies |= {"/": moved("http://shop.example/start"), "/start": said("here")}

    assert fetch("http://www.shop.example/", Door(seconds=3.0)).address == "http://shop.example/start"


# ---- C-04: servers that never end


def slow(handler: socketserver.StreamRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(200):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def slow_head(handler: socketserver.StreamRequestHandler) -> None:
    for char in b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 50:
        handler.wfile.write(bytes((char,)))
        time.sleep(0.05)


def endless(handler: socketserver.StreamRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"<p>more</p>" * 1000)


def endless_head(handler: socketserver.StreamRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-Y: z\r\n" * 1000)


def broken_off(handler: socketserver.StreamRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<form>")


def chunked_endless(handler: socketserver.StreamRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def silent(handler: socketserver.StreamRequestHandler) -> None:
    time.sleep(10)


def noise(handler: socketserver.StreamRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff" * 1000)


BOMB = gzip.compress(b"x" * 60_000_000)
FAULTS: dict[str, tuple[Reply, str]] = {
    "slow": (slow, "too-late"),
    "slow head": (slow_head, "too-late"),
    "silent": (silent, "too-late"),
    "endless": (endless, "page-too-large"),
    "endless head": (endless_head, "bad-answer"),
    "endless chunks": (chunked_endless, "page-too-large"),
    "too long": (said(b"x" * 2_000_001), "page-too-large"),
    "bomb": (said(BOMB, head="Content-Encoding: gzip\r\n"), "packed-too-large"),
    "bomb in a bomb": (said(gzip.compress(BOMB), head="Content-Encoding: gzip, gzip\r\n"), "bad-answer"),
    "broken packing": (said(b"no gzip", head="Content-Encoding: gzip\r\n"), "bad-answer"),
    "half packing": (said(gzip.compress(b"y" * 5000)[:20], head="Content-Encoding: gzip\r\n"), "bad-answer"),
    "unknown packing": (said(b"x", head="Content-Encoding: br\r\n"), "bad-answer"),
    "broken off": (broken_off, "bad-answer"),
    "noise": (noise, "bad-answer"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_server_is_left_in_time_and_told(name: str) -> None:
    reply, why = FAULTS[name]
    with served({"/": reply}) as web:
        begun = time.perf_counter()

        assert refused(f"{web.address}/", Door("private", seconds=1.0)) == why
        assert time.perf_counter() - begun < 4


def test_a_bomb_is_not_unpacked_to_see_how_large_it_is() -> None:
    with served({"/": FAULTS["bomb"][0]}) as web:
        tracemalloc.start()
        refused(f"{web.address}/")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 12_000_000


def test_a_packed_page_is_unpacked() -> None:
    with served({"/": said(gzip.compress(b"<p>hello"), head="Content-Encoding: gzip\r\n")}) as web:
        assert fetch(f"{web.address}/", HERE).body == b"<p>hello"


def test_a_server_that_is_not_there_is_told() -> None:
    with served({}) as web:
        port = web.port
    web.server_close()

    assert refused(f"http://127.0.0.1:{port}/") == "no-answer"
    assert refused("http://no-such-name.invalid/", Door()) == "no-address"


def test_a_certificate_that_nobody_vouches_for_is_told() -> None:
    """A server that speaks no TLS has none at all."""
    with served({}) as web:
        assert refused(f"https://127.0.0.1:{web.port}/", Door("private", seconds=1.0)) in ("no-trust", "too-late")


# ---- C-05: manners


def test_a_visitor_says_who_it_is_and_brings_nothing() -> None:
    with served({"/": said("x", head="Set-Cookie: a=b\r\n"), "/two": said("y")}) as web:
        fetch(f"{web.address}/", HERE)
        fetch(f"{web.address}/two", HERE)

    for _, head in web.asked:
        assert head["user-agent"] == f"privet/{__version__}"
        assert not {"cookie", "referer", "authorization"} & head.keys()


def test_there_is_a_pause_between_requests(world: World) -> None:
    world.names["shop.example"] = [PUBLIC]
    world.replies |= {"/": said('<a href="/a">a</a><a href="/b">b</a>'), "/a": said("a"), "/b": said("b")}
    begun = time.perf_counter()
    site = crawled("http://shop.example/", Limits(pause=0.3), Door(seconds=3.0))

    assert len(site.pages) == 3
    assert time.perf_counter() - begun > 0.6


ROBOTS = """
User-agent: somebody
Disallow: /

User-agent: *
Crawl-delay: 2
Disallow: /private
Allow: /private/open
Disallow: /*.php$
Disallow: /a*b*c
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/private", False), ("/private/x", False), ("/private/open/y", True), ("/x.php", False),
        ("/x.php?y=1", True), ("/a1b2c3", False), ("/a1c2b3", True), ("/Private", True),
    ],
)  # fmt: skip
def test_robots_are_read_as_the_standard_says(path: str, allowed: bool) -> None:
    assert parse(ROBOTS, "privet").allows(path) is allowed


def test_robots_that_name_us_speak_to_us_alone() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Privet\nUser-agent: other\nDisallow: /x\nCrawl-delay: 99999"
    told = parse(text, "privet")

    assert told.allows("/") and not told.allows("/x")
    assert told.pause == 0.0
    assert parse("User-agent: *\nCrawl-delay: 9999", "privet").pause == 10.0
    assert parse("User-agent: *\nDisallow:", "privet").allows("/")


def test_a_robots_pattern_cannot_take_long() -> None:
    begun = time.perf_counter()

    assert not Rule("/" + "*a" * 900 + "$", "disallow").fits("/" + "a" * 899 + "b")
    assert time.perf_counter() - begun < 0.5


def test_what_robots_forbid_is_not_asked_for_and_is_no_pass() -> None:
    replies = {
        "/robots.txt": said("User-agent: *\nDisallow: /secret", "text/plain"),
        "/": said('<a href="/secret">x</a>'),
    }
    with served(replies) as web:
        site = crawled(f"{web.address}/")

    assert web.paths == ["/robots.txt", "/"]
    assert whys(site) == ["robots-forbid"]


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "429 Slow down"])
def test_robots_that_cannot_be_read_forbid_everything(status: str) -> None:
    with served({"/robots.txt": said("", status=status), "/": said("x")}) as web:
        site = crawled(f"{web.address}/")

    assert web.paths == ["/robots.txt"]
    assert whys(site) == ["robots-unread"]


# ---- a whole site


def test_a_site_is_followed_and_nothing_beyond_it() -> None:
    start = '<a href="/a">a</a><a href="b#x">b</a><a href="http://elsewhere.example/">c</a><a href="/p.pdf">d</a><a href="mailto:x@y">e</a>'
    replies = {
        "/": said(start), "/a": said('<a href="/">back</a><a href="/deep/1">deep</a>'), "/b": moved("/c"), "/c": said("c"),
        **{f"/deep/{number}": said(f'<a href="/deep/{number + 1}">on</a>') for number in range(1, 9)},
    }  # fmt: skip
    with served(replies) as web:
        site = crawled(f"{web.address}/")

    assert [seen.address.removeprefix(web.address) for seen in site.pages] == ["/", "/a", "/c", "/deep/1", "/deep/2"]
    assert site.aliases == {f"{web.address}/b": f"{web.address}/c"}
    assert whys(site) == ["too-deep"]
    assert site.other == {f"{web.address}/p.pdf"}


def test_what_is_no_web_page_is_kept_in_mind_whatever_it_is_called() -> None:
    """A notice may be a PDF under an address that does not say so."""
    start = '<a href="/notice">Privacy</a><a href="/moved">x</a>'
    replies = {"/": said(start), "/notice": said(b"%PDF-1.7", kind="application/pdf"), "/moved": moved("/notice")}
    with served(replies) as web:
        site = crawled(f"{web.address}/")

    assert site.other == {f"{web.address}/notice", f"{web.address}/moved"}


def test_a_calendar_without_end_is_left() -> None:
    """Pages that lead to ever more pages: by number, and by what stands behind the question mark."""
    with served({}) as web:
        web.replies = Endless()
        site = crawled(f"{web.address}/1", Limits(pages=8, depth=50, pause=0.0))

    assert len(site.pages) == 8
    assert "too-many-pages" in whys(site)


class Endless(dict[str, Reply]):
    """Every page leads to two new ones."""

    def get(self, path: str, default: object = None) -> Reply:
        if path == "/robots.txt":
            return said("", status="404 Not Found")
        number = int(path.strip("/").split("?")[0] or 1)
        return said(f'<a href="/{2 * number}">a</a><a href="/{2 * number + 1}?day={number}">b</a>')


def test_one_page_with_many_queries_is_left_and_told() -> None:
    links = "".join(f'<a href="/day?n={number}">{number}</a>' for number in range(60))
    with served({"/": said(links), **{f"/day?n={number}": said("x") for number in range(60)}}) as web:
        site = crawled(f"{web.address}/", Limits(pages=100, pause=0.0))

    assert len(site.pages) == 21
    assert whys(site) == ["too-many-variants"]


def test_the_time_of_a_visit_is_limited() -> None:
    with served({"/": said('<a href="/a">a</a>'), "/a": said("a")}) as web:
        site = crawled(f"{web.address}/", Limits(seconds=-1.0, pause=0.0))

    assert whys(site) == ["time-is-up"]


NEVER_CLEAN: dict[str, dict[str, Reply]] = {
    "nothing there": {},
    "an error": {"/": said("x", status="500 Oops")},
    "locked": {"/": said("x", status="401 No")},
    "no page": {"/": said("x", kind="application/pdf")},
    "no text": {"/": said(bytes(range(256)) * 20)},
    "broken off": {"/": broken_off},
    "away": {"/": moved("http://elsewhere.example/")},
    "a page behind it": {
        **{f"/{name}": said(text) for name, text in GOOD.items()},
        "/": said('<a href="/x">x</a>'),
        "/x": noise,
    },
    "robots": {"/robots.txt": said("User-agent: *\nDisallow: /", "text/plain")},
    "robots away": {"/robots.txt": noise},
}


@pytest.mark.parametrize("name", NEVER_CLEAN)
def test_what_could_not_be_looked_at_is_never_clean(name: str) -> None:
    """C-16: a finding of its own, whatever went wrong."""
    with served(NEVER_CLEAN[name]) as web:
        told = check_site(shelf(), plan(), crawled(f"{web.address}/"), {}, "en")

    assert told.unlooked > 0
    assert {entry.code for entry in told.found} & {"PS191", "PS193"}


def test_a_good_site_is_clean() -> None:
    start = page('<a href="/contact.html">a</a><a href="/order.html">b</a><a href="/privacy.html">Privacy notice</a>')
    with served({"/": said(start), **{f"/{name}": said(text) for name, text in GOOD.items()}}) as web:
        told = check_site(shelf(), plan(), crawled(f"{web.address}/"), {}, "en")

    assert [(entry.code, entry.text) for entry in told.found] == []
    assert told.unlooked == 0
