"""Tests of Call Journal."""
