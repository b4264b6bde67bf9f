"""What the operating system must bring: libraries of Qt and its web engine, a font, a screen.

On Windows and macOS Python's wheels bring everything. On Linux the libraries that the
installed PySide6 misses are asked of the loader itself (``ldd``), so that nothing has to be
guessed; where apt may install them it does, elsewhere the exact command is printed.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from dev_console import Stop, call_quietly, heading

# Below PySide6/, everything that opens a window or a page; other parts of Qt are not used.
QT_FILES = (
    "Qt/lib/libQt6WebEngineCore.so.6",
    "Qt/lib/libQt6WebEngineWidgets.so.6",
    "Qt/libexec/QtWebEngineProcess",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqwayland*.so",
    "Qt/plugins/xcbglintegrations/*.so",
    "Qt/plugins/tls/*openssl*.so",
)

# library -> its package in Debian and Ubuntu, newest name first (t64: 64-bit time, 2024 on)
DEBIAN_PACKAGES: dict[str, tuple[str, ...]] = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libGLX.so.0": ("libglx0",),
    "libOpenGL.so.0": ("libopengl0",),
    "libX11.so.6": ("libx11-6",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libXcomposite.so.1": ("libxcomposite1",),
    "libXcursor.so.1": ("libxcursor1",),
    "libXdamage.so.1": ("libxdamage1",),
    "libXext.so.6": ("libxext6",),
    "libXfixes.so.3": ("libxfixes3",),
    "libXi.so.6": ("libxi6",),
    "libXrandr.so.2": ("libxrandr2",),
    "libXrender.so.1": ("libxrender1",),
    "libXtst.so.6": ("libxtst6",),
    "libICE.so.6": ("libice6",),
    "libSM.so.6": ("libsm6",),
    "libasound.so.2": ("libasound2t64", "libasound2"),
    "libatomic.so.1": ("libatomic1",),
    "libbrotlicommon.so.1": ("libbrotli1",),
    "libbrotlidec.so.1": ("libbrotli1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libdrm.so.2": ("libdrm2",),
    "libexpat.so.1": ("libexpat1",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgbm.so.1": ("libgbm1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgobject-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libnspr4.so": ("libnspr4",),
    "libnss3.so": ("libnss3",),
    "libnssutil3.so": ("libnss3",),
    "libplc4.so": ("libnspr4",),
    "libplds4.so": ("libnspr4",),
    "libsmime3.so": ("libnss3",),
    "libudev.so.1": ("libudev1",),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
    "libxcb.so.1": ("libxcb1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-dri3.so.0": ("libxcb-dri3-0",),
    "libxcb-glx.so.0": ("libxcb-glx0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xinerama.so.0": ("libxcb-xinerama0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbfile.so.1": ("libxkbfile1",),
    "libxml2.so.2": ("libxml2",),
    "libxshmfence.so.1": ("libxshmfence1",),
    "libxslt.so.1": ("libxslt1.1",),
    "libz.so.1": ("zlib1g",),
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


@dataclass(frozen=True)
class Missing:
    """What the system lacks: libraries by their file name, and packages asked for by name."""

    libraries: tuple[str, ...] = ()
    packages: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.libraries or self.packages)


def has_screen() -> bool:
    """Whether a window can be opened here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_root() -> bool:
    """Whether apt may install without asking."""
    return sys.platform == "linux" and os.geteuid() == 0


def bring_for_qt(pyside: Path) -> None:
    """Have the libraries that the PySide6 in folder ``pyside`` needs, and a font to read.

    Raises:
        Stop: they are missing and may not be installed from here.
    """
    if sys.platform != "linux":
        return
    fonts = () if any_font() else (("fonts-dejavu-core",),)
    bring(Missing(missing_libraries(pyside), fonts), lambda: missing_libraries(pyside))


def bring_for_venv() -> None:
    """Have ``venv`` and ``pip``, which Debian's own Python comes without.

    Raises:
        Stop: they are missing and may not be installed from here.
    """
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        bring(Missing(packages=((f"{_this_python()}-venv",),)))


def bring_for_freezing() -> None:
    """Have what PyInstaller asks of a Linux system: objdump and Python as a shared library.

    Raises:
        Stop: they are missing and may not be installed from here.
    """
    if sys.platform != "linux":
        return
    packages: list[tuple[str, ...]] = []
    if shutil.which("objdump") is None:
        packages.append(("binutils",))
    if not _shared_python():
        if sys.base_prefix != "/usr":
            raise Stop(
                f"PyInstaller needs Python's shared library, and {sys.executable} was built "
                "without it. Use the system's Python, or build this one with --enable-shared."
            )
        packages.append((f"lib{_this_python()}",))
    bring(Missing(packages=tuple(packages)))


def bring(missing: Missing, look_again: Callable[[], Sequence[str]] | None = None) -> None:
    """Install what is ``missing`` as root on Debian or Ubuntu; elsewhere say how.

    Raises:
        Stop: with the command to run, or naming what no known package brings.
    """
    if not missing:
        return
    if shutil.which("apt-get") is None or not is_root():
        raise Stop(advice(missing))
    heading("Installing what the system lacks")
    _refresh_apt()
    packages, _ = debian_packages(missing)
    if packages and not _install(packages):
        raise Stop(advice(missing))
    left = tuple(look_again()) if look_again is not None else ()
    if left:  # of no known package, and none of the others brought it along
        raise Stop(advice(Missing(left)))


def advice(missing: Missing) -> str:
    """The sentence for whoever must install what is ``missing`` by hand."""
    listed = ", ".join([*missing.libraries, *(names[-1] for names in missing.packages)])
    command, unknown = _command(missing)
    lines = [f"The system lacks what CGA Terrain needs: {listed}."]
    if command:
        lines += ["Install it with:", f"    {command}", "then start this command again."]
    if unknown:
        lines.append(f"No package is known here for: {', '.join(unknown)}.")
    return "\n".join(lines)


def _command(missing: Missing) -> tuple[str, tuple[str, ...]]:
    """The command of this system's package manager, and what it cannot bring."""
    sudo = "" if is_root() else "sudo "
    if shutil.which("apt-get"):
        packages, unknown = debian_packages(missing)
        install = f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"
        return (f"{sudo}apt-get update && {install}" if packages else ""), unknown
    # rpm knows which package brings a library; Arch's own Qt brings all that ours needs.
    capabilities = " ".join(f"'{name}()(64bit)'" for name in missing.libraries)
    for manager in ("dnf", "zypper"):
        if shutil.which(manager) and capabilities:
            return f"{sudo}{manager} install {capabilities}", ()
    if shutil.which("pacman") and missing.libraries:
        return f"{sudo}pacman -S --needed qt6-webengine", ()
    return "", (*missing.libraries, *(names[-1] for names in missing.packages))


def debian_packages(missing: Missing) -> tuple[list[str], tuple[str, ...]]:
    """Packages that bring what is ``missing``, and the libraries no package is known for."""
    unknown = tuple(name for name in missing.libraries if name not in DEBIAN_PACKAGES)
    choices = [DEBIAN_PACKAGES[name] for name in missing.libraries if name not in unknown]
    choices += missing.packages
    offered = offered_packages({name for names in choices for name in names})
    chosen = (next((name for name in names if name in offered), names[-1]) for names in choices)
    return sorted(set(chosen)), unknown


def offered_packages(names: Iterable[str]) -> set[str]:
    """Those of ``names`` that this system's package lists really hold, not as a mere alias."""
    offered: set[str] = set()
    name = ""
    for line in call_quietly(["apt-cache", "policy", *sorted(names)])[1].splitlines():
        if not line.startswith(" "):
            name = line.rstrip(":")
        elif line.strip().startswith("Candidate:") and "(none)" not in line:
            offered.add(name)
    return offered


def missing_libraries(pyside: Path) -> tuple[str, ...]:
    """Libraries that the loader does not find for the Qt below ``pyside``."""
    files = [file for pattern in QT_FILES for file in sorted(pyside.glob(pattern))]
    return libraries_not_found(call_quietly(["ldd", *files])[1]) if files else ()


def libraries_not_found(ldd: str) -> tuple[str, ...]:
    """What ``ldd`` reports as not found."""
    lines = (line.split("=>") for line in ldd.splitlines() if line.endswith("=> not found"))
    return tuple(sorted({name.strip() for name, _ in lines}))


def any_font() -> bool:
    """Whether one outline font is installed: without any, Qt draws no letter."""
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(f.rglob("*.[ot]tf"), None) is not None for f in folders if f.is_dir())


@cache
def _refresh_apt() -> None:
    """Know today's packages; once is enough, and a failure shows itself at the installation."""
    _apt("update")


def _install(packages: Sequence[str]) -> bool:
    print(f"apt-get install {' '.join(packages)}", flush=True)
    code, said = _apt("install", "--no-install-recommends", *packages)
    if code != 0:
        print(said, file=sys.stderr, flush=True)
    return code == 0


def _apt(*arguments: str) -> tuple[int, str]:
    return call_quietly(["apt-get", "--yes", *arguments], DEBIAN_FRONTEND="noninteractive")


def _this_python() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}"


def _shared_python() -> bool:
    values = sysconfig.get_config_vars()
    name, folders = values.get("INSTSONAME"), (values.get("LIBDIR"), values.get("LIBPL"))
    return any(folder and name and Path(folder, name).is_file() for folder in folders)
