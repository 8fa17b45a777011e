"""The calendar doors: one protocol, several providers."""
