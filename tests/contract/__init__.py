"""What is true of every line and of every book, whichever system it speaks to: suites that run over each of them."""
