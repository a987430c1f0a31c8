"""What a password must be: long enough to stand alone, or shorter beside a second factor; and not everybody's."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from privet.web import shelf
from privet.web.people.models import LONG, User

SHORT = 8
SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Second factors; recovery codes only stand in for one."""


def has_second_factor(user: object) -> bool:
    """Whether an account asks for more than its password."""
    if not isinstance(user, User) or user.pk is None:
        return False
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND).exists())


def needs_second_factor(user: User) -> bool:
    """Whether the last second factor has to stay: the password is too short without it."""
    return user.short_password and Authenticator.objects.filter(user=user, type__in=SECOND).count() < 2


class LongEnough:
    """Django's way to ask: fifteen characters, or eight where there is a second factor."""

    def validate(self, password: str, user: object = None) -> None:
        least = SHORT if has_second_factor(user) else LONG
        if len(password) < least:
            raise ValidationError(shelf.words().say("web.account.short", least=str(least)), code="short")

    def get_help_text(self) -> str:
        return shelf.words().say("web.account.password-rule")


class NotCommon(CommonPasswordValidator):
    """Not one of those that many people use, nor one of them over and over."""

    def validate(self, password: str, user: object = None) -> None:
        unit = password.lower().strip()
        size = next((n for n in range(1, len(unit)) if (unit[:n] * len(unit))[: len(unit)] == unit), len(unit))
        if size < 4 or {unit, unit[:size]} & set(self.passwords):
            raise ValidationError(shelf.words().say("web.account.common"), code="common")
