"""What the windows have in common."""
