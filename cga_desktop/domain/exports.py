"""What can leave a study: for whom, in which form, on which paper; and what was written."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cga_desktop.i18n import _


class ReportAudience(StrEnum):
    """For whom a report is made; it decides what of people may be in it."""

    PUBLIC = "public"
    PARTNERS = "partners"
    TEAM = "team"
    NAMED = "named"

    @property
    def internal(self) -> bool:
        """Whether it stays within the team, and so may hold what consent keeps from others."""
        return self in {ReportAudience.TEAM, ReportAudience.NAMED}

    @property
    def label(self) -> str:
        """The word to choose it by."""
        return {
            ReportAudience.PUBLIC: _("Public"),
            ReportAudience.PARTNERS: _("Partenaires"),
            ReportAudience.TEAM: _("Équipe"),
            ReportAudience.NAMED: _("Nominatif"),
        }[self]

    @property
    def explanation(self) -> str:
        """What such a report holds, and what consent keeps out of it."""
        return {
            ReportAudience.PUBLIC: _(
                "À afficher, publier, restituer. Contacts et personnes-ressources seulement avec "
                "leur accord pour la carte, verbatims avec un accord de citation et sans "
                "pseudonyme, petits effectifs masqués."
            ),
            ReportAudience.PARTNERS: _(
                "Pour la mairie, le CCAS, les associations : les mêmes règles que pour le public."
            ),
            ReportAudience.TEAM: _(
                "Pour travailler entre vous, à ne pas diffuser : tous les contacts, vos notes sur "
                "les acteurs, les réponses de qui accepte la prise de notes. Les verbatims "
                "demandent toujours un accord de citation."
            ),
            ReportAudience.NAMED: _(
                "Liste nominative, par exemple pour recontacter, à ne pas diffuser : le même "
                "contenu que pour l’équipe."
            ),
        }[self]


class ReportFormat(StrEnum):
    """One kind of file; each makes exactly one."""

    HTML = "html"
    PDF = "pdf"
    CSV = "csv"
    GEOJSON = "geojson"
    OBSERVATIONS = "csv-observations"
    EXCERPTS = "csv-verbatims"
    INTERVIEWS = "csv-interviews"

    @property
    def suffix(self) -> str:
        """How its file's name ends, with the dot."""
        return f".{self.value.partition('-')[0]}"

    @property
    def word(self) -> str:
        """What its file holds, in the file's name."""
        return {
            ReportFormat.HTML: _("carte"),
            ReportFormat.PDF: _("carte"),
            ReportFormat.CSV: _("acteurs"),
            ReportFormat.GEOJSON: _("couche"),
            ReportFormat.OBSERVATIONS: _("observations"),
            ReportFormat.EXCERPTS: _("verbatims"),
            ReportFormat.INTERVIEWS: _("entretiens"),
        }[self]

    @property
    def label(self) -> str:
        """The words to choose it by."""
        return {
            ReportFormat.HTML: _("Carte interactive (HTML)"),
            ReportFormat.PDF: _("Carte à imprimer (PDF)"),
            ReportFormat.CSV: _("Tableau des acteurs (CSV)"),
            ReportFormat.GEOJSON: _("Couche QGIS (GeoJSON)"),
            ReportFormat.OBSERVATIONS: _("Tableau des observations (CSV)"),
            ReportFormat.EXCERPTS: _("Tableau des verbatims (CSV)"),
            ReportFormat.INTERVIEWS: _("Tableau des entretiens (CSV)"),
        }[self]

    @property
    def explanation(self) -> str:
        """What to do with such a file."""
        return {
            ReportFormat.HTML: _("Un seul fichier, qui s’ouvre sans réseau dans tout navigateur."),
            ReportFormat.PDF: _("Avec légende, échelle, sources et liste des acteurs."),
            ReportFormat.CSV: _("S’ouvre dans un tableur."),
            ReportFormat.GEOJSON: _("Pour un logiciel de cartographie."),
            ReportFormat.OBSERVATIONS: _("Date, lieu et texte de chaque observation."),
            ReportFormat.EXCERPTS: _("Besoins, ressources, idées, freins et représentations."),
            ReportFormat.INTERVIEWS: _("Effectifs ; pour l’équipe, les réponses."),
        }[self]


class Paper(StrEnum):
    """A size of paper."""

    A4 = "A4"
    A3 = "A3"

    @property
    def sides(self) -> tuple[float, float]:
        """Its short and long side in millimetres (ISO 216)."""
        return {Paper.A4: (210.0, 297.0), Paper.A3: (297.0, 420.0)}[self]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file that an export made."""

    format: ReportFormat
    path: Path
    bytes: int
