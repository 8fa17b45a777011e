"""Erasing what is known of a guest, as an operator does it."""
