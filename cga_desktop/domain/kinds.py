"""The closed lists of the field, each with the words that people read.

Stored as their value: a value from a newer program survives in the file and is shown as it is.
"""

from enum import StrEnum

from cga_desktop.i18n import _


class Kind(StrEnum):
    """A closed list whose members know their word."""

    @property
    def label(self) -> str:
        """The word in the user's language."""
        return self._words()[self.value]

    @classmethod
    def _words(cls) -> dict[str, str]:
        raise NotImplementedError

    @classmethod
    def label_of(cls, value: str) -> str:
        """The word for ``value``, or the value itself where this version does not know it."""
        return cls._words().get(value, value)


class ActorKind(Kind):
    """What an actor is."""

    ASSOCIATION = "association"
    LOCAL_AUTHORITY = "local_authority"
    SOCIAL_STRUCTURE = "social_structure"
    COMPANY = "company"
    SHOP = "shop"
    COLLECTIVE = "collective"
    VENUE = "venue"
    RESOURCE_PERSON = "resource_person"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {
            "association": _("association"),
            "local_authority": _("collectivité"),
            "social_structure": _("structure sociale"),
            "company": _("entreprise et ESS"),
            "shop": _("commerce"),
            "collective": _("collectif d’habitant·es"),
            "venue": _("lieu"),
            "resource_person": _("personne-ressource"),
        }


class InterviewKind(Kind):
    """Who is being listened to."""

    RESIDENT = "resident"
    ACTOR = "actor"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {"resident": _("entretien habitant·e"), "actor": _("entretien acteur")}


class InterviewStatus(Kind):
    """Whether the conversation is over."""

    IN_PROGRESS = "in_progress"
    FINISHED = "finished"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {"in_progress": _("à finir"), "finished": _("terminé")}


class AgeBand(Kind):
    """An inhabitant's age, never more precisely."""

    UNDER_18 = "moins de 18"
    FROM_18 = "18–24"
    FROM_25 = "25–34"
    FROM_35 = "35–49"
    FROM_50 = "50–64"
    FROM_65 = "65–79"
    FROM_80 = "80 et plus"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {band.value: _("{band} ans").format(band=band.value) for band in cls}


class ExcerptKind(Kind):
    """What an excerpt says."""

    NEED = "need"
    RESOURCE = "resource"
    IDEA = "idea"
    OBSTACLE = "obstacle"
    PERCEPTION = "perception"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {
            "need": _("besoin"),
            "resource": _("ressource"),
            "idea": _("idée"),
            "obstacle": _("frein"),
            "perception": _("représentation"),
        }


class RelationKind(Kind):
    """How one actor is tied to another."""

    WORKS_WITH = "works_with"
    REFERS_TO = "refers_to"
    FUNDS = "funds"
    WOULD_LIKE_TO_WORK_WITH = "would_like_to_work_with"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {
            "works_with": _("travaille avec"),
            "refers_to": _("oriente vers"),
            "funds": _("finance"),
            "would_like_to_work_with": _("aimerait travailler avec"),
        }


class Purpose(Kind):
    """What a person agrees to, one by one."""

    NOTES = "notes"
    RECORDING = "recording"
    QUOTING = "quoting"
    MAP = "map"
    RECONTACT = "recontact"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {
            "notes": _("prise de notes"),
            "recording": _("enregistrement"),
            "quoting": _("citation"),
            "map": _("présence sur la carte"),
            "recontact": _("être recontacté·e"),
        }

    @property
    def question(self) -> str:
        """What the interviewer asks aloud."""
        return {
            Purpose.NOTES: _("Êtes-vous d’accord pour que je prenne des notes ?"),
            Purpose.RECORDING: _("Êtes-vous d’accord pour que j’enregistre notre conversation ?"),
            Purpose.QUOTING: _("Pouvons-nous citer vos mots, sans votre nom ?"),
            Purpose.MAP: _("Votre contact peut-il figurer sur la carte ?"),
            Purpose.RECONTACT: _("Pouvons-nous vous recontacter ?"),
        }[self]


class ConsentForm(Kind):
    """How consent was given."""

    ORAL = "oral"
    WRITTEN = "written"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {"oral": _("à l’oral"), "written": _("par écrit")}


class Role(Kind):
    """What a contributor does in the study."""

    VOLUNTEER = "volunteer"
    LEAD = "lead"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {"volunteer": _("volontaire"), "lead": _("chargé·e de projet")}
