"""The door of ``privet edit``: the person who started it, and nobody else of this machine."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from web.editing import ENTRY, HOST, Editing

PLACES = (
    "/",
    "/plan/",
    "/documents/",
    "/privacy.toml",
    "/question/organisation/",
    "/import/",
    "/i18n/setlang/",
    "/nowhere",
)


def stranger() -> Client:
    return Client(headers={"host": HOST})


@pytest.mark.parametrize("path", PLACES)
def test_without_the_key_nothing_is_open(path: str, here: Editing) -> None:
    """Not even whether there is such a page."""
    here.file.write_text('schema = 1\n[organisation]\nname = "Secret"\n')
    for response in (stranger().get(path), stranger().post(path, {"name": "Mine"})):
        assert response.status_code == 403
        assert "Secret" not in response.content.decode()
    assert 'name = "Secret"' in here.text


@pytest.mark.parametrize("key", ["wrong", ENTRY[:-1], ENTRY.upper(), "é", "%00", "x" * 5000, " "])
def test_a_wrong_key_opens_nothing(key: str, here: Editing) -> None:
    visitor = stranger()

    assert visitor.get(f"/enter/{key}").status_code == 403
    assert visitor.get("/").status_code == 403


def test_no_key_set_is_no_key_at_all(here: Editing) -> None:
    with override_settings(ENTRY=""):
        assert stranger().get("/enter/").status_code in (403, 404)


def test_the_key_opens_once_and_leaves_the_address(here: Editing) -> None:
    visitor = stranger()
    entered = visitor.get(f"/enter/{ENTRY}")

    assert (entered.status_code, entered["Location"]) == (302, "/")
    assert ENTRY not in str(entered.cookies)
    assert visitor.get("/").status_code == 200


def test_the_key_of_another_run_opens_nothing(here: Editing) -> None:
    """Neither its address nor its cookie."""
    visitor = stranger()
    visitor.get(f"/enter/{ENTRY}")
    with override_settings(ENTRY="of-the-next-run", SECRET_KEY="n" * 40):
        assert visitor.get("/").status_code == 403
        assert visitor.get(f"/enter/{ENTRY}").status_code == 403


def test_a_cookie_of_ones_own_making_opens_nothing(here: Editing) -> None:
    for value in ("entered", "eyJlbnRlcmVkIjp0cnVlfQ:1abcde:forged", "{}", "é", ""):
        visitor = stranger()
        visitor.cookies["privet"] = value
        assert visitor.get("/").status_code == 403


def test_the_cookie_is_for_this_server_and_no_script(here: Editing) -> None:
    cookie = stranger().get(f"/enter/{ENTRY}").cookies["privet"]

    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["domain"]
    assert not cookie["expires"] and not cookie["max-age"], "it goes when the browser is closed"
