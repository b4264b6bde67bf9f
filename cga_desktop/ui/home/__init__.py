"""The first room: what is waiting, and the next interview."""
