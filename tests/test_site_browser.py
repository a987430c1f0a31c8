"""``privet check site --browser``: a real Chromium behind a gate of ours, and what it finds that no markup shows."""

from __future__ import annotations

import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress

import pytest
from site_pages import NOTICE, Web, page, plan, said, served, shelf

from privet.site.browsing import browse
from privet.site.fetching import Door
from privet.site.findings import check_site
from privet.site.gate import Gate
from privet.site.looked import Seen, Site
from privet.site.reading import read
from privet.site.room import Room

needs_chromium = pytest.mark.skipif(not shutil.which("chromium"), reason="there is no chromium")
SCRIPTED = page("""
<a href="/privacy.html">Privacy notice</a>
<script>
document.cookie = "_ga=1"; document.cookie = "sessionid=2"; document.cookie = "grommet=3";
localStorage.setItem("mystery", "4");
var s = document.createElement("script"); s.src = "http://tracker.example/t.js"; document.head.append(s);
fetch("http://127.0.0.1:1/inside").catch(() => 0);
alert("stay");
document.body.insertAdjacentHTML("beforeend", '<form id="contact" method="post" action="/c"><label>E-mail <input type="email" name="e"></label>'
  + '<label>Date of birth <input name="dob"></label><button>Send message</button></form>');
</script>
""")


@pytest.fixture
def web() -> Iterator[Web]:
    with served(
        {
            "/": said(SCRIPTED),
            "/privacy.html": said(page(NOTICE)),
            "/away": said("<script>location='http://127.0.0.1:1/'</script>"),
        }
    ) as found:
        yield found


def looked(web: Web, path: str = "/") -> Site:
    """The first page, as a browser shows it."""
    seen = Seen(f"{web.address}{path}", f"{web.address}{path}", read(SCRIPTED))
    with Room() as room:
        return browse(Site("127.0.0.1", (seen,), (), {}), Door("private"), room, lambda count, place: None)


@needs_chromium
def test_what_scripts_make_load_and_keep_is_seen(web: Web) -> None:
    site = looked(web)
    told = {
        (entry.code, word) for entry in check_site(shelf(), plan(), site, {}, "en").found for word in entry.text.split()
    }

    assert {("PS151", "“_ga”"), ("PS152", "“grommet”"), ("PS152", "“mystery”"), ("PS142", "tracker.example,")} <= told
    assert ("PS101", "birth”") in told
    assert not {word for code, word in told if code in ("PS151", "PS152")} & {"“sessionid”"}
    assert site.troubles == ()


@needs_chromium
def test_a_page_that_runs_away_is_no_pass(web: Web) -> None:
    assert [trouble.message for trouble in looked(web, "/away").troubles] == ["page-unread"]


def ask(gate: Gate, address: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": gate.address}))
    try:
        with opener.open(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_gate_carries_what_is_allowed(web: Web) -> None:
    with Gate(Door("private")) as gate:
        assert ask(gate, f"{web.address}/privacy.html") == 200


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost:80/", "http://10.0.0.1/", "http://169.254.169.254/", "http://[::1]/"],
)
def test_the_gate_leads_to_no_private_address(address: str) -> None:
    with Gate(Door()) as gate:
        assert ask(gate, address) == 403


def test_the_gate_refuses_tunnels_to_private_addresses_and_odd_ports() -> None:
    with Gate(Door()) as gate:
        for target in ("127.0.0.1:443", "93.184.216.34:25", "[::1]:443", "nonsense"):
            with socket.create_connection(("127.0.0.1", gate.listener.getsockname()[1]), timeout=5) as line:
                line.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
                assert line.recv(100).startswith(b"HTTP/1.1 403")


def test_the_gate_lets_go_of_who_sends_nonsense() -> None:
    with (
        Gate(Door()) as gate,
        socket.create_connection(("127.0.0.1", gate.listener.getsockname()[1]), timeout=5) as line,
    ):
        line.sendall(b"\x00\xff" * 40_000 + b"\r\n\r\n")
        with suppress(ConnectionResetError):
            assert line.recv(100) == b""
