"""Tests of what remains when a process ends at the worst moment."""
