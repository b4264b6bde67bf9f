"""Small studies to export, written out by hand."""

from cga_desktop.domain.records import Actor, Answer, Consent, Excerpt, Interview, Observation
from cga_desktop.domain.territories import Source
from cga_desktop.exporting.material import Material
from cga_desktop.exporting.report import ReportTerritory

SQUARE = ReportTerritory(
    "93010",
    "Bondy",
    (((2.47, 48.89), (2.50, 48.89), (2.50, 48.92), (2.47, 48.92), (2.47, 48.89)),),
)
"""A commune of some two by three kilometres."""
BAN = Source(what="rues", name="Base Adresse Nationale", licence="Licence Ouverte 2.0", date="2022")


def consent(
    purpose: str,
    granted: bool | None,
    *,
    actor: str | None = None,
    interview: str | None = None,
    withdrawn: bool = False,
) -> Consent:
    """What somebody said."""
    return Consent(
        purpose=purpose,
        granted=granted,
        actor_id=actor,
        interview_id=interview,
        withdrawn_at="2026-06-01T10:00:00.000+00:00" if withdrawn else None,
    )


def actor(id_: str, **fields: object) -> Actor:
    """An actor in Bondy, named after its id unless said otherwise."""
    return Actor(**{"id": id_, "name": f"Acteur {id_}", "lat": 48.9, "lon": 2.48} | fields)


def interview(id_: str, **fields: object) -> Interview:
    """An inhabitant's interview."""
    common: dict[str, object] = {
        "id": id_,
        "kind": "resident",
        "guide_id": "guide",
        "date": "2026-05-12T15:30+02:00",
        "pseudonym": f"H-{id_}",
    }
    return Interview(**common | fields)


def small_study() -> Material:
    """Three actors, an observation, three conversations: something of everything."""
    return Material(
        study="Bondy 2026",
        made_at="2026-11-22T12:00:00.000+00:00",
        program="0.1.0",
        territories=(SQUARE,),
        sources=(BAN,),
        actors=[
            actor(
                "a1",
                name="Les Mains du canal",
                description="Atelier de réparation ; on répare ensemble.",
                address="132 avenue Galliéni",
                postcode="93140",
                citycode="93010",
                lat=48.906147,
                lon=2.483308,
                precision="number",
                contact_name="Leïla B.",
                contact_role="présidente",
                phone="+33 1 99 00 10 41",
                email="mains@exemple.fr",
                website="https://example.org/mains",
                opening_hours="samedi, 14 h – 18 h",
                themes="equipement-et-alimentation, numerique",
                audiences="tout-public",
                notes="Cherche un local.",
            ),
            actor(
                "a2",
                name='=HYPERLINK("http://exemple.invalid")',
                kind="shop",
                lat=None,
                lon=None,
                contact_name="Yolande P.",
            ),
            actor("a3", name="Monsieur Z.", kind="resource_person", address="3 rue Fremin"),
        ],
        contact_consents={
            "a1": [consent("map", True, actor="a1")],
            "a2": [consent("map", False, actor="a2")],
        },
        observations=[
            Observation(
                id="o1",
                text="Marché du samedi :\nbeaucoup de conversations.",
                date="2026-05-02",
                lat=48.9004,
                lon=2.4835,
                address="40 avenue Carnot",
                contributor_id="awa",
            )
        ],
        contributors={"awa": "Awa"},
        interviews=[
            interview("i1", neighbourhood="La Noue", age_band="25–34"),
            interview("i2", neighbourhood="La Noue", age_band="65–79"),
            interview("i3", kind="actor", actor_id="a1", pseudonym=""),
        ],
        answers={
            "i1": [
                Answer(interview_id="i1", question_id="q", wording="Qui aide ?", text="Ma voisine")
            ],
            "i2": [
                Answer(interview_id="i2", question_id="q", wording="Qui aide ?", text="Personne")
            ],
        },
        interview_consents={
            "i1": [
                consent("notes", True, interview="i1"),
                consent("quoting", True, interview="i1"),
            ],
            "i2": [consent("quoting", True, interview="i2", withdrawn=True)],
        },
        excerpts=[
            Excerpt(
                interview_id="i1",
                kind="resource",
                text="Ma voisine garde les petits.",
                theme_id="t",
            ),
            Excerpt(interview_id="i2", kind="need", text="Personne ne vient.", theme_id="t"),
        ],
        themes={"t": "Famille"},
        vocabulary={
            "equipement-et-alimentation": "Équipement et alimentation",
            "numerique": "Numérique",
            "tout-public": "Tout public",
        },
    )
