"""Words in the user's language: French in the source, other languages through gettext."""

import gettext
from pathlib import Path

from cga_desktop.assets import asset

DOMAIN = "cga_desktop"
_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Speak ``language`` from now on; French, the source language, where there is no catalogue."""
    global _translations  # noqa: PLW0603  (one interface language per process, chosen at start)
    try:
        folder: Path | None = asset("locale")
    except FileNotFoundError:
        folder = None
    _translations = gettext.translation(
        DOMAIN, localedir=folder, languages=[language], fallback=True
    )


def _(sentence: str) -> str:
    """``sentence`` in the user's language."""
    return _translations.gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """``one`` or ``many`` after ``count``; in French 0 and 1 are singular."""
    if isinstance(_translations, gettext.GNUTranslations):
        return _translations.ngettext(one, many, count)
    return one if abs(count) < 2 else many  # noqa: PLR2004  (French grammar)
