"""Which services the suppliers of a plan stand for: by their names, not by a word that many of them share."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_pages import plan as answers
from site_pages import shelf

from privet.matching.services import called, services
from privet.rewriting import BEGINNING
from privet.site.plan import Plan

KNOWN = services(shelf().files)
GOOGLE = {id for id, service in KNOWN.every.items() if service.company == "google"}
META = {"facebook-widgets", "instagram-embed", "meta-pixel"}
MICROSOFT = {"microsoft-365", "microsoft-advertising", "microsoft-clarity", "microsoft-forms"}


def plan(*suppliers: tuple[str, str]) -> Plan:
    """A plan that names these suppliers: the id and the name of each."""
    rows = (
        f'[suppliers.{id}]\nrecipient = "web-host"\n' + (f'name = "{name}"\n' if name else "") for id, name in suppliers
    )
    return Plan(shelf(), answers(BEGINNING + "\n".join(rows)), "en")


def covered(*suppliers: tuple[str, str]) -> set[str]:
    """The services that the plan names."""
    found = plan(*suppliers)
    return {id for id, service in KNOWN.every.items() if found.names(service)}


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Google Workspace", {"google-workspace"}),
        ("G Suite (Google)", {"google-workspace"}),
        ("Google Analytics 4", {"google-analytics"}),
        ("google-analytics", {"google-analytics"}),
        ("Google Ads, Google Fonts", {"google-ads", "google-fonts"}),
        ("Google: Maps and Analytics", {"google-analytics", "google-maps"}),
        ("reCAPTCHA", {"google-recaptcha"}),
        ("YouTube", {"youtube"}),
        ("Google Cloud", set()),
        ("Google", GOOGLE),
        ("Google LLC", GOOGLE),
        ("GOOGLE IRELAND Ltd.", GOOGLE),
        ("Google Netherlands B.V.", GOOGLE),
        ("Alphabet Inc.", GOOGLE),
        ("Microsoft 365", {"microsoft-365"}),
        ("Office 365", {"microsoft-365"}),
        ("Microsoft 365 and Clarity", {"microsoft-365", "microsoft-clarity"}),
        ("Clarity Counselling", set()),
        ("Microsoft Ireland Operations Limited", MICROSOFT),
        ("Meta", META),
        ("Meta Platforms Ireland Limited", META),
        ("Facebook", {"facebook-widgets"}),
        ("Facebook Pixel", {"meta-pixel"}),
        ("Metabase", set()),
        ("Intuit", {"mailchimp"}),
        ("The Rocket Science Group LLC", {"mailchimp"}),
        ("MailChimp", {"mailchimp"}),
        ("Mail Chimp (Intuit)", {"mailchimp"}),
        ("Automattic Inc.", {"akismet", "wordpress-com-jetpack"}),
        ("Aut O'Mattic A8C Ireland Ltd.", {"akismet", "wordpress-com-jetpack"}),
        ("Sendinblue SAS", {"brevo"}),
        ("Cloudflare, Inc.", {"cloudflare", "cloudflare-turnstile"}),
        ("Cloudflare Turnstile", {"cloudflare-turnstile"}),
        ("Stripe Payments Europe", {"stripe"}),
        ("Stripes & Co", set()),
        ("PayPal (Europe) S.à r.l. et Cie, S.C.A.", {"paypal"}),
        ("Klarna Bank AB (publ)", {"klarna"}),
        ("X", {"x-widgets"}),
        ("X Corp.", {"x-widgets"}),
        ("Project X Hosting", set()),
        ("Twitter", {"x-widgets"}),
        ("The Group Ltd", set()),
    ],
)
def test_a_supplier_stands_for_what_its_name_says(name: str, ids: set[str]) -> None:
    assert covered(("our-supplier", name)) == ids


def test_an_id_counts_as_a_company_only_without_a_name() -> None:
    assert covered(("google", "")) == GOOGLE
    assert covered(("google", "Google Workspace")) == {"google-workspace"}
    assert covered(("google-analytics", "")) == {"google-analytics"}
    assert covered(("hotjar", "Our statistics")) == {"hotjar"}
    assert covered(("google-2", "Google Maps"), ("mail", "Brevo")) == {"google-maps", "brevo"}


def test_no_suppliers_name_nothing() -> None:
    assert covered() == set()
    assert not plan().names_host("google.com")


def test_every_service_is_named_by_each_of_its_names_and_its_id() -> None:
    for service in KNOWN.every.values():
        for name in (service.name, *service.names):
            assert KNOWN.named(name) == {service.id}, name
        wide = KNOWN.companies[service.company].names if service.company else ()
        assert all(service.id in KNOWN.of_company(name) for name in wide)


@pytest.mark.parametrize(
    ("supplier", "host", "known"),
    [
        ("Host Punt B.V.", "cdn.hostpunt.example", True),
        ("Hostpunt", "hostpunt.example", True),
        ("Hôtel Étoile", "etoile.example", True),
        ("Google Workspace", "apis.google.com", True),
        ("Brevo", "cdn.hostpunt.example", False),
        ("Host and Punt", "cdn.hostpunt.example", False),
        ("Hostpunten", "cdn.hostpunt.example", False),
        ("The net", "cdn.net.example", False),
        ("", "", False),
    ],
)
def test_a_host_is_known_by_a_supplier_that_is_called_like_its_owner(supplier: str, host: str, known: bool) -> None:
    assert plan(("our-supplier", supplier)).names_host(host) is known


@given(st.text(max_size=200))
def test_any_name_can_be_read(name: str) -> None:
    assert KNOWN.named(name) | KNOWN.of_company(name) <= KNOWN.every.keys()
    assert all(run for run in called(name))


def test_a_long_name_takes_no_time() -> None:
    started = time.perf_counter()
    for name in ("google " * 200_000, "a" * 1_000_000, "google-" * 200_000):
        KNOWN.named(name), KNOWN.of_company(name), called(name)

    assert time.perf_counter() - started < 1
