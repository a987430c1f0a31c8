"""``privet check site``: what goes wrong with forms on a website, found on pages."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from program import run
from site_pages import CONTACT, GOOD, NOTICE, ORDER, PLAN, REAL, YES, checked, found, page, plan, shelf

from privet.checking import Found
from privet.site.boxes import box
from privet.site.drafts import NEAR
from privet.site.elements import Field
from privet.site.lists import FILE, lists
from privet.site.placing import asked
from privet.site.plan import Plan, Wording
from privet.site.reading import read

LANGUAGES = ("en", "fr", "nl")
KNOWN = lists(shelf().files)


def form(
    fields: str, attributes: str = 'id="contact" method="post" action="/contact"', heading: str = "Contact us"
) -> str:
    """A contact form beside which all is well."""
    link = '<a href="privacy.html">Privacy notice</a>'
    return page(f"<h2>{heading}</h2>\n<form {attributes}>\n{fields}\n<button>Send message</button> {link}</form>")


def told(folder: Path, text: str, code: str) -> list[Found]:
    """What is found of one page of an otherwise good site."""
    return found(folder, {**GOOD, "contact.html": text}, code)


def codes(folder: Path, text: str) -> set[str]:
    every = checked(folder, {**GOOD, "contact.html": text}).found
    return {entry.code for entry in every if entry.path.endswith("contact.html")}


EMAIL = '<label>E-mail <input type="email" name="email"></label>'


def test_a_site_as_the_plan_says_is_clean(tmp_path: Path) -> None:
    clean = checked(tmp_path, GOOD)

    assert [(entry.code, entry.text) for entry in clean.found] == []
    assert clean.unlooked == 0
    assert [name for _, name in clean.forms] == [
        "Form “contact” (Contact form or questions)",
        "Form “checkout” (Online shop)",
    ]


# ---- each finding: markup that has it, markup that does not


FINDINGS: list[tuple[str, str, str]] = [
    ("PS101", f'{EMAIL}<label>Date of birth <input name="dob"></label>', EMAIL),
    ("PS103", '<label>Phone <input type="tel" name="p" required></label>', '<label>Phone <input type="tel" name="p"></label>'),
    ("PS103", '<label>Phone <input type="tel" name="p" aria-required="true"></label>', '<label>Name <input name="n" required></label>'),
    ("PS105", f'{EMAIL}<label>Grommets <input name="x7"></label>', EMAIL),
    ("PS111", f'{EMAIL}<label><input type="checkbox" checked> I would like your newsletter</label>', f'{EMAIL}<label><input type="checkbox"> I would like your newsletter</label>'),
    ("PS111", f'{EMAIL}<label><input type="checkbox" checked> I accept the terms</label>', f'{EMAIL}<label><input type="checkbox" checked> Remember me</label>'),
    ("PS111", f'{EMAIL}<input type="radio" name="n" checked id="y"><label for="y">Yes please, send me your newsletter</label>', f'{EMAIL}<label><input type="radio" name="n" checked> Mrs</label>'),
    ("PS111", f'{EMAIL}<label><input type="checkbox" checked> J’accepte de recevoir vos offres</label>', f'{EMAIL}<label><input type="checkbox" checked> I do not want your newsletter</label>'),
    ("PS112", f'{EMAIL}<label><input type="checkbox"> I accept the terms and would like your newsletter</label>', f'{EMAIL}<label><input type="checkbox"> I accept the terms and the privacy policy</label>'),
    ("PS112", f'{EMAIL}<label><input type="checkbox"> Ik ga akkoord met de algemene voorwaarden en ontvang de nieuwsbrief</label>', f'{EMAIL}<label><input type="checkbox"> Ik ga akkoord met de algemene voorwaarden</label>'),
    ("PS112", f'{EMAIL}<label><input type="checkbox"> Je souhaite recevoir vos offres et celles de vos partenaires</label>', f'{EMAIL}<label><input type="checkbox"> Je souhaite recevoir vos offres</label>'),
    ("PS112", f'{EMAIL}<label><input type="checkbox"> I accept the privacy policy and your newsletter</label>', f'{EMAIL}<label><input type="checkbox"> Send me your newsletter, as described in the privacy policy</label>'),
    ("PS112", f'{EMAIL}<label><input type="checkbox"> J’accepte les CGV et la newsletter</label>', f'{EMAIL}<label><input type="checkbox"> J’accepte que mes données servent à l’envoi de la newsletter</label>'),
    ("PS111", f'{EMAIL}<fieldset><legend>Would you like our newsletter?</legend><label><input type="radio" name="n" checked> Yes</label><label><input type="radio" name="n"> No</label></fieldset>', f'{EMAIL}<fieldset><legend>Would you like our newsletter?</legend><label><input type="radio" name="n"> Yes</label><label><input type="radio" name="n" checked> No</label></fieldset>'),
    ("PS111", f'{EMAIL}<div role="checkbox" aria-checked="true">Ontvang onze nieuwsbrief</div>', f'{EMAIL}<div role="checkbox" aria-checked="false">Ontvang onze nieuwsbrief</div>'),
    ("PS111", f'{EMAIL}<input type="checkbox" name="opt_in" checked>', f'{EMAIL}<input type="checkbox" name="gift_wrap" checked>'),
    ("PS111", f'{EMAIL}<table><tr><td><input type="checkbox" checked></td><td>Send me your newsletter</td></tr></table>', f'{EMAIL}<label><input type="checkbox" checked> Ship to a different address?</label>'),
    ("PS111", f'{EMAIL}<input type="checkbox" id="cmplz-statistics-optin" checked><label for="cmplz-statistics-optin">Statistics</label>', f'{EMAIL}<input type="checkbox" id="cmplz-functional" disabled checked><label for="cmplz-functional">Functional</label>'),
    ("PS117", f'{EMAIL}<label><input type="checkbox" required> I would like your newsletter</label>', f'{EMAIL}<label><input type="checkbox" required> I accept the terms</label>'),
    ("PS103", '<label>Phone * <input type="tel" name="p"></label>', '<label>Phone (optional) <input type="tel" name="p"></label>'),
    ("PS103", '<label>Phone <input type="tel" name="p" data-val-required="Fill it in"></label>', '<label>Phone <input type="tel" name="p" data-required="false"></label>'),
    ("PS101", f'{EMAIL}<label>Date of birth</label><input name="x" placeholder="31/12/1980">', f'{EMAIL}<div style="position:absolute;left:-5000px" aria-hidden="true"><label>Date of birth <input name="x"></label></div>'),
    ("PS101", f'{EMAIL}<label>Date of birth <input name="x"></label>', f'{EMAIL}<div class="gform_validation_container"><label>Date of birth <input name="x"></label></div>'),
    ("PS101", f'{EMAIL}<label>Date of birth <input name="x"></label>', f'{EMAIL}<label>Date of birth: leave this field blank <input name="x"></label>'),
    ("PS101", f'{EMAIL}<fieldset><legend>Date of birth</legend><input name="a"><input name="b"></fieldset>', f'{EMAIL}<label>Date of birth <input tabindex="-1" autocomplete="off" name="x"></label>'),
    ("PS116", f'{EMAIL}<label><input type="checkbox"> You may use my photo on your site</label>', f'{EMAIL}<label><input type="checkbox"> Send me a copy</label>'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wrong", "right"), FINDINGS)
def test_what_is_wrong_is_found_and_what_is_right_is_not(code: str, wrong: str, right: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, form(wrong))
    assert code not in codes(tmp_path, form(right))


SENDING: list[tuple[str, str, str]] = [
    ("PS131", 'id="contact" method="post" action="http://dehoek.example/x"', 'id="contact" method="post" action="https://dehoek.example/x"'),
    ("PS132", 'id="contact" method="get" action="/x"', 'id="contact" method="post" action="/x"'),
    ("PS132", 'id="contact" action="/x"', 'id="contact" action="#"'),
    ("PS132", 'id="contact" method="GET"', 'id="contact"'),
    ("PS133", 'id="contact" method="post" action="https://forms.somebody.example/x"', 'id="contact" method="post" action="https://shop.dehoek.example/x"'),
    ("PS133", 'id="contact" method="post" action="https://x.us1.list-manage.com/subscribe"', 'id="contact" method="post" action="https://api.hostpunt.example/form"'),
    ("PS132", 'id="contact" method="get" action="/x"', 'id="contact" method="get" action="/x" data-wf-page-id="1"'),
    ("PS134", 'id="contact" method="post" action="mailto:ans@dehoek.example"', 'id="contact" method="post" action=""'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "wrong", "right"), SENDING)
def test_where_a_form_goes_is_judged(code: str, wrong: str, right: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, form(EMAIL, wrong))
    assert code not in codes(tmp_path, form(EMAIL, right))


def test_a_button_that_sends_a_form_elsewhere_is_found(tmp_path: Path) -> None:
    assert told(tmp_path, form(f'{EMAIL}<button formaction="https://else.example/">x</button>'), "PS133")


def test_a_search_is_nobodys_business(tmp_path: Path) -> None:
    search = '<form role="search" action="/search"><label>Search <input type="search" name="q"></label></form>'
    text = page(search + '<a href="privacy.html">Privacy</a>')

    assert codes(tmp_path, text) == set()


@pytest.mark.parametrize(
    "markup",
    [
        '<form method="get" action="/shops" class="store-locator"><label>Postcode <input name="postcode"></label><button>Find a store</button></form>',
        '<form method="post" action="/i18n/setlang/"><select name="language"><option>Nederlands</option></select></form>',
        '<form method="post" action="/localization" class="localization-form"><label>Country <select name="country_code"></select></label></form>',
        '<form method="post" action="/cart/add"><label>Size <select name="s7"></select></label><input type="number" name="quantity"><button>Add to cart</button></form>',
    ],
)
def test_what_changes_a_page_asks_nothing(markup: str, tmp_path: Path) -> None:
    assert codes(tmp_path, page(markup + '<a href="privacy.html">Privacy</a>')) == set()


def test_an_item_is_told_once_for_a_form(tmp_path: Path) -> None:
    address = "".join(f"<label>{name} <input></label>" for name in ("Street address", "Postcode", "City"))

    assert len(told(tmp_path, form(EMAIL + address), "PS101")) == 1


def test_fields_in_no_form_want_a_notice_as_well(tmp_path: Path) -> None:
    """A script may send them."""
    (entry,) = told(tmp_path, page('<label>Your e-mail <input type="email" name="email"></label>'), "PS121")

    assert "Fields outside a form" in entry.text


def test_a_popup_with_the_same_ids_has_its_own_labels(tmp_path: Path) -> None:
    twice = '<form><label for="e">E-mail</label><input id="e"></form><form><label for="e">Phone</label><input id="e"></form>'

    assert [entry.fields[0].label for entry in read(page(twice)).forms] == ["E-mail", "Phone"]


def test_a_form_says_itself_what_it_is_for(tmp_path: Path) -> None:
    """A heading in it, or a button that only a screen reader hears, counts like those above it."""
    inner = (
        form(EMAIL, 'id="x" method="post"', "Hello")
        .replace("Send message", "OK")
        .replace("<label>", "<h3>Write to us</h3><label>", 1)
    )

    assert ("Form “x” (Contact form or questions)") in [
        name for _, name in checked(tmp_path, {**GOOD, "contact.html": inner}).forms
    ]


# ---- what cannot be looked at


@pytest.mark.parametrize(
    ("markup", "maker"),
    [
        ('<iframe src="https://docs.google.com/forms/d/e/1/viewform?embedded=true"></iframe>', "Google Forms"),
        ('<div data-tf-live="01"></div><script src="//embed.typeform.com/next/embed.js"></script>', "Typeform"),
        ('<script>hbspt.forms.create({portalId: "1"});</script>', "HubSpot"),
        ('<div id="nf-form-1-cont" class="nf-form-cont"></div><script>var nfForms = [];</script>', "Ninja Forms"),
        ('<iframe src="https://5f2a.sibforms.com/serve/x"></iframe>', "Brevo"),
    ],
)
def test_a_form_that_is_made_elsewhere_is_no_pass(markup: str, maker: str, tmp_path: Path) -> None:
    done = checked(tmp_path, {**GOOD, "about.html": page(f'{markup}<a href="privacy.html">Privacy</a>')})

    assert [maker in entry.text for entry in done.found if entry.code == "PS195"] == [True]
    assert done.unlooked == 1


def test_a_form_of_a_service_that_stands_in_the_page_was_looked_at(tmp_path: Path) -> None:
    there = form(EMAIL, 'id="contact" method="post" action="https://1.sibforms.com/serve/x"')

    assert not told(tmp_path, there + '<script src="https://sibforms.com/forms/main.js"></script>', "PS195")


def test_an_empty_page_that_scripts_fill_is_no_pass(tmp_path: Path) -> None:
    shell = '<div id="root"></div><script src="/app.js"></script>'

    assert told(tmp_path, page(shell), "PS195")
    assert not told(tmp_path, page(f"{shell}<p>{'Lamps and more lamps. ' * 20}</p>"), "PS195")


def test_a_picture_is_no_notice(tmp_path: Path) -> None:
    pictured = form(f'{EMAIL}<a href="gdpr.jpg">see it large</a>')

    assert codes(tmp_path, pictured) == set()


def test_a_notice_that_is_no_web_page_is_no_pass(tmp_path: Path) -> None:
    linked = form(EMAIL).replace("privacy.html", "privacy.pdf")
    done = checked(tmp_path, {**GOOD, "contact.html": linked, "privacy.pdf": b"%PDF-1.7"})

    assert [entry.text for entry in done.found if entry.code == "PS196"] == [
        "The link “Privacy notice” leads to https://dehoek.example/privacy.pdf, which is no web page, so what it says was "
        "not looked at. Make the notice a web page, or read it yourself."
    ]
    assert done.unlooked == 1


def test_a_finding_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    (entry,) = told(tmp_path, form(f'{EMAIL}\n<label>Date of birth <input name="dob"></label>'), "PS101")

    assert (entry.path, entry.line) == (str(tmp_path / "contact.html"), 5)
    assert entry.text == (
        "Form “contact” (Contact form or questions): “Date of birth” asks for date of birth or age, "
        "which the plan does not name there. Add it to the activity, or take the field out."
    )
    assert entry.because[0].ref == "activities[contact].items"
    assert any(cite.text == "GDPR, Art. 13(1)(c)" for cite in entry.cites)


# ---- which activity a form is for


def test_a_form_that_no_activity_fits_is_found(tmp_path: Path) -> None:
    job = form(
        '<label>Name <input name="n"></label><label>CV <input type="file" name="cv"></label>',
        'id="apply" method="post"',
        "Apply now",
    )

    (entry,) = told(tmp_path, job.replace("Send message", "Send"), "PS104")
    assert "no activity in the plan fits" in entry.text


def test_a_comment_form_is_no_contact_form(tmp_path: Path) -> None:
    """It asks for the same, and says that it is something else."""
    comment = form(
        '<label>Name <input name="author"></label><label>Email <input name="email"></label><label>Comment <textarea name="comment"></textarea></label>',
        'id="commentform" method="post"', "Leave a reply",
    )  # fmt: skip

    assert told(tmp_path, comment.replace("Send message", "Post comment"), "PS104")


def test_a_form_can_be_given_its_activity(tmp_path: Path) -> None:
    pages = {
        **GOOD,
        "contact.html": form(
            '<label>Name <input name="n"></label><label>Street address <input name="s"></label>',
            'id="odd" method="post"',
            "Odd",
        ),
    }

    assert "orders" not in str(checked(tmp_path, pages).forms)
    forms = checked(tmp_path, pages, named={"odd": "orders"}).forms
    assert ("Form “odd” (Online shop)") in [name for _, name in forms]


def test_a_guess_says_that_it_is_one(tmp_path: Path) -> None:
    guess = page(
        '<form method="post" action="/x"><label>Name <input name="n"></label><label>E-mail <input name="email"></label><label>Message <textarea name="message"></textarea></label></form>',
        title="x",
    )

    assert any("probably Contact form" in name for _, name in checked(tmp_path, {**GOOD, "contact.html": guess}).forms)


def test_an_item_that_no_form_asks_for_is_found_in_the_plan(tmp_path: Path) -> None:
    own = plan(PLAN.replace('"message-content", "phone"]', '"message-content", "phone", "birth-date"]'))

    (entry,) = found(tmp_path, GOOD, "PS102", own)
    assert entry.path == "privacy.toml"
    assert PLAN.splitlines()[entry.line - 1].startswith("items")
    assert "date of birth or age" in entry.text


def test_an_activity_for_which_there_is_no_form_is_found(tmp_path: Path) -> None:
    pages = {name: text for name, text in GOOD.items() if name != "order.html"}

    assert ["Online shop" in entry.text for entry in found(tmp_path, pages, "PS106")] == [True]


def test_what_cannot_be_seen_is_not_said_of_the_plan(tmp_path: Path) -> None:
    """With a page that could not be read, nobody knows which forms there are."""
    pages: dict[str, str | bytes] = {
        "contact.html": GOOD["contact.html"],
        "privacy.html": NOTICE,
        "order.html": bytes(range(256)) * 20,
    }

    assert found(tmp_path, pages, "PS106") == []
    assert checked(tmp_path, pages).unlooked == 1


# ---- the words beside boxes


def order(box: str) -> dict[str, str]:
    return {**GOOD, "order.html": page(ORDER.replace(f'<input type="checkbox" name="news"> {YES}', box))}


def test_the_plans_own_words_are_right_in_every_language(tmp_path: Path) -> None:
    for language, words in (
        ("fr", "Oui, envoyez-moi vos nouvelles par courriel."),
        ("nl", "Ja, stuur mij uw nieuws per e-mail."),
    ):
        wordings = [entry for entry in _wordings() if entry.language == language]
        assert wordings, words
        pages = {
            name: text.replace('lang="en"', f'lang="{language}"')
            for name, text in order(f'<input type="checkbox"> {wordings[0].text} *').items()
        }

        assert [
            entry.text for entry in checked(tmp_path, pages).found if entry.code in ("PS113", "PS114", "PS116")
        ] == []


def _wordings() -> list[Wording]:
    return [entry for entry in Plan(shelf(), plan(), "en").wordings("orders") or () if "news" in entry.id]


def test_other_words_than_the_plans_are_found(tmp_path: Path) -> None:
    (entry,) = found(tmp_path, order('<input type="checkbox"> I would like to receive your newsletter'), "PS113")

    assert f"the plan has other words for it: “{YES}”" in entry.text
    assert found(tmp_path, order('<input type="checkbox"> I would like to receive your newsletter'), "PS114") == []


def test_a_wording_of_an_older_plan_is_found_by_its_id(tmp_path: Path) -> None:
    id = next(entry.id for entry in _wordings() if entry.language == "en")
    old = f"{id[:-8]}00000000"

    assert found(tmp_path, order(f'<input type="checkbox" value="{id}"> {YES}'), "PS113") == []
    (entry,) = found(tmp_path, order(f'<input type="checkbox" data-wording="{old}"> {YES}'), "PS113")
    assert old in entry.text


def test_a_yes_that_the_plan_asks_for_and_the_form_does_not_is_found(tmp_path: Path) -> None:
    (entry,) = found(tmp_path, order("<br>"), "PS114")

    assert YES in entry.text


def test_a_yes_to_what_the_form_does_not_ask_for_is_not_missed(tmp_path: Path) -> None:
    """Sensitive information of the activity that comes in another way has its box elsewhere."""
    own = plan(PLAN.replace('"order-history"]', '"order-history", "health-info"]'))
    asked_here = order(f'<input type="checkbox"> {YES}<input name="h" aria-label="Health information">')

    assert [entry.text for entry in found(tmp_path, GOOD, "PS114", own)] == []
    assert "health" in found(tmp_path, asked_here, "PS114", own)[0].text


def test_one_file_says_nothing_of_the_rest_of_the_site(tmp_path: Path) -> None:
    done = run("check", "site", "www/contact.html", cwd=site(tmp_path))

    assert (done.code, done.out) == (0, "")


def test_a_form_without_the_box_for_a_no_is_found(tmp_path: Path) -> None:
    assert found(tmp_path, order("<br>"), "PS115")
    assert found(tmp_path, order('<input type="checkbox"> I do not want your news'), "PS115") == []


def test_a_newsletter_is_its_own_yes(tmp_path: Path) -> None:
    """Who signs up for news and for nothing else needs no box to say so."""
    own = plan(
        PLAN.replace('template = "contact-form"', 'template = "newsletter"').replace(
            '["answer-enquiry"]', '["send-news"]'
        )
    )
    pages = {**GOOD, "contact.html": form(EMAIL, 'id="subscribe" method="post"', "Newsletter")}

    assert [entry.code for entry in checked(tmp_path, pages, own).found if entry.code in ("PS114", "PS115")] == []


def test_wordings_that_the_plan_does_not_have_yet_are_no_pass(tmp_path: Path) -> None:
    own = plan(PLAN.replace('purposes = ["answer-enquiry"]', 'purposes = "unknown"'))
    told = checked(tmp_path, GOOD, own)

    assert told.unlooked == 1
    assert "PS194" in {entry.code for entry in told.found}


@pytest.mark.parametrize(
    ("words", "side", "about"),
    [
        ("I agree to the terms and conditions", "yes", {"terms"}),
        ("I do not wish to receive your newsletter", "no", {"news"}),
        ("Je ne souhaite pas recevoir la lettre d’information", "no", {"news"}),
        ("Ik wil geen nieuwsbrief", "no", {"news"}),
        ("Ja, stuur mij uw aanbiedingen", "yes", {"news"}),
        ("J’autorise la publication de ma photo", "yes", {"photo"}),
        ("I have read the privacy policy", "yes", {"notice"}),
        ("I consent", "yes", set()),
    ],
)
def test_a_box_is_read_for_its_side_and_what_it_is_about(words: str, side: str, about: set[str]) -> None:
    read_box = box(Field("checkbox", "x", "", words, "", "", "", 1, ()), KNOWN)

    assert read_box is not None
    assert (read_box.side, set(read_box.about)) == (side, about)


@pytest.mark.parametrize(
    "words",
    ["Remember me", "Ship to a different address", "Vegetarian", "Onthoud mij", "Se souvenir de moi", "News desk", ""],
)
def test_other_boxes_are_no_consent(words: str) -> None:
    read_box = box(Field("checkbox", "x", "", words, "", "", "", 1, ()), KNOWN)

    assert read_box is None or words == "News desk"


# ---- the notice


def test_a_form_without_a_link_to_the_notice_is_found(tmp_path: Path) -> None:
    bare = form(EMAIL).replace('<a href="privacy.html">Privacy notice</a>', "")

    assert told(tmp_path, bare, "PS121")[0].priority == "high"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="privacy.html">Privacy notice</a>', '<a href="privacy.html">Politique de confidentialité</a>',
        '<a href="privacy.html">Privacyverklaring</a>', '<a href="privacy.html">Here</a>', '<a href="p.html" rel="privacy-policy">x</a>',
        '<a href="p.html">Protection des données</a>', '<a href="p.html"><img alt="" src="x.png"></a><a href="privacy.html#a">y</a>',
    ],
)  # fmt: skip
def test_a_link_to_the_notice_is_known_in_three_languages(link: str, tmp_path: Path) -> None:
    pages = {
        **GOOD,
        "p.html": page(NOTICE),
        "contact.html": form(EMAIL).replace('<a href="privacy.html">Privacy notice</a>', link),
    }

    assert [entry for entry in found(tmp_path, pages, "PS121") if entry.path.endswith("contact.html")] == []


def test_a_page_without_a_link_to_the_notice_is_found_and_the_notice_needs_none(tmp_path: Path) -> None:
    pages = {**GOOD, "about.html": page("<p>We sell lamps.</p>")}

    assert [Path(entry.path).name for entry in found(tmp_path, pages, "PS121")] == ["about.html"]


def test_a_link_at_the_other_end_of_the_page_is_not_near(tmp_path: Path) -> None:
    far = (
        form(EMAIL)
        .replace('<a href="privacy.html">Privacy notice</a>', "")
        .replace("</body>", "<p>" + "word " * 400 + '</p><a href="privacy.html">Privacy</a></body>')
    )

    assert told(tmp_path, far, "PS122")
    assert not told(tmp_path, far, "PS121")


@pytest.mark.parametrize("href", ["gone.html", "", "#", "#!", "javascript:void(0)", "../../outside.html"])
def test_a_link_to_no_notice_is_found(href: str, tmp_path: Path) -> None:
    dead = form(EMAIL).replace("privacy.html", href)

    assert told(tmp_path, dead, "PS123")


def test_a_notice_on_another_site_is_found(tmp_path: Path) -> None:
    (entry,) = told(tmp_path, form(EMAIL).replace("privacy.html", "https://policies.example/x"), "PS123")

    assert "policies.example" in entry.text


def test_a_notice_that_is_wrong_is_looked_into(tmp_path: Path) -> None:
    """P01 to P10, on the page that the links lead to, under whatever name."""
    pages = {**GOOD, "privacy.html": page("<h1>Privacy</h1><p>Lorem ipsum [your name]</p>")}
    told = {entry.code for entry in checked(tmp_path, pages).found if entry.path.endswith("privacy.html")}

    assert {"P03", "P06", "P07", "P08"} <= told


# ---- others


@pytest.mark.parametrize(
    ("markup", "code", "name"),
    [
        ('<script src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>', "PS141", "Google Analytics"),
        ('<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=X">', "PS141", "Google Fonts"),
        ('<iframe src="https://www.youtube.com/embed/x"></iframe>', "PS141", "YouTube"),
        (
            '<noscript><img height=1 width=1 src="https://www.facebook.com/tr?id=1&ev=PageView&noscript=1"></noscript>',
            "PS141",
            "Meta",
        ),
        ("<script>gtag('config', 'G-1');</script>", "PS141", "Google Analytics"),
        ('<script src="//cdn.unheard-of.example/x.js"></script>', "PS142", "cdn.unheard-of.example"),
        ('<img src="https://pixel.unheard-of.example/1.gif">', "PS142", "pixel.unheard-of.example"),
        (
            "<style>@font-face{src:url(https://fonts.unheard-of.example/a.woff)}</style>",
            "PS142",
            "fonts.unheard-of.example",
        ),
    ],
)
def test_others_who_learn_of_a_visit_are_found(markup: str, code: str, name: str, tmp_path: Path) -> None:
    (entry,) = told(tmp_path, form(EMAIL).replace("</head>", f"{markup}</head>"), code)

    assert name in entry.text


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="/own.js"></script>', '<img src="https://img.dehoek.example/x.png">', '<script src="https://cdn.hostpunt.example/x.js"></script>',
        "<script>var x = 'https://unheard-of.example/not-loaded';</script>", '<a href="https://www.youtube.com/watch?v=1">see</a>',
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>', '<img src="data:image/gif;base64,R0">',
    ],
)  # fmt: skip
def test_what_is_ones_own_or_named_or_only_a_link_is_not(markup: str, tmp_path: Path) -> None:
    assert codes(tmp_path, form(EMAIL).replace("</head>", f"{markup}</head>")) & {"PS141", "PS142"} == set()


def test_a_service_that_the_plan_names_is_right_and_each_is_told_once(tmp_path: Path) -> None:
    script = '<script src="https://js.stripe.com/v3/"></script>'
    pages = {name: text.replace("</head>", f"{script}</head>") for name, text in GOOD.items()}
    named = plan(PLAN + '[suppliers.pay]\nrecipient = "payment-provider"\nname = "Stripe Payments Europe"\n')

    assert len(found(tmp_path, pages, "PS141")) == 1
    assert found(tmp_path, pages, "PS141", named) == []


# ---- pages that nobody here wrote


@pytest.mark.parametrize(
    ("name", "items"),
    [
        (
            "crispy-bootstrap5.nl.html",
            ["name", "name", "email", "phone", "birth-date", "bank-account", "national-number", "marketing-choice"],
        ),
        ("wtforms.fr.html", ["name", "email", "phone", "message-content", "marketing-choice"]),
        ("django-table.fr.html", ["username", "password", "password"]),
        ("startbootstrap-agency.html", ["name", "email", "phone", "message-content"]),
        ("startbootstrap-register.html", ["name", "name", "email", "password", "password"]),
    ],
)
def test_the_fields_of_real_forms_are_told(name: str, items: list[str]) -> None:
    (found_form,) = read((REAL / name).read_text(encoding="utf-8")).forms

    assert [item for entry in asked(found_form) for item in entry.items] == items


def test_real_forms_are_found_out(tmp_path: Path) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in REAL.glob("*.html")}
    told = {(Path(entry.path).name.split(".")[0], entry.code) for entry in checked(tmp_path, pages).found}

    assert {
        ("crispy-bootstrap5", "PS111"), ("crispy-bootstrap5", "PS112"), ("crispy-bootstrap5", "PS123"),
        ("wtforms", "PS111"), ("wtforms", "PS112"), ("wtforms", "PS121"),
        ("startbootstrap-agency", "PS123"), ("startbootstrap-agency", "PS141"), ("startbootstrap-agency", "PS103"),
        ("startbootstrap-register", "PS104"),
    } <= told  # fmt: skip


# ---- the command


def test_every_message_has_its_texts_in_every_language() -> None:
    for language in LANGUAGES:
        words = shelf().words(language).strings
        for message in KNOWN.kinds:
            assert {f"site.{message}", f"site.{message}-title"} <= words.keys(), language


def test_codes_belong_to_one_range() -> None:
    assert all(re.fullmatch(r"PS\d{3}", kind.code) for kind in KNOWN.kinds.values()), FILE
    assert NEAR < 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said_in_every_language(language: str, tmp_path: Path) -> None:
    wrong = form(
        f'{EMAIL}<label>Phone <input name="phone" type="tel" required></label><label>Grommets <input name="x7"></label><input name="dob" aria-label="Date of birth">'
        '<label><input type="checkbox" checked> I accept the terms and the newsletter</label><script src="//a.example/"></script>',
        'id="contact" method="get" action="http://x.example/"',
    )  # fmt: skip
    every = checked(tmp_path, {**order("<br>"), "contact.html": wrong, "odd.html": b"\0" * 99}, language=language).found

    assert {
        "PS101",
        "PS103",
        "PS105",
        "PS111",
        "PS112",
        "PS114",
        "PS115",
        "PS131",
        "PS132",
        "PS133",
        "PS142",
        "PS191",
    } <= {e.code for e in every}
    assert not [entry.text for entry in every if "{" in entry.text or "  " in entry.text]


def site(folder: Path, **changes: str) -> Path:
    (folder / "privacy.toml").write_text(PLAN, encoding="utf-8")
    (folder / "www").mkdir()
    for name, text in (GOOD | changes).items():
        (folder / "www" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_command_has_an_exit_code_for_each_outcome(tmp_path: Path) -> None:
    """Clean, findings, wrong use, and what could not be looked at."""
    home = site(tmp_path)
    assert run("check", "site", "www", cwd=home).code == 0

    (home / "www" / "contact.html").write_text(
        form(f'{EMAIL}<label>Date of birth <input name="dob"></label>'), encoding="utf-8"
    )
    done = run("check", "site", "www", cwd=home)
    assert done.code == 1
    assert "www/contact.html:4: PS101 " in done.out
    assert "www/contact.html:3: Form “contact”" in done.err

    (home / "www" / "bad.html").write_bytes(bytes(range(256)) * 9)
    done = run("check", "site", "www", cwd=home)
    assert done.code == 3
    assert "PS191" in done.out and "PS101" in done.out
    assert "so this is no pass" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "site"], "name the folder or the address"),
        (["check", "site", "a", "b"], "one site at a time; here are 2"),
        (["check", "site", "nowhere"], "there is no such folder"),
        (["check", "site", "empty"], "there is no web page"),
        (["check", "site", "www", "--activity", "x"], "--activity wants form=activity"),
        (["check", "site", "www", "--activity", "x=nothing"], "names no activity of the plan: contact, orders"),
        (["check", "site", "www", "--browser"], "--browser looks at an address"),
        (["check", "site", "www", "--against", "x"], "--against is for pages"),
        (["check", "--browser"], "--browser is for a site"),
        (["check", "notice", "x.html", "--pages", "3"], "--pages is for a site"),
        (["check", "site", "www", "--answers", "none.toml"], "none.toml"),
    ],
)
def test_wrong_use_is_refused_with_what_to_do(arguments: list[str], words: str, tmp_path: Path) -> None:
    home = site(tmp_path)
    (home / "empty").mkdir()
    done = run(*arguments, cwd=home)

    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_an_address_that_may_not_be_asked_for_is_no_pass(tmp_path: Path) -> None:
    done = run("check", "site", "http://127.0.0.1:9/", cwd=site(tmp_path))

    assert done.code == 3
    assert "PS191 Not looked at" in done.out


@pytest.mark.parametrize("form_of", ["text", "json", "sarif", "github", "junit"])
def test_findings_are_printed_in_every_format(form_of: str, tmp_path: Path) -> None:
    hostile = 'a" onload="x\'<script>=cmd|\x1b[31m::error::]]>&'
    home = site(
        tmp_path,
        **{
            "contact.html": form(
                f'{EMAIL}<label>Date of birth {"".join(f"&#{ord(c)};" for c in hostile)}<input name="dob"></label>'
            )
        },
    )
    done = run("check", "site", "www", "--format", form_of, cwd=home)

    assert done.code == 1
    assert "PS101" in done.out and "\x1b" not in done.out
    if form_of in ("json", "sarif"):
        json.loads(done.out)
    if form_of == "github":
        assert len(done.out.splitlines()) == len(re.findall(r"^::(?:error|warning|notice) file=", done.out, re.M))
    if form_of == "junit":
        suite = ET.fromstring(done.out)  # noqa: S314 - we wrote it
        assert next(case.get("classname") for case in suite.iter("testcase")) == "PS101"
        assert suite.find(".//failure") is not None


def test_a_clean_site_is_a_test_that_passed(tmp_path: Path) -> None:
    done = run("check", "site", "www", "--format", "junit", cwd=site(tmp_path))

    assert 'failures="0"' in done.out and done.out.count("<testcase") == 1


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    home = site(tmp_path)
    (home / "secret.html").write_text("secret", encoding="utf-8")
    (home / "www" / "linked.html").symlink_to(home / "secret.html")
    done = run("check", "site", "www", cwd=home)

    assert done.code == 3
    assert "linked.html:1: PS191" in done.out


def test_a_secret_on_a_page_is_not_repeated(tmp_path: Path) -> None:
    card = "4111 1111 1111 1111"

    assert card not in str(
        told(tmp_path, form(f'{EMAIL}<label>Date of birth {card} <input name="dob"></label>'), "PS101")
    )


def test_contact_is_part_of_the_good_site() -> None:
    assert CONTACT in GOOD["contact.html"]


# ---- what looked wrong and was not


@pytest.mark.parametrize(
    "link", ['href="#" onclick="openNotice()"', 'href="#" data-toggle="modal"', 'href="javascript:notice()"']
)
def test_a_notice_in_a_window_could_not_be_looked_at(tmp_path: Path, link: str) -> None:
    """It is there for who clicks: not missing, and not looked at either."""
    text = form(EMAIL).replace('href="privacy.html"', link)
    assert codes(tmp_path, text) == {"PS196"}


def test_a_field_in_the_people_s_own_words_is_known(tmp_path: Path) -> None:
    field = f'{EMAIL}<label>Date of birth: * <input name="dob"></label>'
    own = plan(PLAN.replace('"message-content", "phone"]', '"message-content", "phone", { other = "Date of birth" }]'))
    pages = {**GOOD, "contact.html": form(field)}
    assert found(tmp_path, pages, "PS101") != []
    assert found(tmp_path, pages, "PS101", own) == []


@pytest.mark.parametrize("words", ["Please do not send me surveys.", "Liever geen enquêtes.", "Pas de sondage, merci."])
def test_a_box_for_a_no_to_surveys_is_a_way_to_say_no(tmp_path: Path, words: str) -> None:
    own = plan(PLAN.replace('purposes = ["answer-enquiry"]', 'purposes = ["answer-enquiry", "survey"]'))
    box_for_no = f'{EMAIL}<label><input type="checkbox" name="s"> {words}</label>'
    assert found(tmp_path, {**GOOD, "contact.html": form(EMAIL)}, "PS115", own) != []
    assert found(tmp_path, {**GOOD, "contact.html": form(box_for_no)}, "PS115", own) == []
