"""One folder per address and time book, each with the same file names."""
