"""Which version of the program this is."""

import tomllib
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

_PACKAGE = "cga-desktop"


@cache
def version() -> str:
    """The version of ``pyproject.toml`` when run from source, else the installed one."""
    project = Path(__file__).parents[1] / "pyproject.toml"
    try:
        declared = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    except FileNotFoundError:
        return installed_version(_PACKAGE)
    return declared["version"] if declared["name"] == _PACKAGE else installed_version(_PACKAGE)
