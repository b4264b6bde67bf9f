"""A history in the words of the interface: which field, what it said before, what it says now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cga_desktop.domain.history import FieldChange, HistoryLine
from cga_desktop.domain.kinds import (
    ActorKind,
    AgeBand,
    ConsentForm,
    ExcerptKind,
    InterviewStatus,
    RelationKind,
)
from cga_desktop.domain.moments import NARROW_SPACE, day_and_time
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _

_PLACE = frozenset({"lat", "lon", "precision", "radius_m", "citycode", "placed_by_hand"})
"""Fields that are one thing to people: where the pin is."""
_PROSE = frozenset({"notes", "description", "text", "note"})


@dataclass(frozen=True, slots=True)
class Said:
    """One change as people read it.

    Attributes:
        label: the field.
        before: what it said; "" for nothing.
        after: what it says; "" for nothing.
        prose: whether it is free text, in which single words differ.
    """

    label: str
    before: str
    after: str
    prose: bool = False


def action_words(line: HistoryLine) -> str:
    """What somebody did, with a capital: « Modification d’un acteur »."""
    words = Verb.label_of(line.verb)
    return words[:1].upper() + words[1:]


def part_words(line: HistoryLine) -> str:
    """Which part of the record the line is about; "" for the record itself."""
    parts = {
        "answer": _("Réponse à «\u00a0{title}\u00a0»"),
        "consent": _("Accord\u00a0: {title}"),
        "excerpt": _("Passage marqué\u00a0: {title}"),
        "relation": _("Lien avec un autre acteur"),
        "media": _("Pièce jointe\u00a0: {title}"),
    }
    return parts.get(line.record_kind, "").format(title=line.title)


def fate_words(line: HistoryLine) -> str:
    """What became of the record where no field says it: it was deleted or erased; else ""."""
    return {
        "delete": _("Supprimé."),
        "erase": _("Effacé définitivement\u00a0: le contenu n’est plus dans l’étude."),
        "gone": _("Effacé définitivement\u00a0: le contenu n’est plus dans l’étude."),
    }.get(line.kind, "")


def said_in(line: HistoryLine, names: Mapping[str, str]) -> list[Said]:
    """What changed, field by field; fields that mean nothing to people are left out.

    Args:
        line: one operation.
        names: names of records by id.
    """
    if fate_words(line):
        return []
    labels = _labels().get(line.record_kind, {})
    found = [_said(one, labels[one.field], names) for one in line.changes if one.field in labels]
    place = _place(line.changes)
    said = [*found, *([place] if place else [])]
    return [one for one in said if one.before != one.after]


def _said(change: FieldChange, label: str, names: Mapping[str, str]) -> Said:
    before, after = (_value(change.field, one, names) for one in (change.before, change.after))
    return Said(label, before, after, prose=change.field in _PROSE)


def _place(changes: tuple[FieldChange, ...]) -> Said | None:
    moved = {one.field: one for one in changes if one.field in _PLACE}
    if not moved.keys() & {"lat", "lon"}:
        return None
    lat, lon = moved.get("lat"), moved.get("lon")
    before = (lat.before if lat else None, lon.before if lon else None)
    after = (lat.after if lat else None, lon.after if lon else None)
    return Said(_("Place sur la carte"), _point(*before), _point(*after))


def _point(lat: object, lon: object) -> str:
    known = [one for one in (lat, lon) if isinstance(one, int | float)]
    return f"{NARROW_SPACE}; ".join(f"{one:.5f}".replace(".", ",") for one in known)


def _value(field: str, value: object, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return _("pas encore demandé") if field == "granted" else ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    spell = _SPELLINGS.get(field)
    text = str(value)
    if spell is not None:
        return spell(text)
    return names.get(text, _("fiche inconnue")) if field.endswith("_id") else text


def _kind(value: str) -> str:
    for kinds in (ActorKind, ExcerptKind, RelationKind):
        word = kinds.label_of(value)
        if word != value:
            return word
    return value


_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "kind": _kind,
    "status": InterviewStatus.label_of,
    "age_band": AgeBand.label_of,
    "form": ConsentForm.label_of,
    "date": day_and_time,
    "given_at": day_and_time,
    "withdrawn_at": day_and_time,
}


def _labels() -> dict[str, dict[str, str]]:
    """The words of each field, by kind of record."""
    return {
        "actor": _actor_labels(),
        "interview": _interview_labels(),
        "answer": {"text": _("Texte")},
        "observation": {
            "text": _("Ce que vous avez vu ou entendu"),
            "date": _("Date et heure"),
            "address": _("Adresse"),
            "contributor_id": _("Observé par"),
        },
        "consent": {
            "granted": _("Réponse"),
            "form": _("Forme"),
            "given_at": _("Donné le"),
            "withdrawn_at": _("Retiré le"),
        },
        "excerpt": {"text": _("Texte"), "kind": _("Nature"), "theme_id": _("Thème")},
        "relation": {
            "target_id": _("Avec"),
            "kind": _("Nature"),
            "strength": _("Force"),
            "note": _("Note"),
        },
        "media": {"title": _("Titre")},
    }


def _actor_labels() -> dict[str, str]:
    return {
        "name": _("Nom"),
        "kind": _("Type d’acteur"),
        "description": _("Ce que fait cet acteur"),
        "address": _("Adresse"),
        "postcode": _("Code postal"),
        "contact_name": _("Nom du contact"),
        "contact_role": _("Fonction"),
        "phone": _("Téléphone"),
        "email": _("Courriel"),
        "website": _("Site"),
        "opening_hours": _("Horaires"),
        "audiences": _("Publics"),
        "themes": _("Thèmes"),
        "notes": _("Notes"),
    }


def _interview_labels() -> dict[str, str]:
    return {
        "pseudonym": _("Pseudonyme"),
        "age_band": _("Tranche d’âge"),
        "neighbourhood": _("Quartier"),
        "actor_id": _("Acteur rencontré"),
        "contributor_id": _("Mené par"),
        "second_contributor_id": _("Avec"),
        "date": _("Date"),
        "place": _("Lieu"),
        "status": _("État"),
        "notes": _("Notes libres"),
    }
