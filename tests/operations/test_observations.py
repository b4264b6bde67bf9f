import pytest

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.operations.observations import (
    add_observation,
    delete_observation,
    edit_observation,
)
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.queries import actors as queries
from cga_desktop.store.queries import study as study_queries


def draft(**fields):
    return ObservationDraft.filled(
        {"text": "Marché plein, peu de bancs.", "date": "2026-05-12T10:00+02:00", **fields}
    )


def observations(workspace):
    with workspace.database.reading() as session:
        return queries.observations(session)


def state(workspace):
    with workspace.database.reading() as session:
        return canonical_state(session)


def test_an_observation_is_dated_located_and_signed(workspace):
    outcome = add_observation(workspace, draft=draft(lat=48.9, lon=2.48), contributor="Awa")
    assert outcome.changes == Changes.OBSERVATIONS
    (kept,) = observations(workspace)
    assert kept == outcome.value
    assert (kept.lat, kept.lon) == (48.9, 2.48)
    with workspace.database.reading() as session:
        (awa,) = study_queries.contributors(session)
    assert (awa.name, awa.id) == ("Awa", kept.contributor_id)


def test_an_observation_may_be_unsigned_or_signed_by_somebody_known(workspace):
    assert add_observation(workspace, draft=draft()).value.contributor_id is None
    awa = add_observation(workspace, draft=draft(), contributor="Awa").value.contributor_id
    assert add_observation(workspace, draft=draft(contributor_id=awa)).value.contributor_id == awa


def test_the_latest_is_listed_first_whatever_its_offset(workspace):
    for date in ("2026-05-12T13:00+00:00", "2026-05-12T14:59+02:00", "2026-05-12T15:01+02:00"):
        add_observation(workspace, draft=draft(date=date))
    assert [one.date[11:16] for one in observations(workspace)] == ["15:01", "13:00", "14:59"]


def test_editing_changes_the_given_fields_only_and_to_the_same_nothing(workspace):
    made = add_observation(workspace, draft=draft()).value
    changes = {"text": "Marché\0 vide.", "date": "20260513"}
    outcome = edit_observation(workspace, observation_id=made.id, changes=changes)
    assert outcome.changes == Changes.OBSERVATIONS
    (kept,) = observations(workspace)
    assert (kept.text, kept.date) == ("Marché vide.", "2026-05-13")
    again = edit_observation(workspace, observation_id=made.id, changes=changes)
    assert again.changes == Changes.NONE
    assert again.value.updated_at == kept.updated_at


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"date": "hier"}, BadValue),
        ({"lat": 48.9}, BadValue),
        ({"lat": "nan", "lon": 2}, BadValue),
        ({"photo": "x"}, BadValue),
        ({"contributor_id": "personne"}, NotFound),
        ({"contributor_id": "\udcff?"}, NotFound),
    ],
)
def test_what_cannot_be_kept_changes_nothing(workspace, changes, refusal):
    made = add_observation(workspace, draft=draft()).value
    before = state(workspace)
    with pytest.raises(refusal):
        edit_observation(workspace, observation_id=made.id, changes={"text": "…", **changes})
    assert state(workspace) == before


def test_half_a_point_or_an_unknown_author_makes_no_observation(workspace):
    before = state(workspace)
    with pytest.raises(BadValue, match="donnez les deux"):
        add_observation(workspace, draft=draft(lat=48.9), contributor="Awa")
    with pytest.raises(NotFound):
        add_observation(workspace, draft=draft(contributor_id="personne"), contributor="Awa")
    assert state(workspace) == before


@pytest.mark.parametrize("nowhere", ["", "nulle part", "\udcff"])
def test_an_observation_that_is_not_there_is_said_not_to_be(workspace, nowhere):
    with pytest.raises(NotFound, match="Aucune observation"):
        edit_observation(workspace, observation_id=nowhere, changes={})


def test_an_observation_can_be_removed_and_no_other_goes_with_it(workspace):
    gone, kept = (add_observation(workspace, draft=draft()).value for _one in range(2))
    outcome = delete_observation(workspace, observation_id=gone.id)
    assert outcome.changes == Changes.OBSERVATIONS
    assert [one.id for one in observations(workspace)] == [kept.id]
    with pytest.raises(NotFound):
        delete_observation(workspace, observation_id=gone.id)
