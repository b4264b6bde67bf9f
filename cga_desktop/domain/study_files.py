"""What a study's file is called and what its passphrase must be, known before one is opened."""

SUFFIX = ".cgaetude"
SHORTEST_PASSPHRASE = 8
"""Characters."""
