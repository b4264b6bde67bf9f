"""What is not in a report, and why, in sentences for whoever makes it and whoever reads it."""

from collections.abc import Iterator

from cga_desktop.domain.exports import ReportAudience
from cga_desktop.domain.records import Actor
from cga_desktop.exporting import consent_rules as rules
from cga_desktop.exporting.material import Material
from cga_desktop.exporting.report import InterviewFigures
from cga_desktop.i18n import _, ngettext


def left_out(
    material: Material, audience: ReportAudience, figures: InterviewFigures
) -> tuple[str, ...]:
    """One sentence for each thing held back; none where nothing is."""
    return (
        *_about_actors(material, audience),
        *_about_interviews(material, audience),
        *_about_figures(figures),
    )


def _about_actors(material: Material, audience: ReportAudience) -> Iterator[str]:
    if count := _unnamed(material, audience):
        yield ngettext(
            "{count} personne-ressource sans accord pour la carte.",
            "{count} personnes-ressources sans accord pour la carte.",
            count,
        ).format(count=count)
    if count := _without_contact(material, audience):
        yield ngettext(
            "{count} contact sans accord pour la carte.",
            "{count} contacts sans accord pour la carte.",
            count,
        ).format(count=count)
    if count := _kept_off_the_map(material, audience):
        yield ngettext(
            "L’emplacement de {count} personne-ressource sans accord pour la carte.",
            "L’emplacement de {count} personnes-ressources sans accord pour la carte.",
            count,
        ).format(count=count)
    if count := _unplaced(material, audience):
        yield ngettext(
            "{count} acteur sans emplacement : dans les tableaux, pas sur la carte.",
            "{count} acteurs sans emplacement : dans les tableaux, pas sur la carte.",
            count,
        ).format(count=count)


def _about_interviews(material: Material, audience: ReportAudience) -> Iterator[str]:
    if count := _unquoted(material):
        yield ngettext(
            "Les verbatims de {count} entretien sans accord de citation.",
            "Les verbatims de {count} entretiens sans accord de citation.",
            count,
        ).format(count=count)
    count = _unanswered(material, audience)
    if audience.internal and count:
        yield ngettext(
            "Les réponses de {count} entretien sans accord de prise de notes.",
            "Les réponses de {count} entretiens sans accord de prise de notes.",
            count,
        ).format(count=count)


def _about_figures(figures: InterviewFigures) -> Iterator[str]:
    if figures.hidden:
        yield _("Les effectifs de moins de {count} habitant·es, dans les décomptes.").format(
            count=rules.SMALL_CELL
        )


def _named(material: Material, audience: ReportAudience) -> list[Actor]:
    said = material.contact_consents
    return [
        one for one in material.actors if rules.may_be_named(one, said.get(one.id, ()), audience)
    ]


def _unnamed(material: Material, audience: ReportAudience) -> int:
    return len(material.actors) - len(_named(material, audience))


def _without_contact(material: Material, audience: ReportAudience) -> int:
    said = material.contact_consents
    return sum(
        bool(one.contact_name or one.contact_role or one.phone or one.email)
        and not rules.may_give_contact(said.get(one.id, ()), audience)
        for one in _named(material, audience)
    )


def _kept_off_the_map(material: Material, audience: ReportAudience) -> int:
    said = material.contact_consents
    return sum(
        one.lat is not None and not rules.may_be_placed(one, said.get(one.id, ()))
        for one in _named(material, audience)
    )


def _unplaced(material: Material, audience: ReportAudience) -> int:
    return sum(one.lat is None or one.lon is None for one in _named(material, audience))


def _unquoted(material: Material) -> int:
    with_excerpts = {one.interview_id for one in material.excerpts}
    return sum(
        one.id in with_excerpts and not rules.may_quote(material.said_about_quoting(one))
        for one in material.interviews
    )


def _unanswered(material: Material, audience: ReportAudience) -> int:
    return sum(
        any(answer.text for answer in material.answers.get(one.id, ()))
        and not rules.may_give_answers(material.interview_consents.get(one.id, ()), audience)
        for one in material.interviews
    )
