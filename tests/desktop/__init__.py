"""The window, driven as a person drives it, on an engine that is played."""
