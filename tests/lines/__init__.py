"""The lines, each tested with what its telephone system really sends."""
