"""Labels: a country's own names are for organisations in that country."""

from __future__ import annotations

import pytest
from strategies import case_of, library

from privet.labels import Labeller, locale

NEUTRAL = {
    "en": "National identity or social security number",
    "fr": "Numéro national ou de sécurité sociale",
    "nl": "Nationaal nummer of socialezekerheidsnummer",
}


def named(language: str, *places: str) -> str:
    """What an organisation there calls the number that a state gives its people."""
    case = case_of({"organisation": {"places": list(places)}} if places else {})
    return Labeller(case.answers, library().words(locale(language, case))).term("data-item", "national-number")


@pytest.mark.parametrize(
    ("language", "place", "name"),
    [
        ("en", "GB", "National Insurance number"),
        ("en", "CA", "Social insurance number (SIN)"),
        ("en", "CA-QC", "Social insurance number (SIN)"),
        ("en", "US", "Social security number"),
        ("fr", "FR", "Numéro de sécurité sociale (NIR)"),
        ("fr", "CA", "Numéro d’assurance sociale (NAS)"),
        ("nl", "NL", "Burgerservicenummer (BSN)"),
        ("nl", "BE", "Rijksregisternummer"),
    ],
)
def test_a_number_has_the_name_of_its_country(language: str, place: str, name: str) -> None:
    assert named(language, place) == name


@pytest.mark.parametrize(
    ("language", "place"), [("en", "NL"), ("en", "IE"), ("en", "AU"), ("fr", "NL"), ("fr", "CH"), ("nl", "CA")]
)
def test_elsewhere_it_is_said_in_words_that_fit_anywhere(language: str, place: str) -> None:
    assert named(language, place) == NEUTRAL[language]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_where_nobody_said_where_no_country_is_guessed(language: str) -> None:
    assert named(language) == NEUTRAL[language]


@pytest.mark.parametrize(
    ("written", "tag"),
    [("en_001", "en"), ("en_GB", "en-GB"), ("fr", "fr"), ("fr_CA", "fr-CA"), ("nl_NL", "nl-NL"), ("nl", "nl")],
)
def test_a_file_names_its_language_in_a_way_that_every_reader_knows(written: str, tag: str) -> None:
    assert library().words(written).tag == tag
