"""Values as people and programs write them: every valid one is found, and digits without a meaning are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat
from stdnum import iban, luhn
from stdnum.be import bis, nn
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.ch import uid
from stdnum.fr import nir
from stdnum.gb import vat as british
from stdnum.nl import bsn

from privet.datafiles import DataFiles
from privet.matching import values as looked_at
from privet.matching.names import UNKNOWN, match_name

KINDS = looked_at.kinds(DataFiles())
ON = date(2026, 11, 22)
HOMES = ("NL", "BE", "FR", "CA", "GB", "US", "CH")
COUNT = 30
"""Values in a column."""
Make = Callable[[random.Random], str]


def look(values: Sequence[object], name: str = "", places: Sequence[str] = HOMES) -> dict[str, looked_at.Found]:
    column = looked_at.counter(KINDS, places, ON, match_name(name) if name else UNKNOWN)
    column.add(values)
    return {entry.item: entry for entry in column.found()}


def digits(dice: random.Random, count: int) -> str:
    return f"{dice.randrange(10**count):0{count}}"


def until(make: Callable[[], str], right: Callable[[str], object]) -> str:
    return next(text for text in iter(make, "") if right(text))


def spaced(text: str, *parts: int, sign: str = " ") -> str:
    """A number in groups."""
    ends = [sum(parts[: n + 1]) for n in range(len(parts))]
    return sign.join(text[end - part : end] for part, end in zip(parts, ends, strict=True))


# ---- telephone numbers


def called(dice: random.Random, region: str) -> phonenumbers.PhoneNumber:
    """A number in use: an example of the country with other digits at its end."""
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    example = phonenumbers.example_number_for_type(region, dice.choice(kinds))
    assert example is not None
    national = phonenumbers.national_significant_number(example)
    made = until(
        lambda: f"+{example.country_code}{national[:-4]}{digits(dice, 4)}",
        lambda text: phonenumbers.is_valid_number(phonenumbers.parse(text)),
    )
    return phonenumbers.parse(made)


WAYS: dict[str, Callable[[phonenumbers.PhoneNumber], str]] = {
    "national": lambda n: phonenumbers.format_number(n, PhoneNumberFormat.NATIONAL),
    "international": lambda n: phonenumbers.format_number(n, PhoneNumberFormat.INTERNATIONAL),
    "plain": lambda n: phonenumbers.format_number(n, PhoneNumberFormat.E164),
    "with 00": lambda n: "00" + phonenumbers.format_number(n, PhoneNumberFormat.E164)[1:],
    "bare": lambda n: "".join(c for c in phonenumbers.format_number(n, PhoneNumberFormat.NATIONAL) if c.isdigit()),
    "dots": lambda n: phonenumbers.format_number(n, PhoneNumberFormat.NATIONAL).replace(" ", "."),
    "hyphens": lambda n: phonenumbers.format_number(n, PhoneNumberFormat.NATIONAL).replace(" ", "-"),
}
REGIONS = ("NL", "BE", "FR", "CA", "US", "GB", "CH", "DE", "BR", "AU")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("region", REGIONS)
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_numbers_of_ten_countries_are_found_as_they_are_written(region: str, way: str, seed: int) -> None:
    """Under a name that fits every one, wherever the organisation is; without a name those of home."""
    dice = random.Random(seed)
    numbers = [WAYS[way](called(dice, region)) for _ in range(COUNT)]
    named = look(numbers, "telefoon", ["NL"])["phone"]

    assert (named.matching, named.certainty) == (COUNT, "sure")
    if region != "BR" or way not in ("national", "bare", "dots", "hyphens"):
        assert look(numbers, places=[region])["phone"].matching == COUNT


# ---- numbers of people


def key(body: str) -> str:
    return body + nir.calc_check_digits(body)


def french(dice: random.Random) -> str:
    department = dice.choice(("75", "13", "2A", "2B", "99", "01"))
    commune, order = dice.randrange(100, 900), dice.randrange(1, 999)
    return f"{dice.choice('12')}{digits(dice, 2)}{dice.randrange(1, 13):02}{department}{commune}{order:03}"


def belgian(dice: random.Random) -> str:
    born = f"{dice.randrange(40, 99)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"
    return until(lambda: f"{born}{dice.randrange(1, 998):03}{digits(dice, 2)}", nn.is_valid)


def visiting(dice: random.Random) -> str:
    """A number of Belgium for people who live elsewhere: the month is 20 or 40 more."""
    born = f"{dice.randrange(40, 99)}{dice.randrange(1, 13) + dice.choice((20, 40))}{dice.randrange(1, 29):02}"
    return until(lambda: f"{born}{dice.randrange(1, 998):03}{digits(dice, 2)}", bis.is_valid)


def swiss(dice: random.Random) -> str:
    return until(lambda: f"756{digits(dice, 10)}", ahv.is_valid)


def dutch(dice: random.Random) -> str:
    return until(lambda: digits(dice, 9), bsn.is_valid)


def canadian(dice: random.Random) -> str:
    return until(lambda: f"{dice.choice('1234567')}{digits(dice, 8)}", sin.is_valid)


def account(dice: random.Random) -> str:
    country, body = dice.choice((("NL", "ABNA"), ("BE", ""), ("FR", ""), ("DE", "")))
    length = {"NL": 10, "BE": 12, "FR": 23, "DE": 18}[country]
    if country == "BE":
        bare = digits(dice, 10)
        body = f"{bare}{int(bare) % 97 or 97:02}"
    elif country == "FR":
        bare = digits(dice, 21)
        weighed = 89 * int(bare[:5]) + 15 * int(bare[5:10]) + 3 * int(bare[10:])
        body = f"{bare}{97 - weighed % 97:02}"
    else:
        body += digits(dice, length)
    return f"{country}{iban.calc_check_digits(f'{country}00{body}')}{body}"


def card(dice: random.Random) -> str:
    body = f"{dice.choice(('4', '51', '55', '2221', '6011'))}{digits(dice, 15)}"[:15]
    return body + luhn.calc_check_digit(body)


def taxed_in_britain(dice: random.Random) -> str:
    return "GB" + until(lambda: digits(dice, 9), british.is_valid)


def taxed_in_switzerland(dice: random.Random) -> str:
    return until(lambda: f"CHE{digits(dice, 9)}", uid.is_valid)


def fours(text: str) -> str:
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


WRITTEN: dict[str, tuple[str, str, Make]] = {
    "bsn": ("national-number", "bsn", dutch),
    "bsn with points": ("national-number", "bsn", lambda d: spaced(dutch(d), 4, 2, 3, sign=".")),
    "bsn as a number": ("national-number", "bsn", lambda d: dutch(d).removeprefix("0")),
    "sin": ("national-number", "sin", canadian),
    "sin in groups": ("national-number", "nas", lambda d: spaced(canadian(d), 3, 3, 3)),
    "sin with hyphens": ("national-number", "nas", lambda d: spaced(canadian(d), 3, 3, 3, sign="-")),
    "nir": ("national-number", "nir", lambda d: key(french(d))),
    "nir in groups": ("national-number", "nir", lambda d: spaced(key(french(d)), 1, 2, 2, 2, 3, 3, 2)),
    "nir without its key": ("national-number", "n° ss", french),
    "nir without its key, in groups": ("national-number", "n° ss", lambda d: spaced(french(d), 1, 2, 2, 2, 3, 3)),
    "belgian": ("national-number", "rijksregisternummer", belgian),
    "belgian, of somebody abroad": ("national-number", "insz", visiting),
    "belgian with points": (
        "national-number",
        "niss",
        lambda d: (b := belgian(d)) and f"{b[:2]}.{b[2:4]}.{b[4:6]}-{b[6:9]}.{b[9:]}",
    ),
    "ahv": ("national-number", "ahv_nr", swiss),
    "ahv with points": ("national-number", "ahv_nr", lambda d: spaced(swiss(d), 3, 4, 4, 2, sign=".")),
    "nino": ("national-number", "nino", lambda d: f"AB{digits(d, 6)}C"),
    "nino in groups": ("national-number", "nino", lambda d: f"AB {spaced(digits(d, 6), 2, 2, 2)} C"),
    "iban": ("bank-account", "iban", account),
    "iban with spaces": ("bank-account", "iban", lambda d: fours(account(d))),
    "iban in small letters": ("bank-account", "iban", lambda d: fours(account(d)).lower()),
    "card": ("card", "card_number", card),
    "card with spaces": ("card", "card_number", lambda d: fours(card(d))),
    "card with hyphens": ("card", "card_number", lambda d: fours(card(d)).replace(" ", "-")),
    "vat in the Netherlands": ("tax-number", "btw_nummer", lambda d: d.choice(("NL004495445B01", "NL 004495445B01"))),
    "vat in Belgium": ("tax-number", "btw_nummer", lambda d: d.choice(("BE0403019261", "BE 0403.019.261"))),
    "vat in France": ("tax-number", "numero_tva", lambda d: d.choice(("FR40303265045", "FR 40 303265045"))),
    "vat in Britain": ("tax-number", "vat_no", taxed_in_britain),
    "vat in Britain, in groups": ("tax-number", "vat_no", lambda d: spaced(taxed_in_britain(d), 2, 3, 4, 2)),
    "uid": ("tax-number", "vat_no", taxed_in_switzerland),
    "uid as it is printed": (
        "tax-number",
        "vat_no",
        lambda d: (
            (n := taxed_in_switzerland(d)) and f"CHE-{n[3:6]}.{n[6:9]}.{n[9:]} {d.choice(('MWST', 'TVA', 'IVA'))}"
        ),
    ),
    "ipv4": ("ip-address", "last_ip", lambda d: ".".join(str(d.randrange(1, 255)) for _ in range(4))),
    "ipv4, hidden in part": ("ip-address", "last_ip", lambda d: f"198.51.{d.randrange(256)}.0"),
    "ipv6": ("ip-address", "last_ip", lambda d: ":".join(f"{d.randrange(1, 65536):x}" for _ in range(8))),
    "ipv6, short": ("ip-address", "last_ip", lambda d: f"2001:db8::{d.randrange(1, 65536):x}"),
    "born, written large": (
        "birth-date",
        "dob",
        lambda d: f"{d.randrange(1930, 2015)}-0{d.randrange(1, 9)}-1{d.randrange(9)}",
    ),
    "born, day first": (
        "birth-date",
        "geb_datum",
        lambda d: f"{d.randrange(1, 28)}-{d.randrange(1, 12)}-{d.randrange(1930, 2015)}",
    ),
    "born, month first": (
        "birth-date",
        "dob",
        lambda d: f"{d.randrange(1, 12)}/{d.randrange(1, 28)}/{d.randrange(1930, 2015)}",
    ),
    "born, short": (
        "birth-date",
        "date_naiss",
        lambda d: f"{d.randrange(10, 28)}/0{d.randrange(1, 9)}/{d.randrange(40, 99)}",
    ),
}
"""How a number is written: its item, a name that fits, and what makes one."""
NEEDS_A_NAME = ("born", "nir without")


@pytest.mark.parametrize("way", WRITTEN)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_every_valid_number_is_found(way: str, seed: int) -> None:
    """Recall is 1.0 under a name that fits; and without a name too, where the look alone is enough."""
    item, name, make = WRITTEN[way]
    dice = random.Random(seed)
    values = [make(dice) for _ in range(COUNT)]
    named = look([*values, *("nothing" for _ in values)], name)[item]

    assert (named.matching, named.certainty) == (COUNT, "sure")
    if not way.startswith(NEEDS_A_NAME):
        assert look(values)[item].matching >= COUNT - 2


# ---- what only looks like it


COLUMNS = 30
RATE = 0.01


def test_digits_without_a_meaning_are_seldom_taken_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    """The rate over columns of random digits, with and without a name of their own, is printed and stays small."""
    dice = random.Random(20)
    names = ("", "order_number", "artikelnummer", "id", "reference", "montant")
    columns = [
        (name, length, [str(dice.randrange(10 ** (length - 1), 10**length)) for _ in range(150)])
        for name in names
        for length in range(4, 20)
        for _ in range(COLUMNS // len(names))
    ]
    wrong = [(name, length, [*found]) for name, length, values in columns if (found := look(values, name))]
    with capsys.disabled():
        print(f" false positives {len(wrong) / len(columns):.4f} of {len(columns)} columns of digits ", end="")

    assert len(wrong) <= RATE * len(columns), wrong


def numbers(make: Callable[[random.Random], object]) -> list[object]:
    dice = random.Random(11)
    return [make(dice) for _ in range(200)]


ELSE: dict[str, list[object]] = {
    "versions": numbers(lambda d: ".".join(str(d.randrange(0, 25)) for _ in range(4))),
    "versions of a browser": numbers(lambda d: f"{d.randrange(90, 140)}.0.0.0"),
    "browsers": numbers(
        lambda d: f"Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/{d.randrange(90, 140)}.0.0.0 Safari/537.36"
    ),
    "builds": numbers(lambda d: f"10.0.{d.randrange(10000, 30000)}.{d.randrange(1, 4000)}"),
    "times": numbers(lambda d: f"{d.randrange(24):02}:{d.randrange(60):02}:{d.randrange(60):02}"),
    "moments": numbers(lambda d: d.randrange(1_500_000_000, 1_800_000_000)),
    "moments, finer": numbers(lambda d: d.randrange(1_500_000_000_000, 1_800_000_000_000)),
    "days": numbers(lambda d: f"20{d.randrange(10, 26)}-0{d.randrange(1, 9)}-1{d.randrange(9)}"),
    "order numbers of 16": numbers(lambda d: f"4{digits(d, 15)}"),
    "articles": numbers(
        lambda d: (b := f"87{digits(d, 10)}") + str(-sum(int(c) * (1, 3)[n % 2] for n, c in enumerate(b)) % 10)
    ),
    "books": numbers(lambda d: f"978{digits(d, 10)}"),
    "postcodes": numbers(lambda d: f"{d.randrange(1000, 9999)} AB"),
    "postcodes of Britain": numbers(lambda d: f"SW{d.randrange(1, 9)}A {d.randrange(1, 9)}AA"),
    "sizes": numbers(lambda d: f"{d.randrange(10, 99)}x{d.randrange(10, 99)}"),
    "hashes": numbers(lambda d: f"{d.getrandbits(160):040x}"),
    "codes": numbers(lambda d: f"{d.choice('ABC')}{digits(d, 6)}"),
    "places on a map": numbers(lambda d: f"{d.uniform(45, 55):.6f}"),
    "hardware": numbers(lambda d: ":".join(f"{d.getrandbits(8):02x}" for _ in range(6))),
    "prices": numbers(lambda d: f"{d.uniform(1, 900):.2f}"),
}


@pytest.mark.parametrize("what", ELSE)
@pytest.mark.parametrize("name", ["", "value", "version"])
def test_what_looks_alike_is_left_alone(what: str, name: str) -> None:
    assert look(ELSE[what], name) == {}


def test_nine_digits_need_a_name_or_many_that_pass() -> None:
    dice = random.Random(9)
    mixed = [dutch(dice) if n % 3 == 0 else digits(dice, 9) for n in range(300)]

    assert look(mixed) == {}
    assert look([dutch(dice) for _ in range(100)])["national-number"].certainty == "likely"
    assert look([dutch(dice) for _ in range(100)], "order_number") == {}
