"""The pages and switches through which people and tests look at the pretend world."""

from sandbox.console.app import create_app

__all__ = ["create_app"]
