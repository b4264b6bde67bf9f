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
        """Ctrl and its place on the rail."""
        return f"Ctrl+{list(Room).index(self) + 1}"
