"""Tests of worklog."""
