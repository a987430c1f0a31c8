"""The town that tests of the team server play in, and a quick way to hash passwords."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from web.team.town import Town, town


@pytest.fixture(autouse=True)
def quick(settings: Settings, db: None) -> None:
    """Hashing is slow on purpose; the tests hash many passwords.  Counts of tries begin anew."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def there(db: None) -> Town:
    return town()
