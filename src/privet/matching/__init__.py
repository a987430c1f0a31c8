"""Recognising personal information: by the names people give it, by its values, by the services that ask for it."""
