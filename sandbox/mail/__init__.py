"""A real SMTP server whose letters stay in the pretend world."""

from sandbox.mail.server import MailServer

__all__ = ["MailServer"]
