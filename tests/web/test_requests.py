"""Requests that no page of ours makes: forged, misaddressed, broken, and far too large."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from web.editing import ENTRY, HOST, Editing
from web.trying import trips

TWO = """\
schema = 1
[organisation]
name = "Two"
[activities.shop]
template = "shop-sales"
[suppliers.host]
name = "Host"
"""
REAL = {
    "question": "organisation", "row": "shop", "table": "activities", "section": "about", "ref": "organisation.name",
    "kind": "plan", "name": "plan", "language": "en", "form": "html", "key": ENTRY,
}  # fmt: skip
HEADERS = {
    "Content-Security-Policy", "Permissions-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy",
    "Cross-Origin-Opener-Policy", "Cache-Control", "Vary",
}  # fmt: skip


def patterns(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every route, as it is written."""
    for entry in (resolver or get_resolver()).url_patterns:
        place = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, place)
        else:
            yield place, entry


def filled(route: str, entry: URLPattern, **values: str) -> str:
    """The address of a route; parameters that are not given are real ones."""
    for name, converter in entry.pattern.converters.items():
        kind = next(kind for kind in ("str", "slug", "int", "uuid", "path") if f"<{kind}:{name}>" in route)
        route = route.replace(f"<{kind}:{name}>", values.get(name, REAL[name]))
        assert converter
    return route


def routes() -> dict[str, str]:
    return {filled(route, entry): route for route, entry in patterns()}


@pytest.fixture
def two(here: Editing) -> Editing:
    """A file with an activity and a supplier."""
    here.file.write_text(TWO)
    return here


# ---- headers


def test_every_answer_carries_the_headers(two: Editing) -> None:
    """Pages, files, redirects, refusals, and what is not there."""
    places = [*routes(), "/nowhere", "/question/nothing/", "/static/privet/privet.css", "/static/none"]
    for path in places:
        response = two.client.get(path)
        lacking = HEADERS - {"Cache-Control", "Vary"} - set(response.headers)
        assert lacking == set(), (path, response.status_code)
        policy = response.headers["Content-Security-Policy"]
        assert (
            "frame-ancestors 'none'" in policy and "unsafe" not in policy and "http" not in policy.replace("'self'", "")
        )
        assert "Server" not in response.headers and "X-Powered-By" not in response.headers
        if not path.startswith("/static/"):
            assert "no-store" in response.headers["Cache-Control"], path
            assert "Cookie" in response.headers["Vary"], path


def test_no_page_holds_anything_inline_or_from_elsewhere(two: Editing) -> None:
    for path in routes():
        page = two.get(path)
        if page.response.headers.get("Content-Type", "").startswith("text/html") and "/documents/plan/" not in path:
            text = page.text.lower()
            assert "<script>" not in text and "style=" not in text and "<style" not in text, path
            assert not any(f" on{event}=" in text for event in ("click", "load", "submit", "input", "change", "error"))


# ---- forged


def test_a_form_without_its_token_is_refused_everywhere(two: Editing) -> None:
    """Every route, whatever it is for, and whatever the method pretends to be."""
    for path in routes():
        if path.startswith("/enter/"):
            continue
        for method in ("post", "put", "patch", "delete"):
            response = two.client.generic(method.upper(), path, b"name=Forged", "application/x-www-form-urlencoded")
            assert response.status_code == 403, (method, path)
        forged = two.client.get(path, {"_method": "POST", "name": "Forged"}, headers={"x-http-method-override": "POST"})
        assert forged.status_code < 500
    assert two.text == TWO


def test_a_token_of_another_visitor_is_refused(two: Editing) -> None:
    other = Client(headers={"host": HOST})
    other.get(f"/enter/{ENTRY}")
    other.get("/question/organisation/")
    token = other.cookies["csrftoken"].value
    response = two.client.post("/question/organisation/", {"name": "Forged", "csrfmiddlewaretoken": token})

    assert response.status_code == 403
    assert two.text == TWO


def test_a_form_from_another_site_is_refused_with_a_token_too(two: Editing) -> None:
    page = two.get("/question/organisation/")
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}):
        data = {**page.form, "name": ["Forged"], "csrfmiddlewaretoken": page.token}
        assert two.client.post(page.path, data, headers=headers).status_code == 403
    assert two.text == TWO


def test_what_only_shows_takes_no_other_method(two: Editing) -> None:
    loose = Client(headers={"host": HOST})  # no check of tokens, so that the view itself is asked
    loose.get(f"/enter/{ENTRY}")
    for path in ("/", "/plan/", "/documents/", "/privacy.toml", "/section/about/", "/at/organisation.name",
                 "/documents/plan/plan.en.html"):  # fmt: skip
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            assert loose.generic(method, path).status_code == 405, (method, path)
    for path in ("/question/organisation/", "/import/"):
        for method in ("PUT", "PATCH", "DELETE", "TRACE"):
            assert loose.generic(method, path).status_code == 405, (method, path)


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(to: str, two: Editing) -> None:
    """Neither by the choice of language nor by where a change came from."""
    page = two.get("/")
    sent = two.client.post("/i18n/setlang/", {"language": "nl", "next": to, "csrfmiddlewaretoken": page.token})
    assert "evil" not in sent.headers.get("Location", "") and "javascript" not in sent.headers.get("Location", "")

    asked = two.get(f"/question/organisation/?to={to}")
    assert "evil" not in two.post(asked, asked.form).to


# ---- misaddressed


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "[::1", "a b", "evil.example:8000", "192.168.0.1"]
)
def test_another_name_for_this_machine_is_refused(host: str, two: Editing) -> None:
    """A page elsewhere may point a name of its own at this machine."""
    assert two.client.get("/", headers={"host": host}).status_code == 400


TRAVERSALS = ("..", "../..", "..%2f..%2fetc%2fpasswd", "%2e%2e", "/etc/passwd", "%00", "a%0d%0aX: y", "é", "%ff%fe", "x" * 3000,
              "none", "*", "%5c..%5c", "-", "activities[shop]", "[", "]", "tasks[x].state", "suppliers[host].nothing")  # fmt: skip


def test_no_address_leads_out(two: Editing) -> None:
    """Every parameter of every route: what is not there is not there, and nothing else happens."""
    for route, entry in patterns():
        for name in entry.pattern.converters:
            for value in TRAVERSALS:
                path = filled(route, entry, **{name: value})
                wanted = (404, 403) if name == "key" else (404, 302, 200) if name == "ref" else (404,)
                response = two.client.get(path)
                assert response.status_code in wanted, (path, response.status_code)
                assert "root:" not in response.content.decode(errors="replace")
    assert list(two.file.parent.iterdir()) == [two.file]


@trips(40)
@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_address_breaks_the_server(two: Editing, path: str) -> None:
    from urllib.parse import quote

    for place in (f"/{quote(path)}", f"/at/{quote(path, safe='')}", f"/question/{quote(path, safe='')}/"):
        assert two.client.get(place).status_code in (200, 302, 301, 404), place


# ---- broken


@pytest.mark.parametrize(
    "body",
    [
        b"name=%ff%fe",
        b"name=caf%e9",
        b"name=%00",
        b"name=a%0bb",
        b"name=%ed%a0%80",
        b"name=%e2%80%ae",
    ],
)
def test_bytes_that_are_no_text_are_asked_again(body: bytes, two: Editing) -> None:
    """Beside the field; never kept with holes in it."""
    page = two.get("/question/organisation/")
    seen, token = page.form["seen"][0], page.token
    whole = body + f"&seen={seen}&csrfmiddlewaretoken={token}".encode()
    response = two.client.generic("POST", page.path, whole, "application/x-www-form-urlencoded")

    assert 400 <= response.status_code < 500
    assert two.text == TWO


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data", "multipart/form-data; boundary=", "x",
     "multipart/form-data; boundary=b; charset=bogus", "application/json"],
)  # fmt: skip
def test_a_body_of_another_kind_is_no_answer(kind: str, two: Editing) -> None:
    """403 where the token is not found in it."""
    response = two.client.generic("POST", "/question/organisation/", b"name=Odd&--b", kind)

    assert 400 <= response.status_code < 500
    assert two.text == TWO


@pytest.mark.parametrize("name", ["seen", "csrfmiddlewaretoken", "name", "sure", "rows", "language", "next"])
def test_a_field_sent_a_hundred_times_is_no_trouble(name: str, two: Editing) -> None:
    page = two.get("/question/organisation/")
    data = {**page.form, "csrfmiddlewaretoken": [page.token], name: ["x"] * 100}
    for path in (page.path, "/question/activities/", "/i18n/setlang/"):
        assert two.client.post(path, data).status_code < 500


# ---- far too large


def test_a_form_that_is_too_large_is_refused(two: Editing) -> None:
    """Files that are, never get this far: the server itself refuses them (``test_interrupted``)."""
    page = two.get("/question/organisation/")
    body = f"csrfmiddlewaretoken={page.token}&name=" + "x" * 2_000_000
    for path in ("/question/organisation/", "/import/", "/i18n/setlang/"):
        response = two.client.generic("POST", path, body.encode(), "application/x-www-form-urlencoded")
        assert response.status_code in (400, 413), path
    assert two.text == TWO


@pytest.mark.parametrize("fields", [1_100, 100_000])
def test_too_many_fields_are_refused(fields: int, two: Editing) -> None:
    page = two.get("/question/organisation/")
    body = f"csrfmiddlewaretoken={page.token}" + "&a=" * fields
    response = two.client.generic("POST", page.path, body.encode(), "application/x-www-form-urlencoded")

    assert response.status_code in (400, 413)
    assert two.text == TWO


def test_too_many_files_are_refused(two: Editing) -> None:
    page = two.get("/import/")
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n'
    token = f'--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{page.token}\r\n'.encode()
    response = two.client.generic(
        "POST", "/import/", token + part * 2_000 + b"--b--\r\n", "multipart/form-data; boundary=b"
    )

    assert response.status_code in (400, 413)
    assert two.text == TWO


@pytest.mark.parametrize("header", ["user-agent", "referer", "accept-language", "cookie", "client-ip", "x-forwarded-host",
                                    "range", "if-none-match", "if-modified-since", "content-length"])  # fmt: skip
@pytest.mark.parametrize("value", ["<script>x</script>", "x" * 20_000, "é\x7f", "bytes=0-,0-,0-,0-", "-1"])
def test_a_strange_header_is_no_trouble(header: str, value: str, two: Editing) -> None:
    response = two.client.get("/", headers={header: value})

    assert response.status_code in (200, 400, 403)
    assert "<script>x" not in response.content.decode()
