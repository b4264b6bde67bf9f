"""What merging two actors gives, in words: value by value, and what moves."""

from collections.abc import Sequence
from typing import NamedTuple

from cga_desktop.domain.kinds import ActorKind, Purpose
from cga_desktop.domain.merging import Contact
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.merging import LIKELY, Candidate, MergePreview
from cga_desktop.ui.actors.rows import actor_row
from cga_desktop.ui.widgets.rows import Row

_LONGEST = 400
_NEAR_KM = 1000.0


class Line(NamedTuple):
    """One value: what it is, what each card says, and what is kept."""

    word: str
    kept: str
    taken: str
    after: str


def candidate_row(candidate: Candidate) -> Row:
    """One actor to merge with: how far away it is, and whether it is probably the same."""
    row = actor_row(candidate.actor)
    away = _away(candidate.metres)
    return Row(
        id=row.id,
        title=row.title,
        subtitle=f"{row.subtitle} · {away}" if away else row.subtitle,
        mark=_("sans doute la même") if candidate.likeness >= LIKELY else "",
        picture=row.picture,
    )


def _away(metres: float | None) -> str:
    if metres is None or metres > _NEAR_KM:
        return ""
    return _("à {count} m").format(count=round(metres))


def lines_of(preview: MergePreview) -> Sequence[Line]:
    """Every value that one of the two cards has, where they differ or the result does."""
    after = preview.kept.model_copy(update=dict(preview.fields))
    lines = [
        Line(word, *(_cut(_value(one, name)) for one in (preview.kept, preview.taken, after)))
        for name, word in _words().items()
    ]
    return [one for one in lines if len({one.kept, one.taken, one.after}) > 1]


def _words() -> dict[str, str]:
    return {
        "name": _("Nom"),
        "kind": _("Type d’acteur"),
        "address": _("Adresse"),
        "precision": _("Place sur la carte"),
        "description": _("Ce que fait cet acteur"),
        "opening_hours": _("Horaires"),
        "website": _("Site"),
        "contact_name": _("Nom du contact"),
        "contact_role": _("Fonction"),
        "phone": _("Téléphone"),
        "email": _("Courriel"),
        "audiences": _("Publics"),
        "themes": _("Thèmes"),
        "notes": _("Notes"),
    }


def _value(actor: Actor, name: str) -> str:
    match name:
        case "kind":
            return ActorKind.label_of(actor.kind)
        case "address":
            return f"{actor.address} {actor.postcode}".strip()
        case "precision":
            return _place(actor)
        case _:
            return str(getattr(actor, name)).strip()


def _place(actor: Actor) -> str:
    if actor.lat is None:
        return ""
    return _("épingle posée à la main") if actor.placed_by_hand else _precision(actor)


def _precision(actor: Actor) -> str:
    return Precision.label_of(actor.precision) if actor.precision else _("placé")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


def moves(preview: MergePreview) -> Sequence[str]:
    """Sentences about interviews, ties and agreements."""
    said: list[str] = []
    if preview.interviews:
        said.append(
            ngettext(
                "{count} entretien passe sur la fiche gardée.",
                "{count} entretiens passent sur la fiche gardée.",
                preview.interviews,
            ).format(count=preview.interviews)
        )
    if preview.ties:
        said.append(
            ngettext(
                "{count} lien passe sur la fiche gardée.",
                "{count} liens passent sur la fiche gardée.",
                preview.ties,
            ).format(count=preview.ties)
        )
    if preview.ties_gone:
        said.append(
            ngettext(
                "{count} lien disparaît : entre ces deux fiches, ou en double.",
                "{count} liens disparaissent : entre ces deux fiches, ou en double.",
                preview.ties_gone,
            ).format(count=preview.ties_gone)
        )
    said += [_agreement(preview, purpose) for purpose in preview.agreed]
    return [one for one in said if one]


def _agreement(preview: MergePreview, purpose: str) -> str:
    after, before = preview.agreed[purpose], preview.before[purpose]
    label = Purpose.label_of(purpose)
    if after is True:
        return _("Accord, {purpose} : oui.").format(purpose=label)
    if after is False:
        return _("Accord, {purpose} : non. La réponse la plus stricte l’emporte.").format(
            purpose=label
        )
    if before or preview.contact in (Contact.MIXED, Contact.OTHER, Contact.TAKEN):
        return _("Accord, {purpose} : à demander à la personne à contacter.").format(purpose=label)
    return ""
