"""Where a study may lie: on this computer's own disk, in a folder nobody synchronises.

Cloud clients and network drives copy an open SQLite file in the middle of a write, and corrupt it.
Names that people give to their own folders raise no alarm: a service is recognised by the exact
name its folder has by default, or by what its client leaves there.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PureWindowsPath

from cga_desktop.domain.errors import PlaceRefused
from cga_desktop.i18n import _
from cga_desktop.settings import studies_folder

_SYNCED_NAMES = {
    "dropbox": "Dropbox",
    "dropbox (*": "Dropbox",
    "onedrive": "OneDrive",
    "onedrive - *": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "google drive (*": "Google Drive",
    "my drive": "Google Drive",
    "mon drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "kdrive": "kDrive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "megasync": "MEGA",
    "pcloud drive": "pCloud",
    "pclouddrive": "pCloud",
    "pcloudsync": "pCloud",
    "seafile": "Seafile",
    "synologydrive": "Synology Drive",
    "proton drive": "Proton Drive",
    "protondrive": "Proton Drive",
    "box sync": "Box",
    "cozy drive": "Cozy Drive",
    "twake drive": "Twake Drive",
}
"""Default names of the folders that clients make, letter case aside; ``*`` is whatever follows."""
_MAC_NAMES = {
    "onedrive-*": "OneDrive",
    "googledrive-*": "Google Drive",
    "dropbox*": "Dropbox",
}
"""Names under ``~/Library/CloudStorage``, where macOS keeps what clients synchronise."""
_MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
}
_JOURNALS = re.compile(r"\._?sync_[0-9a-f]{8,}\.db")
"""The journal that the clients of Nextcloud and ownCloud keep in the folder they synchronise."""
_ONEDRIVE_ROOTS = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
"""Environment variables in which Windows names the folders of OneDrive."""
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "ceph", "afs"}
    | {"fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs", "fuse.s3fs", "glusterfs"}
    | {"fuse.google-drive-ocamlfuse", "fuse.glusterfs", "lustre", "ncpfs"}
    # Folders that a virtual machine borrows from its host: SQLite's shared memory fails on them.
    | {"vboxsf", "fuse.vmhgfs-fuse", "prl_fs", "virtiofs"}
)
_DRIVE_REMOTE = 4  # GetDriveTypeW, winbase.h


def synced_by(folder: Path) -> str | None:
    """The name of the service that synchronises ``folder``, or None."""
    for step in (folder, *folder.parents):
        service = _named_after(step) or _marked_by(step)
        if service is not None:
            return service
    return None


def _named_after(folder: Path) -> str | None:
    if folder.name == "MEGA":  # "mega" is also a word
        return "MEGA"
    name = folder.name.casefold()
    for pattern, service in _SYNCED_NAMES.items():
        if fnmatchcase(name, pattern):
            return service
    if folder.parent.name == "CloudStorage" and folder.parent.parent.name == "Library":
        known = (service for pattern, service in _MAC_NAMES.items() if fnmatchcase(name, pattern))
        return next(known, folder.name)
    roots = (os.environ.get(variable) for variable in _ONEDRIVE_ROOTS)
    return "OneDrive" if any(root and folder == Path(root) for root in roots) else None


def _marked_by(folder: Path) -> str | None:
    for marker, service in _MARKERS.items():
        if os.path.lexists(folder / marker):
            return service
    # In a shared folder ".dropbox" is a file; the folder ~/.dropbox is only the client's settings.
    if os.path.isfile(folder / ".dropbox"):  # noqa: PTH113  (Path.is_file raises for long names)
        return "Dropbox"
    if any(_JOURNALS.fullmatch(name) for name in _hidden_names(folder)):
        return "Nextcloud"
    return None


def _hidden_names(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    yield entry.name
    except OSError:
        return


def _mounts() -> list[tuple[str, str]]:
    """(mount point, file system) pairs, in the order in which they were mounted."""
    try:
        if sys.platform == "darwin":
            said = subprocess.run(["/sbin/mount"], capture_output=True, timeout=5, check=False)
            return _macos_mounts(said.stdout.decode(errors="replace"))
        return _linux_mounts(Path("/proc/mounts").read_text("utf-8", "surrogateescape"))
    except (OSError, subprocess.SubprocessError):
        return []


def _linux_mounts(text: str) -> list[tuple[str, str]]:
    fields = [line.split(" ") for line in text.splitlines()]
    return [(_unescaped(place), kind) for _device, place, kind, *_rest in filter(_whole, fields)]


def _whole(fields: list[str]) -> bool:
    return len(fields) > 2  # noqa: PLR2004  (device, place, type)


def _unescaped(field: str) -> str:
    """Spaces and their like stand as octal numbers in /proc/mounts, see getmntent(3)."""
    raw = field.encode("utf-8", "surrogateescape")
    plain = re.sub(rb"\\([0-3][0-7]{2})", lambda found: bytes([int(found[1], 8)]), raw)
    return plain.decode("utf-8", "surrogateescape")


def _macos_mounts(text: str) -> list[tuple[str, str]]:
    lines = (re.match(r".*? on (/.*) \((\w+)[,)]", line) for line in text.splitlines())
    return [(found[1], found[2]) for found in lines if found]


def _mounted_from_network(folder: Path) -> bool:
    holding = [(point, kind) for point, kind in _mounts() if folder.is_relative_to(point)]
    # Of two over the same folder the last one hides the other.
    nearest = max(enumerate(holding), key=lambda one: (len(one[1][0]), one[0]), default=None)
    return nearest is not None and nearest[1][1] in _NETWORK_FILE_SYSTEMS


def _on_network_of_windows(folder: PurePath, drive_type: Callable[[str], int]) -> bool:
    r"""Whether a folder is a share (``\\server\share``) or on a drive letter standing for one."""
    text = str(folder)
    if text.startswith("\\\\?\\UNC\\"):
        return True
    text = text.removeprefix("\\\\?\\")
    return text.startswith("\\\\") or drive_type(PureWindowsPath(text).anchor) == _DRIVE_REMOTE


def _on_network(folder: Path) -> bool:
    if sys.platform != "win32":
        return _mounted_from_network(folder)
    import ctypes

    return _on_network_of_windows(folder, ctypes.windll.kernel32.GetDriveTypeW)


def check_place(study: Path) -> None:
    """Refuse a place where an open study would be corrupted.

    Raises:
        PlaceRefused: the folder is synchronised or on the network; the sentence says where to go.
    """
    path = study.expanduser().absolute()
    folder = path.parent
    real = Path(os.path.realpath(path)).parent
    remedy = _(
        "Placez l’étude sur le disque de cet ordinateur, par exemple dans « {folder} ». Pour "
        "travailler à plusieurs, le partage joint les copies sans risque."
    ).format(folder=studies_folder())
    service = synced_by(folder) or synced_by(real)
    if service is not None:
        raise PlaceRefused(
            _("Le dossier « {folder} » est synchronisé par {service} : une étude ouverte y serait "
              "abîmée. Rien n’a été écrit. {remedy}").format(
                folder=folder, service=service, remedy=remedy
            )
        )  # fmt: skip
    if _on_network(real):
        raise PlaceRefused(
            _("Le dossier « {folder} » est sur le réseau : une étude ouverte y serait abîmée. "
              "Rien n’a été écrit. {remedy}").format(folder=folder, remedy=remedy)
        )  # fmt: skip
