"""Tests of what the browser talks to."""
