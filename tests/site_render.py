"""Pages made by templates that nobody here wrote: run by itself, because it has Django settings of its own.

``python tests/site_render.py FOLDER`` writes one page for each template and language into the folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings

AROUND = '<!doctype html><html lang="{0}"><head><title>{1}</title></head><body><h1>{1}</h1>{2}<footer><a href="/privacy/">Privacy</a></footer></body></html>'
FORM = '<form method="post" action="/send">{0}<button type="submit">{1}</button></form>'
APPS = ("admin", "auth", "contenttypes", "sessions", "messages")
SEEN = ("request", "auth", "messages")


def configure() -> None:
    """A site with the sign-in pages of Django and allauth as they come."""
    middle = ("sessions.middleware.SessionMiddleware", "auth.middleware.AuthenticationMiddleware")
    settings.configure(
        SECRET_KEY="exhibit",  # noqa: S106 - nobody signs in here
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        STATIC_URL="/static/",
        LANGUAGE_CODE="en",
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in APPS),
            "allauth",
            "allauth.account",
            "crispy_forms",
            "crispy_bootstrap5",
        ],
        MIDDLEWARE=[
            f"django.contrib.{middle[0]}",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"django.contrib.{middle[1]}",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        ACCOUNT_SIGNUP_FIELDS=["email*", "username*", "password1*", "password2*"],
        CRISPY_ALLOWED_TEMPLATE_PACKS=["bootstrap5"],
        CRISPY_TEMPLATE_PACK="bootstrap5",
    )
    django.setup()


configure()

from crispy_forms.utils import render_crispy_form  # noqa: E402 - needs the settings
from django import forms  # noqa: E402
from django.contrib import admin  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import include, path  # noqa: E402
from wtforms import Form, fields, validators  # noqa: E402

urlpatterns = [path("accounts/", include("allauth.urls")), path("admin/", admin.site.urls)]
SIGN_IN = {"login": "/accounts/login/", "signup": "/accounts/signup/", "reset": "/accounts/password/reset/"}


class Ask(forms.Form):
    """A contact form with every kind of widget that has markup of its own."""

    name = forms.CharField()
    email = forms.EmailField()
    birthday = forms.DateField(required=False, widget=forms.SelectDateWidget)
    message = forms.CharField(widget=forms.Textarea)
    news = forms.ChoiceField(
        label="Would you like our newsletter?",
        choices=[("y", "Yes"), ("n", "No")],
        widget=forms.RadioSelect,
        initial="n",
    )
    agree = forms.BooleanField(label="I accept the terms and conditions")
    captcha = forms.CharField(label="What is 3 + 4?")


class Demande(Form):  # type: ignore[misc]  # WTForms has no types
    """The same with another library, in French."""

    nom = fields.StringField("Nom", [validators.DataRequired()])
    email = fields.EmailField("Adresse e-mail")
    tel = fields.TelField("Téléphone")
    naissance = fields.DateField("Date de naissance")
    infolettre = fields.RadioField(
        "Souhaitez-vous recevoir notre lettre d’information ?", choices=[("o", "Oui"), ("n", "Non")], default="o"
    )
    message = fields.TextAreaField("Votre message")


def main(folder: Path) -> None:
    """Every page."""
    for language in ("en", "fr", "nl"):
        client = Client(headers={"accept-language": language})
        for name, address in SIGN_IN.items():
            (folder / f"allauth-{name}.{language}.html").write_bytes(client.get(address).content)
        (folder / f"admin-login.{language}.html").write_bytes(client.get("/admin/login/").content)
    for how in ("as_p", "as_ul", "as_div"):
        _write(folder, f"django-{how}.en", "Contact us", str(getattr(Ask(), how)()), "Send")
    _write(folder, "django-as_table.en", "Contact us", f"<table>{Ask().as_table()}</table>", "Send")
    _write(folder, "crispy-bootstrap5.en", "Contact us", render_crispy_form(Ask(), context={}), "Send", "bare")
    asked = "".join(f"<p>{field.label} {field()}</p>" for field in Demande())
    _write(folder, "wtforms.fr", "Contactez-nous", asked, "Envoyer")


def _write(folder: Path, name: str, title: str, inner: str, button: str, form: str = "") -> None:
    whole = inner.replace("</form>", f"<button>{button}</button></form>") if form else FORM.format(inner, button)
    (folder / f"{name}.html").write_text(AROUND.format(name[-2:], title, whole), encoding="utf-8")


if __name__ == "__main__":
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    main(Path(sys.argv[1]))
