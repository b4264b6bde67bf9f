"""What a restored copy is called, and how it is said."""

from cga_desktop.domain.backups import Restored
from cga_desktop.domain.moments import day_and_time
from cga_desktop.i18n import _, ngettext


def restored_name(name: str) -> str:
    """The name proposed for the study that a copy of ``name`` becomes."""
    return _("{name}, restaurée").format(name=name)


def restored_words(made: Restored) -> str:
    """Which copy is a study again, and how many photos and recordings did not come with it."""
    said = _("La copie du {moment} est restaurée dans « {name} ».").format(
        moment=day_and_time(made.made_at.isoformat()), name=made.study.name
    )
    missing = len(made.missing_media)
    if missing:
        said += " " + ngettext(
            "Il manque {count} photo ou enregistrement, qui n’était ni dans la copie ni à côté.",
            "Il manque {count} photos ou enregistrements, qui n’étaient ni dans la copie ni à "
            "côté.",
            missing,
        ).format(count=missing)
    return said
