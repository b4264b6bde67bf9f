"""Exit codes of the command line, as scripts know them."""

DONE = 0
REFUSED = 1
"""The user's world: a sentence on standard error, nothing changed."""
USAGE = 2
IN_PART = 3
"""Done in part: what was left out is in the answer."""
BUG = 70
"""A bug of ours: the sentence says where the log is."""
INTERRUPTED = 130
"""Stopped from the keyboard."""
