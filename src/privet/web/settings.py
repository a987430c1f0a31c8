"""Django's settings, read from the environment: on this machine for one file, or as a team server.

``PRIVET_FILE`` names the answers file to edit, and then there are no accounts and no
database.  Without it this is the team server; docs/server.md lists what it may be told.
"""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from privet.web.team import (
    TEAM_APPS,
    TEAM_CONTEXT,
    TEAM_MIDDLEWARE,
    database,
)

FILE = os.environ.get("PRIVET_FILE", "")
"""The answers file being edited; empty on the team server."""
ENTRY = os.environ.get("PRIVET_ENTRY", "")
"""What opens the door of ``privet edit``: only who started it knows the address."""
DATA = Path(os.environ.get("PRIVET_DATA", "privet-data"))
"""The folder of the team server: its database and its secret."""
MAIL = os.environ.get("PRIVET_MAIL", "")
"""Where mail is sent from, e.g. ``smtp+tls://user:password@mail.example.org:587``; empty: it stays in the outbox."""
PROXIES = tuple(map(ip_network, os.environ.get("PRIVET_PROXIES", "").replace(",", " ").split()))
"""Addresses or networks of our own proxies: only what these say of a visitor's address is believed."""
HERE = Path(__file__).parent

DEBUG = False
BASE_URL = os.environ.get("PRIVET_URL", "http://127.0.0.1:8000").rstrip("/")
"""The one address that links in mails use; never taken from a request."""
_PARTS = urlsplit(BASE_URL)
SECURE = _PARTS.scheme == "https"
SITE_NAME = _PARTS.netloc
SECRET_KEY = os.environ.get("PRIVET_SECRET_KEY") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = [_PARTS.hostname or "127.0.0.1", *([] if SECURE else ["127.0.0.1", "localhost"])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

ROOT_URLCONF = "privet.web.editing.urls" if FILE else "privet.web.urls"
WSGI_APPLICATION = "privet.web.wsgi.application"

INSTALLED_APPS = ["django.contrib.staticfiles", "privet.web", "privet.web.interview"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "privet.web.headers.guarded",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
DATABASES: dict[str, object] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if FILE:
    MIDDLEWARE += ["privet.web.editing.door.locked", "privet.web.editing.faulty.told"]
else:
    INSTALLED_APPS += TEAM_APPS
    MIDDLEWARE += TEAM_MIDDLEWARE
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
    DATABASES = {"default": database(DATA)}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "privet_cache"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "privet.web.context.shared",
                *([] if FILE else TEAM_CONTEXT),
            ],
            "builtins": ["privet.web.templatetags.privet"],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("nl", "Nederlands")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static", ("plan", HERE.parent / "data" / "render")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# A page with many choices has many fields; an answers file is at most a megabyte.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-privet" if SECURE else "privet"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "privet.web.faults.forged"
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "django_language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masked": {"()": "privet.web.logs.Masked"}},
    "formatters": {"dated": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["masked"], "formatter": "dated"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

DESK = "privet.web.editing.desk.desk" if FILE else "privet.web.plans.desk.desk"
"""What finds the plan that a request is about."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = bool(FILE)

# ---- accounts (django-allauth), on the team server only

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL else "none"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_CONFIRMATION_HMAC = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_ADAPTER = "privet.web.people.adapter.Accounts"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _PARTS.scheme
MFA_ADAPTER = "privet.web.people.adapter.Factors"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address that is not confirmed cannot sign in, where mail can be sent
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "privet"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "privet.web.people.passwords.LongEnough"},
    {"NAME": "privet.web.people.passwords.NotCommon"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
EMAIL_BACKEND = "privet.web.outbox.backend.Outbox"
DEFAULT_FROM_EMAIL = os.environ.get("PRIVET_MAIL_FROM", f"privet@{_PARTS.hostname}")
