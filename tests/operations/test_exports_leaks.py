"""Whatever a study holds and whoever agreed to what: nothing leaves that consent keeps in.

What may leave is worked out here again, in the plainest way, from the same made-up rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cga_desktop.domain.exports import Paper, ReportAudience, ReportFormat
from cga_desktop.domain.kinds import ActorKind, Purpose
from cga_desktop.domain.records import Actor, Answer, Consent, Excerpt, Interview, Observation
from cga_desktop.exporting.building import build_report
from cga_desktop.exporting.geojson import geojson
from cga_desktop.exporting.material import Material
from cga_desktop.exporting.report import Report
from cga_desktop.exporting.sheet.compose import compose
from cga_desktop.exporting.sheet.ground import Ground
from cga_desktop.exporting.tables import table
from cga_desktop.mapping.plan import Plan
from cga_desktop.mapping.standalone import standalone_page
from cga_desktop.operations.report_views import report_page
from tests.exporting.sheet.conftest import plain_width
from tests.exporting.sheet.shapes_of import tagged, text
from tests.exporting.studies import SQUARE

TABLES = (
    ReportFormat.CSV,
    ReportFormat.OBSERVATIONS,
    ReportFormat.EXCERPTS,
    ReportFormat.INTERVIEWS,
)
SAID = st.lists(
    st.builds(
        lambda purpose, granted, withdrawn: (purpose, granted, withdrawn),
        st.sampled_from([*Purpose]),
        st.sampled_from([True, True, False, None]),
        st.booleans(),
    ),
    max_size=5,
)
CONTACT = ("contact_name", "contact_role", "phone", "email")
PUBLIC_FIELDS = ("name", "description", "address", "website", "opening_hours")


def consents(said: list[tuple[Purpose, bool | None, bool]], **about: str) -> list[Consent]:
    return [
        Consent(
            purpose=purpose.value,
            granted=granted,
            withdrawn_at="2026-06-01T00:00:00+00:00" if withdrawn else None,
            **about,
        )
        for purpose, granted, withdrawn in said
    ]


def yes(rows: Iterable[Consent], purpose: Purpose) -> bool:
    """Somebody said yes, and nobody said no or took it back."""
    about = [one for one in rows if one.purpose == purpose.value and one.granted is not None]
    return about != [] and not any(one.granted is False or one.withdrawn_at for one in about)


@dataclass
class Study:
    """Made-up rows, every text of which is a word found nowhere else."""

    actors: list[Actor] = field(default_factory=list)
    interviews: list[Interview] = field(default_factory=list)
    excerpts: list[Excerpt] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    of_actor: dict[str, list[Consent]] = field(default_factory=dict)
    of_interview: dict[str, list[Consent]] = field(default_factory=dict)
    observation: Observation | None = None

    def material(self) -> Material:
        return Material(
            study="Étude",
            made_at="2026-11-22T12:00:00.000+00:00",
            territories=(SQUARE,),
            actors=self.actors,
            contact_consents=self.of_actor,
            observations=[self.observation] if self.observation else [],
            contributors={"c": "zqauthorzq"},
            interviews=self.interviews,
            answers=self.answers,
            interview_consents=self.of_interview,
            excerpts=self.excerpts,
        )

    def kept_from(self, audience: ReportAudience) -> Iterator[str]:
        """Every word that this reader must not find."""
        inside = audience in {ReportAudience.TEAM, ReportAudience.NAMED}
        for actor in self.actors:
            yield from self._kept_of_actor(actor, inside)
        for one in self.interviews:
            yield from self._kept_of_interview(one, inside)
        if not inside:
            yield "zqauthorzq"

    def _kept_of_actor(self, actor: Actor, inside: bool) -> Iterator[str]:
        agreed = yes(self.of_actor[actor.id], Purpose.MAP)
        person = actor.kind == "resource_person"
        if person and not agreed:
            yield f"{actor.lat}"
        if inside:
            return
        yield actor.notes
        hidden = (*CONTACT, *(PUBLIC_FIELDS if person else ())) if not agreed else ()
        yield from (getattr(actor, name) for name in hidden)

    def _kept_of_interview(self, one: Interview, inside: bool) -> Iterator[str]:
        yield one.notes
        yield one.place
        said = self.of_interview[one.id]
        if not inside:
            yield one.pseudonym
        if not inside or not yes(said, Purpose.NOTES):
            yield from (answer.text for answer in self.answers[one.id])
        if not yes(said, Purpose.QUOTING):
            yield from (excerpt.text for excerpt in self.excerpts if excerpt.interview_id == one.id)

    def given_to(self, audience: ReportAudience) -> Iterator[str]:
        """Some words that this reader must find."""
        for actor in self.actors:
            if actor.kind != "resource_person" or yes(self.of_actor[actor.id], Purpose.MAP):
                yield actor.name
        for excerpt in self.excerpts:
            if yes(self.of_interview[excerpt.interview_id], Purpose.QUOTING):
                yield excerpt.text
        if audience is ReportAudience.NAMED:
            yield from (actor.email for actor in self.actors)


def word(what: str, number: int) -> str:
    return f"zq{what.replace('_', '')}{number}zq"


@st.composite
def studies(draw: st.DrawFn) -> Study:
    study = Study()
    for number in range(draw(st.integers(0, 4))):
        id_ = f"actor{number}"
        texts = {name: word(name, number) for name in (*CONTACT, *PUBLIC_FIELDS, "notes")}
        kind = draw(st.sampled_from([ActorKind.SHOP, ActorKind.RESOURCE_PERSON]))
        lat = 48.90 + number * 0.001 + 0.000123
        study.actors.append(Actor(id=id_, kind=kind.value, lat=round(lat, 6), lon=2.48, **texts))
        study.of_actor[id_] = consents(draw(SAID), actor_id=id_)
    for number in range(draw(st.integers(0, 6))):
        _add_interview(draw, study, number)
    study.observation = Observation(
        id="o", text="zqobservationzq", date="2026-05-02", contributor_id="c", lat=48.9, lon=2.48
    )
    return study


def _add_interview(draw: st.DrawFn, study: Study, number: int) -> None:
    id_ = f"interview{number}"
    study.interviews.append(
        Interview(
            id=id_,
            kind="resident",
            guide_id="g",
            date="2026-05-12",
            pseudonym=word("pseudonym", number),
            neighbourhood="La Noue",
            notes=word("interviewnotes", number),
            place=word("place", number),
        )
    )
    study.of_interview[id_] = consents(draw(SAID), interview_id=id_)
    answer = word("answer", number)
    study.answers[id_] = [
        Answer(interview_id=id_, question_id="q", wording="Qui aide ?", text=answer)
    ]
    study.excerpts.append(Excerpt(interview_id=id_, kind="need", text=word("excerpt", number)))


def spelled(report: Report) -> dict[str, str]:
    """The report in every form, as text."""
    drawing = compose(report, Ground(), Paper.A4, plain_width)
    return {
        "geojson": geojson(report).decode(),
        "pdf": text(drawing),
        **{kind.value: table(report, kind).decode() for kind in TABLES},
    }


@pytest.mark.parametrize("audience", ReportAudience)
@given(study=studies())
def test_no_form_of_an_export_holds_what_its_reader_must_not_have(audience, study):
    forms = spelled(build_report(study.material(), audience))
    for form, content in forms.items():
        for secret in study.kept_from(audience):
            assert secret not in content, (form, secret)
    together = "\n".join(forms.values())
    for given_word in study.given_to(audience):
        assert given_word in together


@pytest.mark.parametrize("audience", [ReportAudience.PUBLIC, ReportAudience.TEAM])
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(study=studies())
def test_the_page_for_browsers_holds_no_more_than_the_rest(audience, study):
    page = standalone_page(report_page(build_report(study.material(), audience), Plan()))
    for secret in study.kept_from(audience):
        assert secret not in page, secret
    for actor in study.actors:
        shown = actor.kind == "shop" or yes(study.of_actor[actor.id], Purpose.MAP)
        assert (actor.name in page) is (shown or audience.internal)


@given(study=studies())
def test_a_person_without_consent_is_on_no_printed_map(study):
    for audience in ReportAudience:
        report = build_report(study.material(), audience)
        page = compose(report, Ground(), Paper.A4, plain_width).pages[0]
        shown = sum(
            one.kind == "shop" or yes(study.of_actor[one.id], Purpose.MAP) for one in study.actors
        )
        observations = 1
        assert len(tagged(page, "mark:")) == shown + observations
