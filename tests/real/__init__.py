"""Tests against real programs: slow, marked `real`, run by their own make target."""
