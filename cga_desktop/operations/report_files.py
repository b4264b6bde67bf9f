"""A report’s files in a folder: named safely, complete or not at all, never over others."""

import os
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from uuid import uuid4

from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.domain.exports import Paper, ReportFormat
from cga_desktop.domain.moments import parse
from cga_desktop.exporting.report import Report
from cga_desktop.i18n import _

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
"""What a file's name may not hold on Windows; on other systems ``/`` is all there is."""
_LONGEST_SUBJECT = 60
"""Windows refuses paths of 260 characters; folders take most of them."""
_PROGRAM = "CGA-Terrain"


def file_name(report: Report, kind: ReportFormat, paper: Paper) -> str:
    """``CGA-Terrain – Bondy – acteurs – 2026-11-22.csv``; for whom it is, unless for the public."""
    word = f"{kind.word} {paper.value}" if kind is ReportFormat.PDF else kind.word
    audience = "" if report.audience == "public" else report.audience.label.casefold()
    day = parse(report.made_at).date().isoformat()
    parts = (_PROGRAM, _subject(report.study), word, audience, day)
    return " – ".join(part for part in parts if part) + kind.suffix


def _subject(study: str) -> str:
    """The study's name as a part of a file's name on any system."""
    seen = "".join(
        sign if unicodedata.category(sign)[0] != "C" else " "
        for sign in unicodedata.normalize("NFC", study)
    )
    plain = " ".join(_FORBIDDEN.sub(" ", seen).split())
    return plain[:_LONGEST_SUBJECT].strip(" .–-") or _("étude")


def write_into(folder: Path, name: str, write: Callable[[Path], None]) -> Path:
    """Have ``write`` make a file in ``folder`` and give it ``name``, or the next free one after it.

    The name is taken first, so that two exports at once do not take the same; the content is
    written beside it, forced to the disk, and replaces it whole.

    Raises:
        OSError: the disk refuses; nothing of the file stays behind.
    """
    target = _taken(folder, name)
    partial = folder / f".{uuid4().hex}.tmp"
    try:
        write(partial)
        _force_to_disk(partial)
        partial.replace(target)
    except BaseException:
        for left in (partial, target):
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise
    return target


def _taken(folder: Path, name: str) -> Path:
    stem, dot, suffix = name.rpartition(".")
    for number in count(1):
        path = folder / (name if number == 1 else f"{stem} ({number}){dot}{suffix}")
        with suppress(FileExistsError):
            path.open("x").close()
            return path
    raise AssertionError  # count never ends


def _force_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make the folder where it is missing.

    Raises:
        NotWritten: the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(
            _(
                "Le dossier « {folder} » ne peut pas être créé : {reason}. Rien n’a été exporté : "
                "choisissez un autre dossier."
            ).format(folder=folder, reason=reason(error))
        ) from error
