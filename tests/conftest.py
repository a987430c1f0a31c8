"""What several tests share: the library, read once, and the switch that accepts new plans."""

from __future__ import annotations

import os
import signal

import pytest

from privet.library import Library

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so a shell starts what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["PRIVET_DEBUG"] = "1"
"""A test that looks for tracebacks must see those that people are spared."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``make accept`` rewrites what is accepted, to be read as a diff."""
    parser.addoption("--accept", action="store_true", help="rewrite the accepted plans in tests/plans")


@pytest.fixture(scope="session")
def library() -> Library:
    """privet's own data."""
    return Library()
