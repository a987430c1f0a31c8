"""Tests that a value must pass beside having the right shape: check digits, days that exist, numbers in use.

They come from python-stdnum and phonenumbers (extra ``scan``), imported when the first test is made.
No test says why a value fails: a value stands in no message.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache
from types import ModuleType

Check = Callable[[str], bool]

ELSEWHERE = ("BE", "CA", "FR", "GB", "NL", "US")
"""Countries whose way of writing numbers is tried where no place is known."""
WRITTEN = (*ELSEWHERE, "AU", "BR", "CH", "DE", "IE", "LU")
"""Countries whose way of writing is tried under a name that says what the numbers are."""
ZERO = "0"
OLDEST = 120
"""Years."""
BSN_DIGITS = 9
_CARDS = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
    r"|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:6011|65[0-9]{2}|64[4-9][0-9])[0-9]{12}"
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12}|(?:50|5[6-9]|6[0-9])[0-9]{10,17}|62[0-9]{14,17}"
)
SHORT, CENTURIES = 2, (1900, 2000)
"""Digits of a year without its century, and what that can be."""
_NUMBERED_DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?:[T ].*)?")
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_PERSON_OF_FRANCE = re.compile(
    r"[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-4][0-9]|[5-9][0-9])(?:0[1-9]|[1-8][0-9]|9[0-57-9]|2[AB])(?!000)[0-9]{3}(?!000)[0-9]{3}"
)
"""The number without its key: months from 20 on stand for births whose month is not known."""
IPV4_PARTS = 4
SMALL = 32
"""Numbers of versions are small; one address in a million has four such parts."""


def checks(places: Iterable[str], on: date, named: Collection[str] = ()) -> Mapping[str, Check]:
    """Every test by name, for numbers written in these places; ``on`` is the day of the look.

    ``named`` are the tests for what a column's own name says: they look less closely.

    Raises ModuleNotFoundError where the libraries of the extra are not installed."""
    import phonenumbers
    from stdnum import iban, luhn
    from stdnum.be import bis, nn
    from stdnum.ca import sin
    from stdnum.ch import ssn as ahv
    from stdnum.ch import uid
    from stdnum.eu import vat
    from stdnum.fr import nir
    from stdnum.gb import vat as british
    from stdnum.nl import bsn, postcode
    from stdnum.us import ssn

    homes = [place.split("-")[0] for place in places] or ELSEWHERE
    regions = tuple(dict.fromkeys((*homes, *(WRITTEN if "phone-national" in named else ()))))
    return {
        "": bool,
        "bsn": lambda text: bool(bsn.is_valid(_digits(text).zfill(BSN_DIGITS))),
        "sin": lambda text: bool(sin.is_valid(text)),
        "nir": lambda text: bool(nir.is_valid(_signs(text))),
        "nir-without-key": lambda text: _PERSON_OF_FRANCE.fullmatch(_signs(text)) is not None,
        "rijksregisternummer": lambda text: bool(nn.is_valid(text) or bis.is_valid(text)),
        "ahv": lambda text: bool(ahv.is_valid(text)),
        "ssn": lambda text: bool(ssn.is_valid(text)),
        "vat": lambda text: _is_taxed(text, vat, british, uid),
        "postcode-nl": lambda text: bool(postcode.is_valid(text)),
        "nino": _is_nino,
        "card": lambda text: _CARDS.fullmatch(_digits(text)) is not None and bool(luhn.is_valid(_digits(text))),
        "iban": lambda text: _begins_right(text, iban),
        "email": _is_email,
        "ip": _is_address if "ip" in named else _is_no_version,
        "birth-date": lambda text: _is_birthday(text, on),
        "phone-international": lambda text: _is_phone(phonenumbers, text, ()),
        "phone-national": lambda text: _is_phone(phonenumbers, text, regions),
    }


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _signs(text: str) -> str:
    return re.sub("[ .-]", "", text).upper()


def _is_taxed(text: str, union: ModuleType, british: ModuleType, swiss: ModuleType) -> bool:
    """Whether a tax number is right, by the country it begins with."""
    if text.startswith("CH"):
        return bool(swiss.is_valid("".join(sign for sign in text if sign.isdigit() or sign in "CHE")[:12]))
    return bool(british.is_valid(text) if text.startswith("GB") else union.is_valid(text))


def _begins_right(text: str, number: ModuleType) -> bool:
    """Whether a text is a number, or begins with one: in a sentence the words behind it look like its end.

    Lists of the banks of a country grow old, and are not asked."""
    groups = text.upper().split(" ")
    return any(number.is_valid("".join(groups[:end]), check_country=False) for end in range(len(groups), 0, -1))


def _is_email(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return ".." not in text and name[0] != "." and name[-1] != "." and not domain.startswith("-")


def _is_nino(text: str) -> bool:
    """Whether the first two letters are given out."""
    return text[:2].upper() not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_no_version(text: str) -> bool:
    """Whether a text is an address and not the number of a version: ``2.0.1.3``, a browser's ``120.0.0.0``."""
    parts = text.split(".")
    version = len(parts) == IPV4_PARTS and (parts[2:] == ["0", "0"] or all(int(part) < SMALL for part in parts))
    return not version and _is_address(text)


def _is_birthday(text: str, on: date) -> bool:
    """Whether a text is a day on which somebody alive can be born; day and month stand either way."""
    if found := _NUMBERED_DAY.fullmatch(text):
        ways = [(int(found[1]), int(found[2]), int(found[3]))]
    elif found := _WRITTEN_DAY.fullmatch(text):
        years = [int(found[3]) + century for century in ((0,) if len(found[3]) > SHORT else CENTURIES)]
        day, month = int(found[1]), int(found[2])
        ways = [(year, *way) for year in years for way in ((month, day), (day, month))]
    else:
        return False
    return any(on.year - OLDEST <= year <= on.year and _exists(year, month, day) for year, month, day in ways)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_phone(phones: ModuleType, text: str, regions: Iterable[str]) -> bool:
    """Whether a number is in use somewhere; without regions it has to name its country itself."""
    if not regions:
        return _is_in_use(phones, re.sub(r"\A00 ?", "+", text), None)
    zero = _digits(text).startswith(ZERO)
    return any(_is_in_use(phones, text, region) for region in regions if zero == _begins_with_zero(region))


@cache
def _begins_with_zero(region: str) -> bool:
    """Whether people put a zero before their numbers in a country."""
    import phonenumbers

    number = phonenumbers.example_number(region)
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    return number is not None and _digits(phonenumbers.format_number(number, national)).startswith(ZERO)


def _is_in_use(phones: ModuleType, text: str, region: str | None) -> bool:
    try:
        return bool(phones.is_valid_number(phones.parse(text, region)))
    except phones.NumberParseException:
        return False
