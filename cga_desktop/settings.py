"""Settings: each declared once with its type, bounds, default, title and help.

They are the computer's, not the study's: language, look, the last study. Kept as one JSON file in
the program's own folder, which ``CGA_HOME`` moves as a whole.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.i18n import _

APPLICATION = "CGA Terrain"


def home() -> Path:
    """The folder of what the program keeps of its own: settings, gazetteers, logs."""
    moved = os.environ.get("CGA_HOME")
    if moved:
        return Path(os.path.expanduser(moved)).absolute()  # noqa: PTH111  (raises for "~nobody")
    return platformdirs.user_data_path(APPLICATION, appauthor=False)


def make_folder(folder: Path) -> None:
    """Make ``folder`` and those above it; the program's own and what is in it for its owner only.

    Raises:
        OSError: the disk refuses.
    """
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(mode=0o700 if folder.is_relative_to(home()) else 0o777, exist_ok=True)


def studies_folder() -> Path:
    """Where a new study lies unless its maker says otherwise: never a synchronised folder."""
    return home() / "études"


def backups_folder() -> Path:
    """Where copies of studies are kept unless their owner chose another folder."""
    return home() / "sauvegardes"


def gazetteer_folder() -> Path:
    """Where imported addresses lie: open data, so not encrypted."""
    return home() / "territoires"


class Settings(BaseModel):
    """What can be chosen; read with ``load_settings``, changed with ``save_settings``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: Literal["fr", "en"] = Field(default="fr", title="Langue")
    theme: Literal["system", "light", "dark"] = Field(
        default="system",
        title="Apparence",
        description="Claire, sombre, ou comme le reste de l’ordinateur.",
    )
    text_percent: int = Field(
        default=100,
        title="Taille du texte",
        description="De 100 à 200 %.",
        ge=100,
        le=200,
        multiple_of=25,
    )
    contributor: str = Field(
        default="",
        title="Votre prénom",
        description="Il accompagne vos entretiens, pour que l’équipe sache qui a écrit quoi.",
        max_length=80,
    )
    last_study: str = Field(default="", title="Dernière étude ouverte")
    keep_key: bool = Field(
        default=True,
        title="Ne pas redemander la phrase de passe sur cet ordinateur",
        description="La clé est confiée au trousseau du système.",
    )
    lock_minutes: Literal[0, 5, 15, 30, 60] = Field(
        default=15,
        title="Verrouiller l’étude après",
        description=(
            "Quand personne ne touche au clavier, à la souris ni à l’écran, l’étude se referme et "
            "sa clé quitte le trousseau. Ce que vous avez écrit est enregistré avant."
        ),
    )
    backup_folder: str = Field(
        default="",
        title="Dossier des copies de sauvegarde",
        description="Une clé USB ou un autre disque protège aussi du vol et de la panne.",
    )


def _settings_file() -> Path:
    return home() / "settings.json"


def _found() -> dict[str, object]:
    """What the file holds, whoever wrote it; nothing where it cannot be read."""
    try:
        found: object = json.loads(_settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    # JSON: the keys of an object are text.
    return found if isinstance(found, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def load_settings() -> Settings:
    """The settings of this computer; the defaults for whatever is missing or unreadable."""
    return _salvaged(_found())


def _salvaged(found: dict[str, object]) -> Settings:
    try:
        return Settings.model_validate(found)
    except ValidationError as error:
        bad = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        return Settings.model_validate({k: v for k, v in found.items() if k not in bad})


def save_settings(settings: Settings) -> None:
    """Keep ``settings`` for the next start, complete or not at all.

    What a newer version of the program had kept besides stays in the file.

    Raises:
        NotWritten: the disk refuses.
    """
    path = _settings_file()
    partial = path.with_suffix(".tmp")
    try:
        make_folder(path.parent)
        kept = {**_found(), **settings.model_dump()}
        partial.write_text(json.dumps(kept, indent=2), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise NotWritten(
            _(
                "Vos réglages n’ont pas pu être gardés : {reason}. L’étude n’est pas touchée."
            ).format(reason=reason(error))
        ) from error
