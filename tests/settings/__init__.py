"""Tests of the settings: layers, locks, and what is written where."""
