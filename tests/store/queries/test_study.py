import pytest

from cga_desktop.domain.errors import StudyUnreadable
from cga_desktop.domain.records import Actor, Contributor, Excerpt, Observation, Theme
from cga_desktop.operations.interviews import InterviewChanges, start_interview
from cga_desktop.store import migrations
from cga_desktop.store.queries import study as queries


def add(study, *rows):
    with study.writing() as session:
        session.add_all(rows)


def test_a_study_is_counted(workspace):
    study = workspace.database
    first = start_interview(workspace, kind="resident").value
    start_interview(
        workspace, kind="actor", changes=InterviewChanges(fields={"status": "finished"})
    )
    add(
        study,
        Actor(name="sûr", lat=48.9, lon=2.4, precision="number"),
        Actor(name="à la rue", lat=48.9, lon=2.4, precision="street"),
        Actor(name="à la commune", lat=48.9, lon=2.4, precision="municipality"),
        Actor(name="nulle part"),
        Excerpt(interview_id=first.id, kind="need", text="…"),
        Observation(text="…", date="2026-05-12"),
    )
    with study.reading() as session:
        status = queries.status(session)
    assert (status.name, status.schema) == ("Bondy 2026", migrations.newest_schema())
    assert (status.actors, status.unplaced) == (4, 3)
    assert (status.interviews, status.unfinished) == (2, 1)
    assert (status.excerpts, status.observations) == (1, 1)


def test_an_empty_study_says_what_happened_to_it(study):
    with study.writing() as session:
        session.delete(queries.the_study(session))
    with study.reading() as session, pytest.raises(StudyUnreadable, match="interrompue"):
        queries.status(session)


def test_people_are_listed_by_name_accents_aside(study):
    add(study, *(Contributor(name=name) for name in ("Zoé", "Émile", "awa", "Fatou")))
    with study.reading() as session:
        assert [one.name for one in queries.contributors(session)] == [
            "awa",
            "Émile",
            "Fatou",
            "Zoé",
        ]


def test_of_two_people_of_the_same_name_the_first_is_meant(study):
    first, second = Contributor(name="Awa"), Contributor(name="AWA")
    add(study, second, first)
    with study.reading() as session:
        assert queries.contributor_named(session, "awa") == min(first, second, key=lambda x: x.id)
        assert queries.contributor_named(session, "Awa K.") is None
        assert queries.contributor_named(session, "") is None


def test_a_retired_theme_is_no_longer_proposed(study):
    add(study, Theme(key="ancien", name="Ancien thème", retired=True), Theme(key="zz", name="Zz"))
    with study.reading() as session:
        names = [one.name for one in queries.themes(session)]
    assert "Ancien thème" not in names
    assert names[-1] == "Zz"
