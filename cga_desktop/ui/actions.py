"""What can be done from the keyboard: each action declared once with its words and its keys.

Buttons, menus and the sheet of shortcuts (F1) derive from this declaration.
"""

from enum import Enum
from typing import NamedTuple

from cga_desktop.i18n import _
from cga_desktop.ui.keys import readable_keys


class Words(NamedTuple):
    """What an action is called and does; ``also`` are keys that are not shown."""

    text: str
    icon: str
    keys: str
    where: str
    also: tuple[str, ...] = ()


class Action(Enum):
    """One thing that can be done."""

    NEW_RESIDENT_INTERVIEW = "new_resident_interview"
    NEW_ACTOR_INTERVIEW = "new_actor_interview"
    NEW_ACTOR = "new_actor"
    NEW_OBSERVATION = "new_observation"
    NEXT_QUESTION = "next_question"
    PREVIOUS_QUESTION = "previous_question"
    FINISH_INTERVIEW = "finish_interview"
    SEARCH = "search"
    FIND = "find"
    UNDO = "undo"
    REDO = "redo"
    HISTORY = "history"
    AS_OF = "as_of"
    LARGER_TEXT = "larger_text"
    SMALLER_TEXT = "smaller_text"
    LIGHT_OR_DARK = "light_or_dark"
    LOCK = "lock"
    CHANGE_STUDY = "change_study"
    SHORTCUTS = "shortcuts"
    QUIT = "quit"

    @property
    def words(self) -> Words:
        """Its text, icon, keys and place."""
        return _declared()[self]

    @property
    def tip(self) -> str:
        """The tooltip: what it does and its keys."""
        return f"{self.words.text} ({readable_keys(self.words.keys)})"


def _declared() -> dict[Action, Words]:
    anywhere, interview, lists = _("Partout"), _("Pendant un entretien"), _("Listes et carte")
    return {
        Action.NEW_RESIDENT_INTERVIEW: Words(
            _("Nouvel entretien habitant·e"), "chat-circle-text", "Ctrl+N", anywhere
        ),
        Action.NEW_ACTOR_INTERVIEW: Words(
            _("Nouvel entretien acteur"), "buildings", "Ctrl+Shift+N", anywhere
        ),
        Action.NEW_ACTOR: Words(_("Nouvel acteur"), "user-plus", "Ctrl+Shift+A", anywhere),
        Action.NEW_OBSERVATION: Words(_("Nouvelle observation"), "eye", "Ctrl+Shift+O", anywhere),
        Action.NEXT_QUESTION: Words(_("Question suivante"), "arrow-down", "Ctrl+Return", interview),
        Action.PREVIOUS_QUESTION: Words(
            _("Question précédente"), "arrow-up", "Ctrl+Shift+Return", interview
        ),
        Action.FINISH_INTERVIEW: Words(
            _("Terminer l’entretien"), "check", "Ctrl+Shift+T", interview
        ),
        Action.SEARCH: Words(_("Chercher dans la liste"), "magnifying-glass", "Ctrl+F", lists),
        Action.FIND: Words(_("Chercher partout"), "magnifying-glass", "Ctrl+K", anywhere),
        Action.UNDO: Words(_("Annuler"), "arrow-u-up-left", "Ctrl+Z", anywhere),
        Action.REDO: Words(
            _("Rétablir"), "arrow-u-up-right", "Ctrl+Shift+Z", anywhere, also=("Ctrl+Y",)
        ),
        Action.HISTORY: Words(
            _("Historique de la fiche"), "clock-counter-clockwise", "Ctrl+H", anywhere
        ),
        Action.AS_OF: Words(
            _("Voir l’étude telle qu’elle était"), "calendar-blank", "Ctrl+Shift+H", anywhere
        ),
        Action.LARGER_TEXT: Words(
            _("Agrandir le texte"), "text-aa", "Ctrl++", anywhere, also=("Ctrl+=",)
        ),
        Action.SMALLER_TEXT: Words(_("Réduire le texte"), "text-aa", "Ctrl+-", anywhere),
        Action.LIGHT_OR_DARK: Words(
            _("Passer du clair au sombre"), "moon", "Ctrl+Shift+L", anywhere
        ),
        Action.LOCK: Words(_("Verrouiller maintenant"), "lock", "Ctrl+L", anywhere),
        Action.CHANGE_STUDY: Words(_("Changer d’étude"), "folder-open", "Ctrl+O", anywhere),
        Action.SHORTCUTS: Words(_("Voir les raccourcis"), "keyboard", "F1", anywhere),
        Action.QUIT: Words(_("Quitter"), "sign-out", "Ctrl+Q", anywhere),
    }
