"""Tests of the booking forms."""
