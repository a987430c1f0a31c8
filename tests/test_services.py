"""The ingredient labels of common services: true to the vocabularies, honest about their sources, of use in answers."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import services as tool  # tools/services.py
from hypothesis import given
from hypothesis import strategies as st

from privet import source
from privet.answers import Answers, Ref
from privet.catalogue import questionnaire
from privet.datafiles import DataFiles
from privet.errors import DataError
from privet.matching.filling import fill
from privet.matching.services import PARTS, Company, Service, Services, services
from privet.parsing import parse
from privet.rewriting import BEGINNING, rewritten

FILES = DataFiles()
ASKED = questionnaire(FILES)
KNOWN = services(FILES)
DOCS = Path(__file__).parent.parent / "docs"
FORTY = """
    mailchimp stripe woocommerce google-analytics matomo contact-form-7 gravity-forms shopify brevo hubspot cloudflare
    google-recaptcha youtube vimeo google-maps google-fonts meta-pixel linkedin-insight tiktok-pixel hotjar
    microsoft-clarity paypal mollie adyen klarna square zendesk intercom crisp typeform jotform google-forms
    microsoft-forms microsoft-365 google-workspace dropbox calendly eventbrite zoom wordpress-com-jetpack wix
    squarespace hcaptcha cloudflare-turnstile sentry plausible fathom x-widgets addtoany disqus onesignal klaviyo
"""
"""The services that were asked for."""
each = pytest.mark.parametrize("service", KNOWN.every.values(), ids=lambda service: service.id)


def answers(text: str = "") -> Answers:
    return parse(source.parse(f"{BEGINNING}{text}".encode(), "privacy.toml"), ASKED)


def terms(vocabulary: str) -> set[str]:
    return set(ASKED.vocabularies[vocabulary].terms)


# ---- the data


def test_the_services_that_were_asked_for_are_there() -> None:
    assert set(FORTY.split()) - KNOWN.every.keys() == set()


@each
def test_a_service_speaks_in_terms_of_the_vocabularies(service: Service) -> None:
    assert set(service.items) <= terms("data-item")
    assert len(set(service.items)) == len(service.items) > 0
    assert service.recipient in terms("recipient")
    assert set(service.countries) <= terms("place")
    assert service.fills.template in ASKED.templates
    assert set(service.fills.purposes or ()) <= terms("purpose")
    assert set(service.fills.cookies) <= terms("cookie-kind")
    assert set(service.fills.marketing) <= terms("marketing-channel")
    assert (service.recipient == "none") == (service.kind == "plug-in")


@each
def test_a_service_can_be_recognised_and_says_when_it_was_checked(service: Service) -> None:
    traces = service.traces
    hosts = (*traces.hosts, *traces.actions)

    assert any((traces.hosts, traces.paths, traces.classes, traces.globals))
    assert all("." in host.split("/")[0] and host == host.casefold().strip() and "//" not in host for host in hosts)
    assert all(path.startswith("/") for path in traces.paths)
    assert date(2026, 1, 1) <= service.checked <= date(2100, 1, 1)


@each
def test_nothing_is_surer_than_its_sources(service: Service) -> None:
    """Countries only by the service's own documents; what nobody was asked about is unverified."""
    assert all(re.fullmatch(r"https?://[\w.-]+/\S*", origin.url) for origin in service.origins)
    assert all(origin.says for origin in service.origins)
    assert len({origin.url for origin in service.origins}) == len(service.origins)
    assert not service.countries or service.sure("countries") == "primary"
    if not service.origins:
        assert {service.sure(part) for part in PARTS} == {"unverified"}


@each
def test_every_service_has_a_source_and_each_part_has_one_or_says_that_it_has_none(service: Service) -> None:
    """A part without a source is unverified as a whole; one with a source names what its sources do not say."""
    assert service.origins
    for part in PARTS:
        unsaid = set(service.unsaid(part))
        assert unsaid <= set(service.facts(part))
        if service.sure(part) == "unverified":
            assert unsaid == set(service.facts(part))
        elif service.facts(part):
            assert unsaid < set(service.facts(part)), part
    assert len(set(service.unverified)) == len(service.unverified)


def changed(folder: Path, name: str, pattern: str, by: str) -> Services:
    """One service and the companies, with a change in one of the files."""
    (folder / "services").mkdir()
    for file in ("companies", "cloudflare"):
        text = FILES.text(f"services/{file}.toml")
        text = re.sub(pattern, by, text) if file == name else text
        (folder / "services" / f"{file}.toml").write_text(text, encoding="utf-8")
    return services(DataFiles(folder))


@pytest.mark.parametrize(
    ("name", "pattern", "by"),
    [
        ("cloudflare", 'sure = "primary"', 'sure = "secondary"'),  # a country without a document of its own
        ("cloudflare", '"cloudflare"', '"clodflare"'),
        ("cloudflare", "unverified = .*", 'unverified = ["__cfBecon"]'),
        ("companies", "source = .*", ""),
        ("companies", "names  = .*", ""),
    ],
)
def test_what_cannot_be_is_refused(name: str, pattern: str, by: str, tmp_path: Path) -> None:
    with pytest.raises(DataError):
        changed(tmp_path, name, pattern, by)


def test_only_what_was_changed_was_refused(tmp_path: Path) -> None:
    assert set(changed(tmp_path, "", "", "").every) == {"cloudflare"}


@pytest.mark.parametrize("company", KNOWN.companies.values(), ids=lambda company: company.id)
def test_a_company_has_services_and_a_seat_that_somebody_says(company: Company) -> None:
    assert any(service.company == company.id for service in KNOWN.every.values())
    assert set(filter(None, [company.seat])) <= terms("place")
    assert not company.seat or company.source.startswith("https://")


def under(host: str, other: str) -> bool:
    """Whether a pattern says nothing that another does not say."""
    name, _, path = host.partition("/")
    wanted, _, below = other.partition("/")
    return host != other and (name == wanted or name.endswith(f".{wanted}")) and path.startswith(below)


def test_a_host_belongs_to_one_service_and_stands_there_once() -> None:
    claims = [(host, service.id) for service in KNOWN.every.values() for host in service.traces.hosts]

    assert sorted(host for host, count in Counter(host for host, _ in claims).items() if count > 1) == []
    assert [(host, other) for host, _ in claims for other, _ in claims if under(host, other)] == []


def test_no_mark_belongs_to_two_services() -> None:
    """A class or a script's name tells one service, or it tells nothing."""
    for part in ("classes", "globals"):
        marks = [mark for service in KNOWN.every.values() for mark in getattr(service.traces, part)]

        assert sorted({mark for mark in marks if marks.count(mark) > 1}) == []
    names = [
        "".join(re.findall(r"\w", name.casefold()))
        for service in KNOWN.every.values()
        for name in (service.name, *service.names)
    ]
    assert sorted(name for name, count in Counter(names).items() if count > 1) == []


# ---- recognising


@each
def test_each_trace_leads_back_to_its_service(service: Service) -> None:
    for host in service.traces.hosts:
        name, _, path = host.replace("*", "en/").partition("/")
        for found in (KNOWN.recognise(name, f"/{path}x"), KNOWN.recognise(f"cdn.{name}", path)):
            assert service.id in {trace.service.id for trace in found}, host
    for action in service.traces.actions:
        name, _, path = action.partition("/")
        assert service.id in {trace.service.id for trace in KNOWN.sent_to(name, path)}
    for path in service.traces.paths:
        assert service.id in {trace.service.id for trace in KNOWN.recognise("example.org", f"{path}x.js")}
    for mark in service.traces.classes:
        assert service.id in {t.service.id for t in KNOWN.recognise("", "", f'<p><DIV Class="a {mark} b">')}
        assert service.id in {t.service.id for t in KNOWN.recognise("", "", f"<div id='{mark}'>")}
    for name in service.traces.globals:
        for script in (f"window.{name} = 1", f"{name}('init')", f"x;{name}.push(1)", f"{name}=[]"):
            assert service.id in {t.service.id for t in KNOWN.recognise("", "", script)}, script
    for cookie in service.cookies:
        assert service.id in {found.id for found in KNOWN.cookie(cookie.replace("*", "1.ab"))}


@pytest.mark.parametrize(
    ("host", "path", "markup"),
    [
        ("notstripe.com", "", ""),
        ("nothotjar.com", "", ""),
        ("js.stripe.com.evil.example", "/v3", ""),
        ("example.org", "/stripe.com/", ""),
        ("www.google.com", "/search", ""),
        ("", "", "We pay with Stripe (a company). Mollie and Intercom help. <p class='striped wpcf'>"),
        ("", "", "const mystripe = notfbq('x'); a.gtagged = 1"),
    ],
)
def test_what_only_looks_like_a_service_is_none(host: str, path: str, markup: str) -> None:
    assert KNOWN.recognise(host, path, markup) == ()


def test_neighbours_on_one_host_are_told_apart() -> None:
    """Google and Meta serve many things from the same names."""

    def ids(host: str, path: str) -> set[str]:
        return {trace.service.id for trace in KNOWN.recognise(host, path)}

    assert ids("www.google.com", "/recaptcha/api.js") == {"google-recaptcha"}
    assert ids("www.google.com", "/maps/embed?pb=1") == {"google-maps"}
    assert ids("www.googletagmanager.com", "/gtag/js?id=G-1") == {"google-analytics"}
    assert ids("www.googletagmanager.com", "/gtm.js?id=GTM-1") == {"google-tag-manager"}
    assert ids("connect.facebook.net", "/en_US/fbevents.js") == {"meta-pixel"}
    assert ids("connect.facebook.net", "/nl_NL/sdk.js") == {"facebook-widgets"}
    assert ids("docs.google.com", "/forms/d/e/1/viewform") == {"google-forms"}


def test_a_page_of_wordpress_gives_its_plug_ins_away() -> None:
    page = """<link href="/wp-content/plugins/woocommerce/assets/css/x.css"><form class="wpcf7-form init">
    <script>window._paq = window._paq || []; _paq.push(['trackPageView']);</script>
    <div class='g-recaptcha' data-sitekey="x"></div>"""

    assert {trace.service.id for trace in KNOWN.recognise("", "", page)} == {
        "contact-form-7", "google-recaptcha", "matomo", "woocommerce",
    }  # fmt: skip


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=400))
def test_recognising_takes_anything(host: str, path: str, markup: str) -> None:
    assert isinstance(KNOWN.recognise(host, path, markup), tuple)
    assert isinstance(KNOWN.sent_to(host, path), tuple)


def test_hostile_markup_takes_no_time() -> None:
    for text in ('class="' * 300_000, "class='x " * 200_000, "window." * 200_000, "gtag" * 300_000, "<" * 1_000_000):
        started = time.perf_counter()
        KNOWN.recognise("a." * 1000, "/" * 10_000, text)

        assert time.perf_counter() - started < 2, text[:10]


# ---- filling in


@each
def test_choosing_a_service_fills_in_answers_that_privet_reads(service: Service) -> None:
    """Into an empty file; and what is filled in once is not filled in again."""
    empty = source.parse(BEGINNING.encode(), "privacy.toml")
    filled = rewritten(empty, fill(service, parse(empty, ASKED)), ASKED)
    now = parse(filled, ASKED)
    row = now.rows("activities")[0]

    assert now.has("activities", "template", service.fills.template, row)
    assert set(service.items) <= {value.id for value in now.at("activities", "items", row).chosen}
    assert now.at("activities", "keep", row).state == "missing"
    assert [now.text("suppliers", "name", id) for id in now.rows("suppliers")] == (
        [service.name] if service.kind == "supplier" else []
    )
    assert fill(service, now) == {}


def test_nothing_is_claimed_that_nobody_said() -> None:
    """Fonts from elsewhere count no visits, and who else gets something is left to be asked."""
    found = answers()
    fonts = fill(KNOWN.every["google-fonts"], found)[Ref("activities", "site-visits")]
    plugin = fill(KNOWN.every["contact-form-7"], found)[Ref("activities", "contact-form")]

    assert isinstance(fonts, dict) and isinstance(plugin, dict)
    assert fonts["items"] == ["ip-address", "device-info"]
    assert "purposes" not in fonts
    assert "shared-with" not in plugin


def test_lists_only_grow_and_own_words_stay() -> None:
    found = answers("""
[consent]
cookies   = "unknown"
marketing = ["none"]

[activities.news]
template    = "newsletter"
items       = ["email", { other = "Shoe size" }]
shared-with = []

[suppliers.mail]
recipient = "email-service"

[suppliers.stripe]
recipient = "payment-provider"
name      = "STRIPE"
""")
    changes = fill(KNOWN.every["mailchimp"], found)

    assert changes[Ref("suppliers", "mail", "name")] == "Mailchimp"
    assert changes[Ref("activities", "news", "shared-with")] == ["email-service"]
    assert changes[Ref("activities", "news", "items")][:2] == ["email", {"other": "Shoe size"}]  # type: ignore[index]  # a list
    assert changes[Ref("consent", "", "marketing")] == ["email"]
    assert not any(ref.table == "suppliers" for ref in fill(KNOWN.every["stripe"], found))
    assert Ref("consent", "", "cookies") not in fill(KNOWN.every["google-analytics"], found)


def test_a_row_that_is_there_keeps_its_name() -> None:
    """A supplier of another name under the same id stays, and the new one gets an id of its own."""
    found = answers('[suppliers.mailchimp]\nrecipient = "web-host"\nname = "Our old host"\n')

    assert Ref("suppliers", "mailchimp-2") in fill(KNOWN.every["mailchimp"], found)


# ---- the page


def test_the_page_of_services_is_up_to_date() -> None:
    """If not: ``.venv/bin/python tools/services.py``."""
    assert (DOCS / "services.md").read_text(encoding="utf-8") == "\n".join(tool.page(KNOWN, ASKED)) + "\n"


def test_the_page_says_what_is_not_verified() -> None:
    page = (DOCS / "services.md").read_text(encoding="utf-8")

    assert "- Collects (unverified): IP address, Device and browser" in page
    assert "- No source says: IP address\n" in page
    assert "- Company: Mollie; seat: NL, by <https://" in page
    assert "- Cookies (primary): none\n" in page
    assert page.count("\n### ") == len(KNOWN.every)
