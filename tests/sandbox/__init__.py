"""Tests of the pretend outside world, with the real client libraries."""
