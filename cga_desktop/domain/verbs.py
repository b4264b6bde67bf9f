"""What a user did, in one word: each action of the log carries its verb."""

from cga_desktop.domain.kinds import Kind
from cga_desktop.i18n import _


class Verb(Kind):
    """One kind of user action; its word completes « Annuler : … »."""

    CHANGE = "change"
    CREATE_STUDY = "create_study"
    OPEN_OLDER_STUDY = "open_older_study"
    FILL_DEMONSTRATION = "fill_demonstration"
    ADD_ACTOR = "add_actor"
    EDIT_ACTOR = "edit_actor"
    DELETE_ACTOR = "delete_actor"
    MERGE_ACTORS = "merge_actors"
    IMPORT_ACTORS = "import_actors"
    START_INTERVIEW = "start_interview"
    EDIT_INTERVIEW = "edit_interview"
    DELETE_INTERVIEW = "delete_interview"
    SAY_CONSENT = "say_consent"
    ADD_OBSERVATION = "add_observation"
    EDIT_OBSERVATION = "edit_observation"
    DELETE_OBSERVATION = "delete_observation"
    ADD_MEDIA = "add_media"
    DELETE_MEDIA = "delete_media"
    GO_BACK = "go_back"
    UNDO = "undo"
    REDO = "redo"
    ERASE = "erase"
    RECOVER = "recover"
    REPAIR = "repair"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {
            "change": _("modification"),
            "create_study": _("création de l’étude"),
            "open_older_study": _("reprise d’une étude plus ancienne"),
            "fill_demonstration": _("étude de démonstration"),
            "add_actor": _("ajout d’un acteur"),
            "edit_actor": _("modification d’un acteur"),
            "delete_actor": _("suppression d’un acteur"),
            "merge_actors": _("fusion de deux acteurs"),
            "import_actors": _("import d’acteurs"),
            "start_interview": _("début d’un entretien"),
            "edit_interview": _("modification d’un entretien"),
            "delete_interview": _("suppression d’un entretien"),
            "say_consent": _("consentement"),
            "add_observation": _("ajout d’une observation"),
            "edit_observation": _("modification d’une observation"),
            "delete_observation": _("suppression d’une observation"),
            "add_media": _("ajout d’une pièce jointe"),
            "delete_media": _("suppression d’une pièce jointe"),
            "go_back": _("retour à une version"),
            "undo": _("annulation"),
            "redo": _("rétablissement"),
            "erase": _("effacement définitif"),
            "recover": _("reprise de ce qui n’avait pas été enregistré"),
            "repair": _("réparation de l’étude"),
        }

    @property
    def undoable(self) -> bool:
        """Whether a user can take it back: not the making of the study, nor an erasure."""
        return self not in _FINAL

    @property
    def goes_on(self) -> bool:
        """Whether saving again soon after is the same action: typing is one, not a hundred."""
        return self in _GOES_ON


_FINAL = frozenset(
    {Verb.CREATE_STUDY, Verb.OPEN_OLDER_STUDY, Verb.FILL_DEMONSTRATION, Verb.ERASE}
    | {Verb.UNDO, Verb.REDO, Verb.REPAIR}
)
_GOES_ON = frozenset({Verb.EDIT_ACTOR, Verb.EDIT_INTERVIEW, Verb.EDIT_OBSERVATION})
