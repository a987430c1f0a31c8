"""Faults that a test plants in a page that has none of them, each with the finding that must tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from privet.site.elements import Form
from privet.site.reading import read

NEWS = {
    "en": "I would like to receive your newsletter",
    "fr": "Je souhaite recevoir votre newsletter",
    "nl": "Ik wil graag uw nieuwsbrief ontvangen",
}
BOTH = {
    "en": "I accept the terms and conditions and would like to receive your newsletter",
    "fr": "J’accepte les conditions générales et je souhaite recevoir votre newsletter",
    "nl": "Ik ga akkoord met de algemene voorwaarden en ontvang graag de nieuwsbrief",
}
IDENTITY = {"en": "Passport number", "fr": "Numéro de passeport", "nl": "Paspoortnummer"}
PHONE = {"en": "Mobile phone", "fr": "Téléphone portable", "nl": "Mobiel nummer"}
NOTICE_LINK = re.compile(r"<a\b[^>]*>(?:(?!</a>).)*</a>", re.I | re.S)
NOTICE = re.compile(r"privacy|confidentialit|personnelles|vie[- ]priv|protection[- ]des|privacybeleid", re.I)


@dataclass(frozen=True)
class Planted:
    """A page with one fault, and the codes of which one must be found."""

    name: str
    text: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Target:
    """The form of a page into which faults are planted."""

    text: str
    language: str
    activity: str
    """The activity of the plan that it was taken for; empty where there is none."""
    form: Form

    def opening(self) -> re.Match[str]:
        """Its tag."""
        return list(re.finditer(r"<form\b[^>]*>", self.text, re.I))[self.form.number - 1]

    def with_inner(self, markup: str) -> str:
        """The page with something more at the end of the form."""
        end = self.text.lower().index("</form", self.opening().end())
        return f"{self.text[:end]}<p>{markup}</p>{self.text[end:]}"

    def with_attributes(self, **attributes: str) -> str:
        """The page with other attributes of the form, and without what says that a script sends it."""
        tag = self.opening()
        bare = re.sub(
            r"""\s(?:action|method|onsubmit|data-wf-[a-z-]+|data-sb-form-api-token)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""",
            "",
            tag[0],
            flags=re.I,
        )
        said = " ".join(f'{key}="{value}"' for key, value in attributes.items())
        return f"{self.text[: tag.start()]}{bare[:-1]} {said}>{self.text[tag.end() :]}"


def target(text: str, personal: Callable[[Form], str | None]) -> Target | None:
    """The first form of a page that asks about people, with its activity; None where there is none."""
    page = read(text)
    for form in page.forms:
        activity = personal(form)
        if form.number and activity is not None:
            return Target(text, page.language or "en", activity, form)
    return None


def plants(page: Target) -> Iterator[Planted]:
    """Every fault, one by one."""
    yield from _boxes(page)
    yield from _fields(page)
    yield from _sending(page)
    yield Planted("no-notice", NOTICE_LINK.sub(_without_notice, page.text), frozenset({"PS121"}))
    script = '<script src="https://cdn.unheard-of.example/x.js"></script>'
    yield Planted("script", page.text.replace("</body>", f"{script}</body>") + script, frozenset({"PS142"}))
    pixel = '<noscript><img src="https://www.facebook.com/tr?id=1&amp;ev=PageView&amp;noscript=1" alt=""></noscript>'
    yield Planted("pixel", page.text + pixel, frozenset({"PS141"}))


def _boxes(page: Target) -> Iterator[Planted]:
    say = page.language if page.language in NEWS else "en"
    label, both = NEWS[say], BOTH[say]
    ticked = f'<input type="checkbox" id="pl" name="pl" checked><label for="pl">{label}</label>'
    drawn = f'<span role="checkbox" aria-checked="true" aria-label="{label}" tabindex="0"></span>'
    asked = f'<fieldset><legend>{label}?</legend><label><input type="radio" name="pq" value="1" checked> {"Oui" if say == "fr" else "Ja" if say == "nl" else "Yes"}</label><label><input type="radio" name="pq" value="0"> No</label></fieldset>'
    yield Planted("pre-ticked", page.with_inner(ticked), frozenset({"PS111"}))
    yield Planted("pre-ticked-drawn", page.with_inner(drawn), frozenset({"PS111"}))
    yield Planted("pre-ticked-radio", page.with_inner(asked), frozenset({"PS111"}))
    yield Planted(
        "bundled", page.with_inner(f'<label><input type="checkbox" name="pb"> {both}</label>'), frozenset({"PS112"})
    )
    forced = f'<label><input type="checkbox" name="pf" required> {label}</label>'
    if page.activity:
        yield Planted(
            "other-words",
            page.with_inner(f'<label><input type="checkbox" name="pw"> {label}</label>'),
            frozenset({"PS113", "PS116"}),
        )
    if page.activity not in ("", "news"):
        yield Planted("forced", page.with_inner(forced), frozenset({"PS117"}))


def _fields(page: Target) -> Iterator[Planted]:
    say = page.language if page.language in NEWS else "en"
    for name, markup in (
        ("label", f'<label for="pi">{IDENTITY[say]}</label><input id="pi" name="pi">'),
        ("loose", f'<label>{IDENTITY[say]}</label><input name="pi" placeholder="AB123">'),
        ("beside", f"<span>{IDENTITY[say]}</span><br><input name='pi'>"),
        ("named", '<input name="passport_number">'),
    ):
        yield Planted(f"field-{name}", page.with_inner(markup), frozenset({"PS101", "PS104"}))
    if page.activity in ("contact", "orders"):
        for name, star, must in (("html", "", "required"), ("aria", "", "aria-required='true'"), ("star", " *", "")):
            markup = f'<label for="pp">{PHONE[say]}{star}</label><input type="tel" id="pp" name="pp" {must}>'
            yield Planted(f"required-{name}", page.with_inner(markup), frozenset({"PS103"}))


def _sending(page: Target) -> Iterator[Planted]:
    yield Planted(
        "http", page.with_attributes(method="post", action="http://dehoek.example/send"), frozenset({"PS131"})
    )
    yield Planted("get", page.with_attributes(method="get", action="/send"), frozenset({"PS132"}))
    yield Planted(
        "foreign",
        page.with_attributes(method="post", action="https://forms.unheard-of.example/x"),
        frozenset({"PS133"}),
    )
    yield Planted("mail", page.with_attributes(method="post", action="mailto:ans@dehoek.example"), frozenset({"PS134"}))
    button = '<button formaction="https://forms.unheard-of.example/y">x</button>'
    yield Planted("foreign-button", page.with_inner(button), frozenset({"PS133"}))


def _without_notice(link: re.Match[str]) -> str:
    return "" if NOTICE.search(link[0]) else link[0]
