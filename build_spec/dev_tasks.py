"""What each subcommand of dev.py does."""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from dev_checks import DIST, benchmark, check, freeze, frozen_program
from dev_console import ROOT, Stop, call, heading, must
from dev_environment import CHECKS, LOCK, node_command, prepare
from dev_system import bring_for_venv, has_screen

UV = "uv==0.13.9"
DEMONSTRATION = ROOT / "demonstration"


def run(_: argparse.Namespace) -> int:
    """Start the program; where there is no screen, make the demonstration instead."""
    python = prepare()
    if has_screen():
        return call([python, "-m", "cga_desktop", "--demo-if-none"])
    heading("No screen here: the demonstration is made without a window")
    print(
        "Pas d’écran ici : l’étude de démonstration, ses exports et les images des écrans "
        "sont préparés sans fenêtre.",
        flush=True,
    )
    if DEMONSTRATION.exists():
        shutil.rmtree(DEMONSTRATION)  # made by an earlier run; nobody's work
    code = call(
        [python, "-m", "cga_desktop", "demo", "--out", DEMONSTRATION, "--screenshots"],
        QT_QPA_PLATFORM="offscreen",
    )
    if code == 0:
        heading(f"The demonstration is in {DEMONSTRATION}")
        for line in listing(DEMONSTRATION):
            print(f"   {line}")
    return code


def listing(folder: Path) -> list[str]:
    """Each file below ``folder`` with its size in kB, for people."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [f"{f.relative_to(folder)} ({f.stat().st_size / 1000:,.0f} kB)" for f in files]


def test(options: argparse.Namespace) -> int:
    """Every check, or the one asked for."""
    prepare()
    return check(options.only)


def bench(_: argparse.Namespace) -> int:
    """The benchmarks."""
    prepare()
    return benchmark()


def package(_: argparse.Namespace) -> int:
    """The frozen program, and an archive of it named after version and system.

    Raises:
        Stop: it could not be built.
    """
    prepare()
    heading("Building the program")
    if freeze() != 0:
        raise Stop("The program could not be built; the lines above say why.")
    heading("Packing it")
    archive = pack(DIST / archive_name())
    print(f"{archive} ({archive.stat().st_size / 1e6:,.0f} MB)")
    return 0


def version() -> str:
    """The version in pyproject.toml, its only home."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def archive_name() -> str:
    """For example cga-desktop-0.1.0-linux-x86_64."""
    systems = {"win32": "windows", "darwin": "macos"}
    return (
        f"cga-desktop-{version()}-{systems.get(sys.platform, 'linux')}-{platform.machine().lower()}"
    )


def pack(stem: Path) -> Path:
    """Put the built program into one archive beside it."""
    if sys.platform == "darwin":  # ditto keeps the links inside the bundle, which zipfile does not
        archive = stem.with_name(f"{stem.name}.zip")
        bundle = DIST / "CGA Terrain.app"
        must(["ditto", "-c", "-k", "--keepParent", bundle, archive], "The archive was not made.")
        return archive
    kind = "zip" if sys.platform == "win32" else "gztar"
    folder = frozen_program().parent
    return Path(shutil.make_archive(str(stem), kind, root_dir=DIST, base_dir=folder.name))


def fix(options: argparse.Namespace) -> int:
    """Format, and repair what the linter can repair: the files named, or all."""
    python = prepare()
    files = ["--force-exclude", *(options.files or ["."])]
    formatted = call([python, "-m", "ruff", "format", *files])
    return call([python, "-m", "ruff", "check", "--fix", *files]) or formatted


def lock(_: argparse.Namespace) -> int:
    """Lock the newest allowed versions: Python's for every system at once, then npm's.

    Raises:
        Stop: a registry could not be reached, or versions exclude each other.
    """
    bring_for_venv()
    with tempfile.TemporaryDirectory(prefix="cga-lock-") as folder:
        must([sys.executable, "-m", "venv", folder], "No environment could be made for uv.")
        tools = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        must([tools / "python", "-m", "pip", "install", "--quiet", UV], "uv could not be had.")
        must([tools / "uv", *UV_ARGUMENTS], "The versions could not be resolved.")
    prepare()
    for packages in (ROOT / "resources" / "web", CHECKS):
        must(
            [*node_command("npm"), "--prefix", packages, "install", "--package-lock-only"],
            f"The packages of {packages} could not be resolved.",
        )
    return 0


# No registry's address is written, so that any mirror serves; the hashes are what is trusted.
UV_ARGUMENTS = (
    *("pip", "compile", "--universal", "--python-version", "3.11", "--upgrade", "--quiet"),
    *("--generate-hashes", "--no-emit-index-url", "--no-config"),
    *("--group", "build", "--group", "package", "--group", "test", "--group", "check"),
    *("--custom-compile-command", "python3 build_spec/dev.py lock"),
    *("--output-file", str(LOCK.relative_to(ROOT)), "pyproject.toml"),
)

TASKS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "package": package,
    "fix": fix,
    "lock": lock,
}
