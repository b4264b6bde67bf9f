"""Paths as people read them, and names that nobody has taken yet."""

import os
from pathlib import Path

_MAY_BREAK = "\u200b"
"""A space of no width, where a long path may go on to the next line."""


def breakable(path: Path) -> str:
    """A path that goes on to the next line at its folders, where it is longer than the line."""
    return str(path).replace(os.sep, f"{os.sep}{_MAY_BREAK}")


def free_path(folder: Path, name: str, suffix: str, *, otherwise: str) -> Path:
    """A file name made of ``name`` that every system accepts and nobody has taken yet."""
    plain = "".join(c if c.isalnum() or c in " -–_'’," else " " for c in name).strip()[:80]
    stem = " ".join(plain.split()) or otherwise
    path = folder / f"{stem}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem} {number}{suffix}"
        number += 1
    return path
