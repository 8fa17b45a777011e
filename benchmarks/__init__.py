"""Every figure that the README claims, and the command that gives it."""
