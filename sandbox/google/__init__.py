"""Google Calendar as google-api-python-client sees it."""

from sandbox.google.app import create_app

__all__ = ["create_app"]
