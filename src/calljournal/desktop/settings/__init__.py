"""The settings: pages drawn from what the engine says can be set, the lines and books, and the first run."""
