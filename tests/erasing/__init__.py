"""Tests of erasing as an operator does it."""
