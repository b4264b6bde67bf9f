import math
from dataclasses import replace

import pytest

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.consents import allows
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.places import Point
from cga_desktop.domain.records import Actor, Relation
from cga_desktop.operations.actors import (
    add_actor,
    delete_actor,
    edit_actor,
    edit_actor_and_place,
    put_actor_by_hand,
    set_map_consent,
)
from cga_desktop.operations.interviews import InterviewChanges, start_interview
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.queries import actors as queries
from tests.fakes import GARE, VERDUN

HERE = Point(48.9, 2.48)
PLACED = {
    "lat": VERDUN.lat,
    "lon": VERDUN.lon,
    "precision": "number",
    "radius_m": VERDUN.radius_m,
    "citycode": "93010",
    "placed_by_hand": False,
}
NOWHERE = {
    "lat": None,
    "lon": None,
    "precision": "",
    "radius_m": None,
    "citycode": "",
    "placed_by_hand": False,
}
BY_HAND = {"lat": HERE.lat, "lon": HERE.lon, "precision": "number", "placed_by_hand": True}


def where(actor, names=PLACED):
    return {name: getattr(actor, name) for name in names}


def add(workspace, **fields):
    return add_actor(workspace, draft=ActorDraft.filled({"name": "Les Jardins", **fields})).value


def kept(workspace, actor):
    with workspace.database.reading() as session:
        return queries.actor(session, actor.id)


def state(workspace):
    with workspace.database.reading() as session:
        return canonical_state(session)


@pytest.fixture
def actor(workspace):
    return add(workspace, address="12 avenue de Verdun", postcode="93140")


# --- adding


def test_an_actor_at_a_sure_address_is_placed_and_keeps_the_address_as_typed(workspace, actor):
    assert where(kept(workspace, actor)) == PLACED
    assert kept(workspace, actor).address == "12 avenue de Verdun"


def test_an_address_that_is_only_a_proposal_places_nobody(workspace):
    workspace.finder.places = [GARE]
    actor = add(workspace, address="rue de la Gare")
    assert where(kept(workspace, actor)) == NOWHERE
    assert actor.address == "rue de la Gare"


def test_the_postcode_helps_to_find_the_address(workspace):
    elsewhere = replace(VERDUN, label="12 Avenue de Verdun 93230 Romainville", citycode="93063")
    workspace.finder.places = [VERDUN, elsewhere]
    actor = add(workspace, address="12 avenue de Verdun", postcode="93230")
    assert actor.citycode == "93063"


def test_an_actor_without_an_address_asks_nothing_of_the_finder(workspace):
    assert where(add(workspace)) == NOWHERE
    assert workspace.finder.asked == []
    assert workspace.online.asked == []


def test_a_given_point_is_kept_without_asking(workspace):
    actor = add(workspace, address="12 avenue de Verdun", lat=48.9, lon=2.48)
    assert (actor.lat, actor.lon, actor.precision) == (48.9, 2.48, "number")
    assert workspace.finder.asked == []


@pytest.mark.parametrize("half", [{"lat": 48.9}, {"lon": 2.48}])
def test_half_a_point_is_refused(workspace, half):
    with pytest.raises(BadValue, match="donnez les deux"):
        add(workspace, **half)


def test_nothing_is_asked_over_the_network(workspace, actor):
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"address": "ailleurs"})
    assert workspace.online.asked == []


# --- editing


def test_only_the_given_fields_change(workspace, actor):
    outcome = edit_actor(workspace, actor_id=actor.id, changes={"phone": "01 48 00 00 00"})
    assert outcome.changes == Changes.ACTORS
    was = actor.model_dump(exclude={"phone", "updated_at"})
    assert kept(workspace, actor).model_dump(exclude={"phone", "updated_at"}) == was


def test_editing_to_the_same_changes_nothing(workspace, actor):
    before = state(workspace)
    for edit in (edit_actor, edit_actor_and_place):
        outcome = edit(workspace, actor_id=actor.id, changes=ActorDraft.of(actor).model_dump())
        assert outcome.changes == Changes.NONE
    assert state(workspace) == before


@pytest.mark.parametrize("edit", [edit_actor, edit_actor_and_place])
@pytest.mark.parametrize(
    "changes", [{"kind": "robot"}, {"lat": 91, "lon": 2}, {"siret": "1"}, {"name": ""}]
)
def test_a_value_that_does_not_fit_changes_nothing(workspace, actor, edit, changes):
    before = state(workspace)
    with pytest.raises(BadValue):
        edit(workspace, actor_id=actor.id, changes={"phone": "01", **changes})
    assert state(workspace) == before


@pytest.mark.parametrize("edit", [edit_actor, edit_actor_and_place])
@pytest.mark.parametrize("half", [{"lat": 48.9}, {"lon": None}])
def test_half_a_point_is_never_left(workspace, edit, half):
    actor = add(workspace) if half.get("lat") else add(workspace, lat=48.9, lon=2.48)
    before = state(workspace)
    with pytest.raises(BadValue, match="donnez les deux"):
        edit(workspace, actor_id=actor.id, changes=half)
    assert state(workspace) == before


@pytest.mark.parametrize("nobody", ["", "personne", "\udcff", "a\0b"])
def test_an_actor_who_is_not_there_is_said_not_to_be(workspace, nobody):
    for verb in (
        lambda: edit_actor(workspace, actor_id=nobody, changes={}),
        lambda: edit_actor_and_place(workspace, actor_id=nobody, changes={}),
        lambda: put_actor_by_hand(workspace, actor_id=nobody, point=HERE),
        lambda: set_map_consent(workspace, actor_id=nobody, granted=True),
        lambda: delete_actor(workspace, actor_id=nobody),
    ):
        with pytest.raises(NotFound, match="Aucun acteur"):
            verb()


# --- placing


def test_a_new_address_is_looked_up_again(workspace):
    actor = add(workspace, address="nulle part", lat=48.0, lon=2.0)
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"address": "12 avenue de Verdun"})
    assert where(kept(workspace, actor)) == PLACED


def test_a_new_postcode_is_looked_up_again_with_the_address(workspace, actor):
    elsewhere = replace(VERDUN, label="12 Avenue de Verdun 93230 Romainville", citycode="93063")
    workspace.finder.places = [VERDUN, elsewhere]
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"postcode": "93230"})
    assert kept(workspace, actor).citycode == "93063"


@pytest.mark.parametrize("address", ["rue inconnue", ""])
def test_an_address_that_is_nowhere_places_nobody(workspace, actor, address):
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"address": address})
    assert where(kept(workspace, actor)) == NOWHERE


def test_a_pin_put_by_hand_stays_when_other_fields_change(workspace, actor):
    put_actor_by_hand(workspace, actor_id=actor.id, point=HERE)
    same = {"address": actor.address, "postcode": actor.postcode}
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"phone": "01", **same})
    edit_actor(workspace, actor_id=actor.id, changes={"notes": "…"})
    assert where(kept(workspace, actor), BY_HAND) == BY_HAND


def test_a_pin_put_by_hand_stays_when_its_address_is_corrected_but_still_unknown(workspace):
    actor = add(workspace, address="allée nouvele")
    put_actor_by_hand(workspace, actor_id=actor.id, point=HERE)
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"address": "allée nouvelle"})
    assert where(kept(workspace, actor), BY_HAND) == BY_HAND


def test_a_pin_put_by_hand_follows_to_a_new_address_that_is_sure(workspace):
    actor = add(workspace, address="allée nouvelle")
    put_actor_by_hand(workspace, actor_id=actor.id, point=HERE)
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"address": VERDUN.label})
    assert where(kept(workspace, actor)) == PLACED


def test_a_given_point_wins_over_the_address(workspace, actor):
    changes = {"address": "12 avenue de Verdun, fond de cour", "lat": 48.9, "lon": 2.48}
    edit_actor_and_place(workspace, actor_id=actor.id, changes=changes)
    assert (kept(workspace, actor).lat, kept(workspace, actor).precision) == (48.9, "number")


def test_a_place_can_be_taken_away(workspace, actor):
    edit_actor_and_place(workspace, actor_id=actor.id, changes={"lat": "", "lon": ""})
    assert where(kept(workspace, actor)) == NOWHERE


@pytest.mark.parametrize(
    "point", [Point(91, 2), Point(48, 181), Point(math.nan, 2), Point(48, math.inf)]
)
def test_a_pin_is_somewhere_on_earth(workspace, actor, point):
    before = state(workspace)
    with pytest.raises(BadValue):
        put_actor_by_hand(workspace, actor_id=actor.id, point=point)
    assert state(workspace) == before


# --- consent of the contact person


def test_a_contact_person_is_not_on_the_map_until_they_say_so(workspace, actor):
    def on_the_map():
        with workspace.database.reading() as session:
            said = queries.consents_by_actor(session).get(actor.id, ())
        return allows(said, Purpose.MAP)

    assert not on_the_map()
    assert set_map_consent(workspace, actor_id=actor.id, granted=True).changes == Changes.ACTORS
    assert on_the_map()
    set_map_consent(workspace, actor_id=actor.id, granted=False)
    assert not on_the_map()


def test_saying_the_same_again_changes_nothing(workspace, actor):
    assert set_map_consent(workspace, actor_id=actor.id, granted=None).changes == Changes.NONE
    set_map_consent(workspace, actor_id=actor.id, granted=True)
    before = state(workspace)
    assert set_map_consent(workspace, actor_id=actor.id, granted=True).changes == Changes.NONE
    assert state(workspace) == before
    assert len(before["consent"]) == 1


def test_a_yes_taken_back_keeps_the_moment(workspace, actor):
    set_map_consent(workspace, actor_id=actor.id, granted=True)
    set_map_consent(workspace, actor_id=actor.id, granted=False)
    (said,) = state(workspace)["consent"]
    assert said["withdrawn_at"] >= said["created_at"]


def test_what_was_said_in_an_interview_counts_for_the_actor_and_a_single_no_wins(workspace, actor):
    set_map_consent(workspace, actor_id=actor.id, granted=True)
    start_interview(
        workspace,
        kind="actor",
        actor_id=actor.id,
        changes=InterviewChanges(consents={"map": False, "notes": True}),
    )
    start_interview(
        workspace, kind="resident", changes=InterviewChanges(consents={"quoting": True})
    )
    with workspace.database.reading() as session:
        by_actor = queries.consents_by_actor(session)
    assert set(by_actor) == {actor.id}
    assert len(by_actor[actor.id]) == 3
    assert not allows(by_actor[actor.id], Purpose.MAP)
    assert allows(by_actor[actor.id], Purpose.NOTES)
    assert not allows(by_actor[actor.id], Purpose.QUOTING)


# --- deleting


def test_an_actor_goes_with_its_ties_and_consents_and_nobody_else_does(workspace, actor):
    friend = add(workspace, name="Régie de quartier")
    other = add(workspace, name="École")
    set_map_consent(workspace, actor_id=actor.id, granted=True)
    with workspace.database.writing() as session:
        session.add(Relation(source_id=actor.id, target_id=friend.id, kind="works_with"))
        session.add(Relation(source_id=friend.id, target_id=actor.id, kind="funds"))
        session.add(Relation(source_id=friend.id, target_id=other.id, kind="funds"))
    outcome = delete_actor(workspace, actor_id=actor.id)
    assert (outcome.value, outcome.changes) == ("Les Jardins", Changes.ACTORS)
    after = state(workspace)
    assert [one["name"] for one in after["actor"]] == ["Régie de quartier", "École"]
    assert len(after["relation"]) == 1
    assert after["consent"] == []
    assert workspace.database.problems() == []


@pytest.mark.parametrize(("count", "said"), [(1, "1 entretien porte"), (2, "2 entretiens portent")])
def test_an_actor_somebody_talked_to_is_kept(workspace, actor, count, said):
    for _ in range(count):
        start_interview(workspace, kind="actor", actor_id=actor.id)
    before = state(workspace)
    with pytest.raises(BadValue, match=said):
        delete_actor(workspace, actor_id=actor.id)
    assert state(workspace) == before


# --- lists and cards


def test_actors_are_listed_as_in_a_directory(workspace):
    for name in ("zoo", "Régie", "Épicerie", "école", "Ecole Pasteur"):
        add(workspace, name=name)
    with workspace.database.reading() as session:
        listed = [one.name for one in queries.actors(session)]
    assert listed == ["école", "Ecole Pasteur", "Épicerie", "Régie", "zoo"]


def test_a_card_shows_ties_from_both_sides_and_its_interviews(workspace, actor):
    friend = add(workspace, name="Régie de quartier")
    start_interview(workspace, kind="actor", actor_id=actor.id, contributor="Awa")
    with workspace.database.writing() as session:
        session.add(Relation(source_id=actor.id, target_id=friend.id, kind="works_with"))
        session.add(Relation(source_id=friend.id, target_id=actor.id, kind="of_tomorrow"))
    with workspace.database.reading() as session:
        card = queries.actor_sheet(session, actor.id)
    assert sorted(card.relations) == [
        ("of_tomorrow", "Régie de quartier"),
        ("travaille avec", "Régie de quartier"),
    ]
    assert [line.contributor_name for line in card.interviews] == ["Awa"]


def test_a_pasted_name_that_no_file_can_hold_is_kept_without_it(workspace):
    actor = add(workspace, name="Les\0 Jardins\ud800", notes="\udcffmot\0")
    assert (kept(workspace, actor).name, kept(workspace, actor).notes) == ("Les Jardins", "mot")
    assert isinstance(kept(workspace, actor), Actor)
