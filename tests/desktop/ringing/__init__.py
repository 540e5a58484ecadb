"""Tests of the incoming-call notice."""
