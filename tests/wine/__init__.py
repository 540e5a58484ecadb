"""The program on a genuine Windows Python under Wine."""
