"""Tests of the team server, inside this process, with a database."""
