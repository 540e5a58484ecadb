"""The whole program: every window of it on a real engine, and the program itself as its user starts it."""
