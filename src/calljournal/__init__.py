"""Call Journal: watches a telephone line, keeps a journal of its calls and books them as time."""

__version__ = "0.1.0"
