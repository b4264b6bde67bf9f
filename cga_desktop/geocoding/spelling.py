"""How a street's name is shown: one spelling among those a file gives."""

from collections.abc import Iterable

from cga_desktop.geocoding.text import words
from cga_desktop.geocoding.vocabulary import STREET_TYPES

_ACCENTED = {
    "allee": "Allée",
    "chaussee": "Chaussée",
    "cite": "Cité",
    "levee": "Levée",
    "montee": "Montée",
    "residence": "Résidence",
}


def best_spelling(names: Iterable[str]) -> str:
    """The fullest of several spellings of one street: not in capitals, longest, most accents."""
    return with_full_type(
        max(
            sorted(names),
            key=lambda name: (not name.isupper(), len(name), sum(not c.isascii() for c in name)),
        )
    )


def with_full_type(name: str) -> str:
    """« Av du Moulin » becomes « Avenue du Moulin », « Allee … » « Allée … »; the rest stays."""
    first, space, rest = name.partition(" ")
    kind = "".join(words(first))
    if not space or name.isupper() or kind not in STREET_TYPES:
        return name
    return f"{_ACCENTED.get(kind, kind.capitalize())} {rest}"
