"""Tests of the simulated line beyond the contract of all lines."""
