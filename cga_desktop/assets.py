"""Where the files that travel with the program are, from source, installed or frozen alike."""

import sys
from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def asset(name: str) -> Path:
    """The path of one file or folder under ``resources/``, for example ``asset("guides")``.

    Raises:
        FileNotFoundError: nothing of that name travels with the program, or the name leads
            out of ``resources/``.
    """
    root = _root()
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()) or not path.exists():
        raise FileNotFoundError(name)
    return path
