"""Tests of the browser part: a package, so that its ``conftest`` is not taken for the one above it."""
