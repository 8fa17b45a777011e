"""Tests of what people and the clock do."""
