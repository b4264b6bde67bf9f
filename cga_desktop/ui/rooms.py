"""The rooms of the left rail, in order."""

from enum import Enum

from cga_desktop.i18n import _


class Room(Enum):
    """A place of the window; its value names it in screenshots and tests."""

    HOME = "accueil"
    INTERVIEWS = "entretiens"
    ACTORS = "acteurs"
    MAP = "carte"
    EXPORTS = "exports"
    SETTINGS = "réglages"

    @property
    def title(self) -> str:
        """The word on the rail."""
        return {
            Room.HOME: _("Accueil"),
            Room.INTERVIEWS: _("Entretiens"),
            Room.ACTORS: _("Acteurs"),
            Room.MAP: _("Carte"),
            Room.EXPORTS: _("Exports"),
            Room.SETTINGS: _("Réglages"),
        }[self]

    @property
    def icon(self) -> str:
        """Its icon's name."""
        return {
            Room.HOME: "house",
            Room.INTERVIEWS: "chats-circle",
            Room.ACTORS: "users-three",
            Room.MAP: "map-trifold",
            Room.EXPORTS: "export",
            Room.SETTINGS: "gear",
        }[self]

    @property
    def shortcut(self) -> str:
        """Ctrl and its place on the rail; the settings where every program has them."""
        return "Ctrl+," if self is Room.SETTINGS else f"Ctrl+{list(Room).index(self) + 1}"

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """The same, and what a French keyboard sends for it: there, digits need Shift."""
        if self is Room.SETTINGS:
            return (self.shortcut,)
        return (self.shortcut, f"Ctrl+{_FRENCH_DIGITS[list(Room).index(self)]}")


_FRENCH_DIGITS = "&É\"'("
"""What the keys 1 to 5 of a French keyboard (AZERTY) give without Shift."""
