"""Where a study may lie: on this computer's own disk, in a folder nobody synchronises.

Cloud clients and network drives copy an open SQLite file in the middle of a write, and corrupt it.
"""

import os
import sys
from pathlib import Path

from cga_desktop.domain.errors import PlaceRefused
from cga_desktop.i18n import _
from cga_desktop.settings import studies_folder

_SYNCED_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "mon drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "kdrive": "kDrive",
    "icloud drive": "iCloud Drive",
    "com~apple~clouddocs": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "mega": "MEGA",
    "pcloud": "pCloud",
    "pclouddrive": "pCloud",
    "syncthing": "Syncthing",
}
_SYNCED_PREFIXES = {
    "onedrive -": "OneDrive",
    "dropbox (": "Dropbox",
    "googledrive-": "Google Drive",
}
_MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".sync_folder": "Nextcloud",
}
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.sshfs", "9p"}
    | {"fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs", "fuse.google-drive-ocamlfuse"}
)
_DRIVE_REMOTE = 4


def synced_by(folder: Path) -> str | None:
    """The name of the service that synchronises ``folder``, or None."""
    for step in (folder, *folder.parents):
        name = step.name.casefold()
        if name in _SYNCED_NAMES:
            return _SYNCED_NAMES[name]
        for prefix, service in _SYNCED_PREFIXES.items():
            if name.startswith(prefix):
                return service
        for marker, service in _MARKERS.items():
            if (step / marker).exists():
                return service
    return None


def _mounts() -> list[tuple[str, str]]:
    """(mount point, file system) pairs, where the system tells them as Linux does."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    fields = [line.split(" ") for line in lines]
    return [(one[1].replace("\\040", " "), one[2]) for one in fields if len(one) > 2]  # noqa: PLR2004  (device, place, type)


def _mounted_from_network(folder: Path) -> bool:
    holding = [(point, kind) for point, kind in _mounts() if folder.is_relative_to(point)]
    if not holding:
        return False
    _point, kind = max(holding, key=lambda one: len(one[0]))
    return kind in _NETWORK_FILE_SYSTEMS


def _network_drive(folder: Path) -> bool:
    if sys.platform != "win32":
        return _mounted_from_network(folder)
    import ctypes

    if str(folder).startswith("\\\\"):
        return True
    return ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE


def check_place(study: Path) -> None:
    """Refuse a place where an open study would be corrupted.

    Raises:
        PlaceRefused: the folder is synchronised or on the network; the sentence says where to go.
    """
    folder = study.expanduser().absolute().parent
    real = Path(os.path.realpath(folder))
    remedy = _(
        "Placez l’étude sur le disque de cet ordinateur, par exemple dans « {folder} ». Pour "
        "travailler à plusieurs, le partage joint les copies sans risque."
    ).format(folder=studies_folder())
    service = synced_by(folder) or synced_by(real)
    if service is not None:
        raise PlaceRefused(
            _("Le dossier « {folder} » est synchronisé par {service} : une étude ouverte y serait "
              "abîmée. Rien n’a été écrit. {remedy}").format(
                folder=folder, service=service, remedy=remedy
            )
        )  # fmt: skip
    if _network_drive(real):
        raise PlaceRefused(
            _("Le dossier « {folder} » est sur le réseau : une étude ouverte y serait abîmée. "
              "Rien n’a été écrit. {remedy}").format(folder=folder, remedy=remedy)
        )  # fmt: skip
