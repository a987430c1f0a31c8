"""What people leave in an answer by mistake (T-14): warned about; a secret is never repeated."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import attacks
import pytest
from attacks import toml
from program import BASE, Warm, warm

from privet.datafiles import DataFiles
from privet.library import Library
from privet.residue import masked, patterns

served = pytest.fixture(scope="module")(warm)
KNOWN = patterns(DataFiles())

LEFT = {
    "PV501": (
        *(
            "TODO",
            "todo",
            "TBD",
            "FIXME later",
            "XXX",
            "[your name]",
            "<insert address>",
            "{{ company }}",
            "(your organisation here)",
            "…",
            "???",
        ),
        *(
            "To be completed",
            "company name",
            "N/A",
            "à compléter",
            "[votre nom]",
            "Votre nom",
            "in te vullen",
            "[naam van uw bedrijf]",
            "n.v.t.",
        ),
        *("change me!", "test", "placeholder", "Mr XXXX", "tel. TODO"),
    ),
    "PV502": ("Lorem ipsum dolor sit amet", "lorem ipsum"),
    "PV503": (
        *(
            "example@example.com",
            "me@example.org",
            "https://www.example.com/x",
            "info@yourdomain.com",
            "you@company.com",
            "x@uwdomein.nl",
        ),
        *("moi@votre-domaine.fr", "https://www.yourcompany.com", "123 Main Street", "naam@voorbeeld.nl"),
    ),
    "PV511": (
        *(
            "password: hunter2",
            "Password = correcthorse",
            "pwd=s3cret!",
            "wachtwoord: Geheim123",
            "mot de passe : Azerty12",
            "PIN code: 1234",
        ),
        *(
            "MySQL at mysql://root:tiger@db.internal/x",
            "toegangscode = 9988",
            "mdp: soleil99",
            "login jan password: a!b",
        ),
    ),
    "PV512": (
        *(
            "AKIAIOSFODNN7EXAMPLE",
            "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc",
            "sk-proj-" + "a1B2" * 8,
            "ghp_" + "a" * 36,
            "glpat-" + "x" * 20,
        ),
        *(
            "xoxb-" + "1" * 12 + "-abcdef",
            "AIza" + "B" * 35,
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc",
            "api key: 0123456789abcdef",
        ),
        *(
            "API_KEY=0123456789abcdef",
            "access token: zyxwvut98765",
            "clé API : 0123456789abcdef",
            "client secret = abcdefghij",
        ),
    ),
    "PV513": (
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        "AGE-SECRET-KEY-1" + "Q" * 58,
        "x -----BEGIN OPENSSH PRIVATE KEY----- y",
    ),
    "PV514": ("4111 1111 1111 1111", "4111111111111111", "5500-0000-0000-0004", "card 3782 822463 10005 exp 12/29"),
}

HARMLESS = (
    *(
        "Todo Moda",
        "Hotel Todo Incluido",
        "Toto",
        "Contest",
        "The Test Kitchen",
        "Testing Laboratory Ghent",
        "Bar Foo",
        "Barfoo",
        "Xxl Sports",
    ),
    *(
        "Placeholder Theatre Company",
        "Named after our founder",
        "Your Bakery",
        "Uw Slager",
        "Votre Boulanger",
        "Club 30 (XXX)"[:7],
        "Chapter XX",
    ),
    *(
        "info@exampleshop.com",
        "jan@bakkerij.example",
        "https://jansen.example",
        "me@my-company.be",
        "domain.com Registrars",
        "12 Main Street",
    ),
    *(
        "Password manager",
        "We use passwords of 15 characters",
        "Passwords: long",
        "Pass: the baker",
        "Wachtwoord wordt nooit gemaild",
        "PIN pads",
    ),
    *(
        "Key holder",
        "Client secretary",
        "API keys are kept in a vault",
        "Access key to the alarm",
        "Keynote speakers",
        "sk-ateboards",
        "Sleutelservice",
    ),
    *(
        "+31 20 123 45 67",
        "0032 475 12 34 56",
        "+1 (416) 555-0199",
        "NL91 ABNA 0417 1643 00",
        "BE0123.456.789",
        "KvK 12345678",
        "4111 1111 1111 1112",
    ),
    *(
        "ISBN 978-3-16-148410-0",
        "2026-11-22",
        "https://twin.nl/a?b=c",
        "user@host.nl",
        "Public key of the mayor",
        "N/A Records",
        "Sint-Oedenrode",
    ),
    *(
        "BEGIN Private Key Club",
        "S.O.S. Kinderdorpen",
        "Foo Fighters fan club",
        "[sic]",
        "(formerly Acme)",
        "<3 Bakery",
        "Name That Tune BV",
    ),
)


def codes(text: str) -> set[str]:
    """What a text is taken for."""
    return {pattern.code for pattern in KNOWN if next(pattern.places(text), None)}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in LEFT.items() for text in texts])
def test_t14_what_was_left_is_found(code: str, text: str) -> None:
    """T-14: placeholders in three languages, and secrets of many makers."""
    assert code in codes(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_t14_harmless_look_alikes_pass(text: str) -> None:
    """T-14: a name is not a placeholder, a phone number is no card."""
    assert codes(text) == set()


def test_t14_no_text_of_the_attacks_or_examples_is_taken_for_a_secret() -> None:
    """T-14: warnings that cry wolf are not read."""
    secret = {pattern.code for pattern in KNOWN if pattern.secret}

    assert [text for text in attacks.ATTACKS if codes(text) & secret] == []


@pytest.mark.parametrize(
    "text",
    ["password: " * 500, "4" * 5_000, "[your " * 800, "eyJ" + "a" * 5_000, "://a:" * 1_000, "sk-" * 1_500, "." * 5_000],
)
def test_t11_t14_looking_takes_no_time(text: str) -> None:
    """T-11: patterns are linear in the longest text there may be."""
    start = time.perf_counter()
    codes(text)

    assert time.perf_counter() - start < 0.2


@pytest.mark.parametrize("code", LEFT)
def test_t14_every_finding_is_said_in_three_languages(code: str) -> None:
    """T-14: title and text; a secret's text has no slot that could repeat it."""
    library = Library()
    for pattern in KNOWN:
        for language in library.languages:
            text = library.words(language).strings[f"residue.{pattern.message}"]
            assert library.words(language).strings[f"residue.{pattern.message}-title"]
            assert isinstance(text, str)
            assert ("{found}" in text) is not bool(pattern.secret)


SECRETS = tuple(text for code in ("PV511", "PV512", "PV514") for text in LEFT[code][:3])


@pytest.mark.parametrize("secret", SECRETS)
def test_t14_t32_a_secret_in_any_answer_is_warned_about_and_never_repeated(
    secret: str, served: Warm, tmp_path: Path
) -> None:
    """T-14, T-32: by build on standard error, by check in every format; as a good or as a refused answer."""
    core = re.split(r"[:=] ?", secret)[-1]
    (tmp_path / "x.toml").write_text(attacks.everywhere(secret))
    (tmp_path / "y.toml").write_text(
        BASE.replace('"twin@twin.nl"', toml(secret))
        + f"[activities.a]\nitems = [{toml(secret)}]\nkeep = {toml(secret)}\n{toml(secret)} = 1\n"
    )
    runs = [
        served.run("check", "x.toml", "--format", form, cwd=tmp_path) for form in ("text", "json", "sarif", "github")
    ]
    builds = [served.run("build", name, "-o", "out", cwd=tmp_path) for name in ("x.toml", "y.toml")]
    codes_found = {entry["code"] for entry in json.loads(runs[1].out)["findings"]}

    assert [ran.code for ran in (*runs, *builds)] == [1, 1, 1, 1, 0, 2]
    assert codes_found & {"PV511", "PV512", "PV514"}
    assert "warning: x.toml:" in builds[0].err
    assert [ran.said for ran in (*runs, *builds) if core in ran.said] == []


def test_t14_a_placeholder_is_repeated_and_told_where_it_is(served: Warm, tmp_path: Path) -> None:
    """T-14: with line, code, question and what to write."""
    (tmp_path / "x.toml").write_text(BASE.replace('name = "Twin"', 'name = "[your name]"', 1))
    ran = served.run("build", "x.toml", cwd=tmp_path)

    assert ran.code == 0
    assert re.search(r"^warning: x\.toml:3: PV501 .*\[your name\].*“?\"?unknown", ran.err, re.MULTILINE)


def test_t14_what_is_harmless_is_not_masked() -> None:
    """T-14: messages stay useful."""
    assert [text for text in HARMLESS if masked(text, KNOWN) != text] == []
    assert masked("my password: hunter2 and AKIAIOSFODNN7EXAMPLE!", KNOWN) == "my … and …!"
