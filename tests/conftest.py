"""What several tests share: the library, read once, and the switch that accepts new plans."""

from __future__ import annotations

import os

import pytest

from privet.library import Library

os.environ["PRIVET_DEBUG"] = "1"
"""A test that looks for tracebacks must see those that people are spared."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``make accept`` rewrites what is accepted, to be read as a diff."""
    parser.addoption("--accept", action="store_true", help="rewrite the accepted plans in tests/plans")


@pytest.fixture(scope="session")
def library() -> Library:
    """privet's own data."""
    return Library()
