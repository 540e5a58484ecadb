"""Tests of dialling."""
