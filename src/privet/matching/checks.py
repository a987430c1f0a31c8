"""Tests that a value must pass beside having the right shape: check digits, days that exist, numbers in use.

They come from python-stdnum and phonenumbers (extra ``scan``), imported when the first test is made.
No test says why a value fails: a value stands in no message.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import ModuleType

Check = Callable[[str], bool]

ELSEWHERE = ("BE", "CA", "FR", "GB", "NL", "US")
"""Countries whose way of writing numbers is tried where no place is known."""
WITHOUT_ZERO = frozenset(("CA", "US"))
"""Countries whose numbers do not begin with a zero, as those of the others do."""
OLDEST = 120
"""Years."""
BSN_DIGITS = 9
_CARDS = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
    r"|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:6011|65[0-9]{2}|64[4-9][0-9])[0-9]{12}"
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12}|(?:50|5[6-9]|6[0-9])[0-9]{10,17}|62[0-9]{14,17}"
)
_NUMBERED_DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?:[T ].*)?")
_WRITTEN_DAY = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")


def checks(places: Iterable[str], on: date) -> Mapping[str, Check]:
    """Every test by name, for numbers written in these places; ``on`` is the day of the look.

    Raises ModuleNotFoundError where the libraries of the extra are not installed."""
    import phonenumbers
    from stdnum import iban, luhn
    from stdnum.be import nn
    from stdnum.ca import sin
    from stdnum.eu import vat
    from stdnum.fr import nir
    from stdnum.nl import bsn, postcode
    from stdnum.us import ssn

    regions = tuple(dict.fromkeys(place.split("-")[0] for place in places)) or ELSEWHERE
    return {
        "": bool,
        "bsn": lambda text: bool(bsn.is_valid(_digits(text).zfill(BSN_DIGITS))),
        "sin": lambda text: bool(sin.is_valid(text)),
        "nir": lambda text: bool(nir.is_valid(text)),
        "rijksregisternummer": lambda text: bool(nn.is_valid(text)),
        "ssn": lambda text: bool(ssn.is_valid(text)),
        "vat": lambda text: bool(vat.is_valid(text)),
        "postcode-nl": lambda text: bool(postcode.is_valid(text)),
        "nino": _is_nino,
        "card": lambda text: _CARDS.fullmatch(_digits(text)) is not None and bool(luhn.is_valid(_digits(text))),
        "iban": lambda text: _begins_right(text, iban),
        "email": _is_email,
        "ip": _is_address,
        "birth-date": lambda text: _is_birthday(text, on),
        "phone-international": lambda text: _is_phone(phonenumbers, text, ()),
        "phone-national": lambda text: _is_phone(phonenumbers, text, regions),
    }


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _begins_right(text: str, number: ModuleType) -> bool:
    """Whether a text is a number, or begins with one: in a sentence the words behind it look like its end."""
    groups = text.upper().split(" ")
    return any(number.is_valid("".join(groups[:end])) for end in range(len(groups), 0, -1))


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


def _is_birthday(text: str, on: date) -> bool:
    """Whether a text is a day on which somebody alive can be born; day and month stand either way."""
    if found := _NUMBERED_DAY.fullmatch(text):
        ways = [(int(found[1]), int(found[2]), int(found[3]))]
    elif found := _WRITTEN_DAY.fullmatch(text):
        ways = [(int(found[3]), int(found[2]), int(found[1])), (int(found[3]), int(found[1]), int(found[2]))]
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
    zero = _digits(text).startswith("0")
    return any(_is_in_use(phones, text, region) for region in regions if zero != (region in WITHOUT_ZERO))


def _is_in_use(phones: ModuleType, text: str, region: str | None) -> bool:
    try:
        return bool(phones.is_valid_number(phones.parse(text, region)))
    except phones.NumberParseException:
        return False
