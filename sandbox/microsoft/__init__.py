"""Microsoft's sign-in and the calendar part of Graph, as msal and plain HTTP see them."""

from sandbox.microsoft.app import create_app

__all__ = ["create_app"]
