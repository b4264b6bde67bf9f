"""What Windows shows in the properties of the programs: name and version."""

import re
from typing import Any

FRENCH_UNICODE = (0x040C, 1200)


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """``version`` as Windows counts, for example (0, 1, 0, 0) for "0.1.0"."""
    numbers = [int(number) for number in re.findall(r"\d+", version)]
    first, second, third, fourth = [*numbers, 0, 0, 0, 0][:4]
    return first, second, third, fourth


def version_resource(version: str) -> Any:  # noqa: ANN401  (PyInstaller's class has no type known)
    """The resource to put into a program; only on Windows, where PyInstaller brings its parts."""
    from PyInstaller.utils.win32 import versioninfo as parts

    numbers = four_numbers(version)
    sentences = {
        "CompanyName": "La Compagnie Générale des Autres",
        "FileDescription": "CGA Terrain",
        "ProductName": "CGA Terrain",
        "ProductVersion": version,
        "FileVersion": version,
    }
    strings = [parts.StringStruct(name, text) for name, text in sentences.items()]
    return parts.VSVersionInfo(
        ffi=parts.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            parts.StringFileInfo([parts.StringTable("040C04B0", strings)]),
            parts.VarFileInfo([parts.VarStruct("Translation", list(FRENCH_UNICODE))]),
        ],
    )
