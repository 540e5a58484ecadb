"""Tests of My time."""
