"""Tests of sentences in the languages that we speak."""
