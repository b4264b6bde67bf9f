"""Reads: each takes a session and returns values that outlive it."""

from cga_desktop.store.database import Session

__all__ = ["Session"]
