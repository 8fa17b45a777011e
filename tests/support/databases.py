"""Prepares a database as an operator does."""

import importlib


def migrate(url: str) -> None:
    """Bring an empty database to the newest migration."""
    importlib.import_module("handoff.storage.migrate").migrate(url)
