"""Whose turn it is, and who can be chosen."""
