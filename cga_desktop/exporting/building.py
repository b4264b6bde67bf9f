"""From the rows of a study to the report one kind of reader may have."""

import re
from collections import Counter
from collections.abc import Iterable

from cga_desktop.domain.exports import ReportAudience
from cga_desktop.domain.kinds import AgeBand, InterviewKind
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor, Interview, Observation
from cga_desktop.exporting import consent_rules as rules
from cga_desktop.exporting.left_out import left_out
from cga_desktop.exporting.material import Material
from cga_desktop.exporting.report import (
    Cell,
    Contact,
    InterviewFigures,
    Report,
    ReportActor,
    ReportExcerpt,
    ReportInterview,
    ReportObservation,
    about_places,
)
from cga_desktop.i18n import _

_BETWEEN_KEYS = re.compile(r"\s*[;,|]\s*")


def build_report(material: Material, audience: ReportAudience) -> Report:
    """The report of a study for ``audience``: what may leave, and sentences about what may not."""
    figures = _figures(material.interviews, audience)
    return Report(
        title=about_places([one.name for one in material.territories]) or material.study,
        study=material.study,
        audience=audience,
        made_at=material.made_at,
        program=material.program,
        territories=material.territories,
        actors=tuple(
            _actor(one, material, audience)
            for one in material.actors
            if rules.may_be_named(one, material.contact_consents.get(one.id, ()), audience)
        ),
        observations=tuple(_observation(one, material, audience) for one in material.observations),
        figures=figures,
        interviews=_interviews(material, audience) if audience.internal else (),
        excerpts=_excerpts(material, audience),
        sources=material.sources,
        left_out=left_out(material, audience, figures),
    )


def _point(lat: float | None, lon: float | None) -> Point | None:
    return None if lat is None or lon is None else Point(lat, lon)


def _words(keys: str, vocabulary: Material) -> tuple[str, ...]:
    found = [key for key in _BETWEEN_KEYS.split(keys.strip()) if key]
    return tuple(vocabulary.vocabulary.get(key, key) for key in found)


def _actor(actor: Actor, material: Material, audience: ReportAudience) -> ReportActor:
    consents = material.contact_consents.get(actor.id, ())
    placed = rules.may_be_placed(actor, consents)
    point = _point(actor.lat, actor.lon) if placed else None
    return ReportActor(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        description=actor.description,
        address=actor.address,
        postcode=actor.postcode,
        citycode=actor.citycode,
        point=point,
        precision=actor.precision if point else "",
        radius_m=actor.radius_m if point else None,
        website=actor.website,
        opening_hours=actor.opening_hours,
        audiences=_words(actor.audiences, material),
        themes=_words(actor.themes, material),
        contact=_contact(actor) if rules.may_give_contact(consents, audience) else None,
        notes=actor.notes if rules.may_give_working_notes(audience) else "",
    )


def _contact(actor: Actor) -> Contact | None:
    contact = Contact(actor.contact_name, actor.contact_role, actor.phone, actor.email)
    return contact if contact.lines else None


def _observation(
    observation: Observation, material: Material, audience: ReportAudience
) -> ReportObservation:
    author = material.contributors.get(observation.contributor_id or "", "")
    return ReportObservation(
        id=observation.id,
        text=observation.text,
        date=observation.date,
        address=observation.address,
        point=_point(observation.lat, observation.lon),
        author=author if rules.may_give_working_notes(audience) else "",
    )


def _figures(interviews: Iterable[Interview], audience: ReportAudience) -> InterviewFigures:
    rows = list(interviews)
    residents = [one for one in rows if one.kind == InterviewKind.RESIDENT]
    few = bool(rules.hidden_cells([len(residents)], audience)) and bool(residents)
    if few:
        return InterviewFigures(None, len(rows) - len(residents))
    ages = Counter(one.age_band for one in residents)
    places = Counter(one.neighbourhood.strip() for one in residents)
    order = {band.value: position for position, band in enumerate(AgeBand)}
    return InterviewFigures(
        residents=len(residents),
        actors=len(rows) - len(residents),
        by_neighbourhood=_cells(sorted(places.items()), audience),
        by_age=_cells(
            [
                (AgeBand.label_of(band), count)
                for band, count in sorted(ages.items(), key=lambda one: order.get(one[0], 99))
            ],
            audience,
        ),
    )


def _cells(counts: list[tuple[str, int]], audience: ReportAudience) -> tuple[Cell, ...]:
    """The counts that may be seen, and one cell for all others.

    A hidden cell's word is hidden too: a neighbourhood is typed, and may say whose home it is.
    """
    hidden = rules.hidden_cells([count for _label, count in counts], audience)
    seen = tuple(
        Cell(label or _("non précisé"), count)
        for position, (label, count) in enumerate(counts)
        if position not in hidden
    )
    return (*seen, Cell(_("autres"), None)) if hidden else seen


def _interviews(material: Material, audience: ReportAudience) -> tuple[ReportInterview, ...]:
    names = {one.id: one.name for one in material.actors}
    return tuple(
        ReportInterview(
            kind=one.kind,
            who=one.pseudonym or names.get(one.actor_id or "", ""),
            date=one.date,
            neighbourhood=one.neighbourhood,
            age_band=one.age_band,
            answers=_answers(one, material, audience),
        )
        for one in material.interviews
    )


def _answers(
    interview: Interview, material: Material, audience: ReportAudience
) -> tuple[tuple[str, str], ...]:
    consents = material.interview_consents.get(interview.id, ())
    if not rules.may_give_answers(consents, audience):
        return ()
    answers = material.answers.get(interview.id, ())
    return tuple((one.wording, one.text) for one in answers if one.text)


def _excerpts(material: Material, audience: ReportAudience) -> tuple[ReportExcerpt, ...]:
    interviews = material.interviews
    quotable = {
        one.id: one for one in interviews if rules.may_quote(material.said_about_quoting(one))
    }
    return tuple(
        ReportExcerpt(
            kind=one.kind,
            text=one.text,
            theme=material.themes.get(one.theme_id or "", ""),
            interview_kind=quotable[one.interview_id].kind,
            pseudonym=quotable[one.interview_id].pseudonym if audience.internal else "",
        )
        for one in material.excerpts
        if one.interview_id in quotable
    )
