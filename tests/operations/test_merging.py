import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.consents import allows
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue, NotFound
from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.records import Relation
from cga_desktop.operations.actors import add_actor, delete_actor, edit_actor, set_map_consent
from cga_desktop.operations.erasing import doomed, erase, erase_record
from cga_desktop.operations.history import go_back, redo, undo
from cga_desktop.operations.interviews import InterviewChanges, start_interview
from cga_desktop.operations.merging import (
    LIKELY,
    candidates,
    merge_actors,
    preview_merge,
)
from cga_desktop.store.dump import canonical_state
from cga_desktop.store.log.rebuilding import compared
from cga_desktop.store.queries import actors as queries
from cga_desktop.store.queries import history
from tests.operations.test_erasing import traces

SECRET = "Elle héberge Quetzalcoatl sans le dire."


def actor(workspace, name="Régie", **fields):
    return add_actor(workspace, draft=ActorDraft(name=name, **fields)).value


def tie(workspace, source, target, **fields):
    with workspace.database.writing() as session:
        one = Relation(source_id=source.id, target_id=target.id, **{"kind": "funds", **fields})
        session.add(one)
    return one


def interview(workspace, about, granted=None):
    said = InterviewChanges(consents={"map": granted} if granted is not None else {})
    return start_interview(workspace, kind="actor", actor_id=about.id, changes=said).value


def merge(workspace, kept, taken):
    return merge_actors(workspace, keep_id=kept.id, absorbed_id=taken.id).value


def sheet(workspace, one):
    with workspace.database.reading() as session:
        return queries.actor_sheet(session, one.id)


def relations(workspace):
    with workspace.database.reading() as session:
        return [(one.source_id, one.target_id, one.kind) for one in queries.relations(session)]


def content(workspace):
    """What is in the study, without the moments of the changes."""
    with workspace.database.reading() as session:
        state = canonical_state(session)
    return {
        kind: [{name: one[name] for name in one if name != "updated_at"} for one in rows]
        for kind, rows in state.items()
    }


def is_equal_to_its_log(workspace):
    with workspace.database.reading() as session:
        return compared(session.connection()).equal and not workspace.database.problems()


@pytest.fixture
def kept(workspace):
    return actor(workspace, contact_name="Marie", notes="Ouverte.")


@pytest.fixture
def taken(workspace):
    return actor(workspace, "La Régie", phone="06 99", notes=SECRET)


def test_one_takes_what_it_lacks_and_the_other_goes(workspace, kept, taken):
    about = interview(workspace, taken)
    outcome = merge_actors(workspace, keep_id=kept.id, absorbed_id=taken.id)
    assert outcome.changes == Changes.ACTORS | Changes.INTERVIEWS
    found = sheet(workspace, kept)
    assert found.actor == outcome.value
    assert found.actor.phone == "06 99"
    assert SECRET in found.actor.notes
    assert [line.interview.id for line in found.interviews] == [about.id]
    with pytest.raises(NotFound):
        sheet(workspace, taken)
    assert is_equal_to_its_log(workspace)


def test_an_actor_is_not_merged_with_itself_nor_with_nobody(workspace, kept):
    with pytest.raises(BadValue, match="même fiche"):
        merge(workspace, kept, kept)
    with pytest.raises(NotFound):
        merge_actors(workspace, keep_id=kept.id, absorbed_id="nobody")


def test_ties_move_but_none_to_itself_and_none_twice(workspace, kept, taken):
    third = actor(workspace, "Mairie")
    tie(workspace, kept, taken)
    tie(workspace, taken, third, note="depuis 2020", strength=3)
    tie(workspace, kept, third, note="un local", strength=1)
    tie(workspace, third, taken, kind="refers_to", directed=True)
    tie(workspace, taken, third, kind="refers_to", directed=True)
    merge(workspace, kept, taken)
    assert sorted(relations(workspace)) == sorted(
        [
            (kept.id, third.id, "funds"),
            (third.id, kept.id, "refers_to"),
            (kept.id, third.id, "refers_to"),
        ]
    )
    with workspace.database.reading() as session:
        (both,) = [one for one in queries.relations(session) if one.kind == "funds"]
    assert (both.strength, both.note) == (3, "un local\ndepuis 2020")


def test_two_ties_of_the_one_that_goes_become_one(workspace, kept, taken):
    third = actor(workspace, "Mairie")
    tie(workspace, taken, third)
    tie(workspace, third, taken)
    merge(workspace, kept, taken)
    assert relations(workspace) == [(kept.id, third.id, "funds")]


ALL = [True, False, None]


@pytest.mark.parametrize("mine", ALL)
@pytest.mark.parametrize("theirs", ALL)
@pytest.mark.parametrize("where", ["card", "interview"])
def test_nobody_is_on_the_map_who_did_not_agree(workspace, mine, theirs, where):
    kept = actor(workspace, contact_name="Marie")
    taken = actor(workspace, "La Régie", contact_name="Paul")
    for one, granted in ((kept, mine), (taken, theirs)):
        if where == "card":
            set_map_consent(workspace, actor_id=one.id, granted=granted)
        else:
            interview(workspace, one, granted)
    with workspace.database.reading() as session:
        told = preview_merge(session, keep_id=kept.id, absorbed_id=taken.id).agreed["map"]
    merge(workspace, kept, taken)
    consents = sheet(workspace, kept).consents
    assert allows(consents, Purpose.MAP) is (mine is True and theirs is not False)
    assert (told is True) is allows(consents, Purpose.MAP)
    assert len([one for one in consents if one.actor_id]) <= 1
    assert is_equal_to_its_log(workspace)


def test_the_same_persons_agreement_is_kept_with_its_date(workspace):
    kept, taken = (actor(workspace, name, contact_name="Marie") for name in ("Régie", "La Régie"))
    set_map_consent(workspace, actor_id=taken.id, granted=True)
    (before,) = sheet(workspace, taken).consents
    merge(workspace, kept, taken)
    (after,) = sheet(workspace, kept).consents
    assert (after.id, after.granted, after.given_at) == (before.id, True, before.given_at)


def test_it_is_told_before_what_merging_gives(workspace, kept, taken):
    third = actor(workspace, "Mairie")
    tie(workspace, kept, taken)
    tie(workspace, taken, third)
    interview(workspace, taken)
    with workspace.database.reading() as session:
        told = preview_merge(session, keep_id=kept.id, absorbed_id=taken.id)
    assert (told.interviews, told.ties, told.ties_gone) == (1, 1, 1)
    before = content(workspace)
    assert told.fields["phone"] == "06 99"
    assert content(workspace) == before
    after = merge(workspace, kept, taken)
    assert all(getattr(after, name) == new for name, new in told.fields.items())


# --- taking it back


def test_one_step_takes_all_of_it_back(workspace, kept, taken):
    third = actor(workspace, "Mairie")
    tie(workspace, kept, taken)
    tie(workspace, taken, third)
    interview(workspace, taken, granted=True)
    set_map_consent(workspace, actor_id=kept.id, granted=False)
    before = content(workspace)
    merge(workspace, kept, taken)
    after = content(workspace)
    assert "fusion" in undo(workspace).value.words
    assert content(workspace) == before
    redo(workspace)
    assert content(workspace) == after
    assert is_equal_to_its_log(workspace)


PARTS = st.lists(
    st.sampled_from(
        ["tie", "tie_third", "third_tie", "theirs", "mine", "yes", "no", "their_yes", "their_no"]
    ),
    max_size=8,
)


def prepare(workspace, part, kept, taken, third):
    match part:
        case "tie":
            tie(workspace, kept, taken)
        case "tie_third":
            tie(workspace, taken, third)
        case "third_tie":
            tie(workspace, third, kept)
        case "theirs" | "mine":
            interview(workspace, taken if part == "theirs" else kept, granted=True)
        case _:
            whom = taken if part.startswith("their") else kept
            set_map_consent(workspace, actor_id=whom.id, granted=part.endswith("yes"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=PARTS, names=st.tuples(*[st.sampled_from(["", "Marie", "Paul"])] * 2))
def test_whatever_two_actors_have_merging_keeps_it_and_undoing_gives_it_back(
    workspace, parts, names
):
    kept = actor(workspace, contact_name=names[0], phone="01 23")
    taken = actor(workspace, "La Régie", contact_name=names[1], notes=SECRET)
    third = actor(workspace, "Mairie")
    for part in parts:
        prepare(workspace, part, kept, taken, third)
    before = content(workspace)
    merge(workspace, kept, taken)
    after = content(workspace)
    assert not [one for rows in after.values() for one in rows if taken.id in one.values()]
    assert len(after["interview"]) == len(before["interview"])
    assert not [one for one in after["relation"] if one["source_id"] == one["target_id"]]
    ends = [(one["kind"], *sorted((one["source_id"], one["target_id"])))
            for one in after["relation"] if kept.id in one.values()]  # fmt: skip
    assert len(ends) == len(set(ends)) or parts.count("third_tie") > 1
    undo(workspace)
    assert content(workspace) == before
    redo(workspace)
    assert content(workspace) == after
    assert is_equal_to_its_log(workspace)


def test_going_back_to_before_the_merge_leaves_what_was_the_others_where_it_is(
    workspace, kept, taken
):
    third = actor(workspace, "Mairie")
    tie(workspace, taken, third)
    about = interview(workspace, taken)
    set_map_consent(workspace, actor_id=taken.id, granted=True)
    edit_actor(workspace, actor_id=kept.id, changes={"phone": "01 22"})
    with workspace.database.reading() as session:
        until = history.history(session, kept.id)[0].hlc
    merge(workspace, kept, taken)
    go_back(workspace, record_id=kept.id, until=until)
    found = sheet(workspace, kept)
    assert (found.actor.notes, found.actor.phone) == ("Ouverte.", "01 22")
    assert [line.interview.id for line in found.interviews] == [about.id]
    assert is_equal_to_its_log(workspace)


def test_an_interview_that_goes_back_to_before_the_merge_stays_with_the_one_there_is(
    workspace, kept, taken
):
    about = interview(workspace, taken)
    with workspace.database.reading() as session:
        until = history.history(session, about.id)[0].hlc
    merge(workspace, kept, taken)
    go_back(workspace, record_id=about.id, until=until)
    assert [line.interview.id for line in sheet(workspace, kept).interviews] == [about.id]
    assert is_equal_to_its_log(workspace)


def test_a_tie_to_an_actor_that_is_gone_does_not_come_back(workspace, kept, taken):
    tie(workspace, kept, taken)
    edit_actor(workspace, actor_id=kept.id, changes={"phone": "01 22"})
    with workspace.database.reading() as session:
        until = history.history(session, kept.id)[0].hlc
    delete_actor(workspace, actor_id=taken.id)
    edit_actor(workspace, actor_id=kept.id, changes={"phone": "01 33"})
    go_back(workspace, record_id=kept.id, until=until)
    assert sheet(workspace, kept).actor.phone == "01 22"
    assert relations(workspace) == []
    assert is_equal_to_its_log(workspace)


# --- erasing what was merged


def test_erasing_the_one_that_stayed_reaches_the_one_that_went(workspace, kept, taken, tmp_path):
    tie(workspace, kept, taken)
    merge(workspace, kept, taken)
    with pytest.raises(BadValue, match="fusionné"):
        erase(workspace, record_id=taken.id, reason="demande")
    with workspace.database.reading() as session:
        assert doomed(session, kept.id).counts == {"actor": 2, "relation": 1}
    erase(workspace, record_id=kept.id, reason="demande")
    assert traces(workspace, tmp_path, [SECRET.encode(), b"Quetzalcoatl", b"quetzalcoatl"]) == []
    assert undo(workspace).value is None or kept.id not in str(content(workspace))


def test_erasing_reaches_through_several_merges(workspace, kept, taken, tmp_path):
    third = actor(workspace, "Mairie")
    merge(workspace, kept, taken)
    merge(workspace, third, kept)
    with pytest.raises(BadValue, match="fusionné"):
        erase(workspace, record_id=kept.id, reason="demande")
    made = erase(workspace, record_id=third.id, reason="demande").value
    assert made.records == {"actor": 3}
    assert traces(workspace, tmp_path, [SECRET.encode(), b"Quetzalcoatl", b"quetzalcoatl"]) == []


def test_erasing_one_of_two_that_were_one_for_a_while_leaves_the_other(
    workspace, kept, taken, tmp_path
):
    from cga_desktop.operations.backups import back_up_now

    third = actor(workspace, "Mairie")
    tie(workspace, taken, third)
    merge(workspace, kept, taken)
    back_up_now(workspace.database)
    undo(workspace)
    back_up_now(workspace.database)
    before = content(workspace)["actor"]
    erase(workspace, record_id=taken.id, reason="demande")
    assert traces(workspace, tmp_path, [SECRET.encode(), b"Quetzalcoatl", b"quetzalcoatl"]) == []
    assert content(workspace)["actor"] == [one for one in before if one["id"] != taken.id]
    assert is_equal_to_its_log(workspace)
    while undo(workspace).value is not None:
        assert taken.id not in str(content(workspace))


def test_erasing_the_one_that_had_taken_it_in_leaves_the_other_whole(workspace, kept, taken):
    third = actor(workspace, "Mairie")
    tie(workspace, taken, third)
    interview(workspace, taken)
    before = content(workspace)
    merge(workspace, kept, taken)
    undo(workspace)
    erase_record(workspace, record_id=kept.id, reason="demande")
    after = content(workspace)
    assert after["relation"] == before["relation"]
    assert after["interview"] == before["interview"]
    redo(workspace)
    assert is_equal_to_its_log(workspace)
    while undo(workspace).value is not None:
        assert is_equal_to_its_log(workspace)
    assert kept.id not in str(content(workspace))


# --- which two


def test_the_likeliest_come_first(workspace):
    one = actor(workspace, "Régie de quartier de Bondy", lat=48.9, lon=2.48)
    actor(workspace, "Boulangerie Ali")
    twin = actor(workspace, "la regie du quartier, Bondy", lat=48.9001, lon=2.4801)
    neighbour = actor(workspace, "Épicerie sociale", lat=48.9, lon=2.48)
    with workspace.database.reading() as session:
        found = candidates(session, one.id)
    assert [one.actor.id for one in found][:2] == [twin.id, neighbour.id]
    assert found[0].likeness > LIKELY > found[1].likeness
    assert found[0].metres == pytest.approx(13.3, abs=0.5)
    assert found[2].metres is None
    assert one.id not in {one.actor.id for one in found}


def test_the_same_telephone_brings_two_names_together(workspace):
    one = actor(workspace, "Régie", phone="01 48 00 00 00")
    actor(workspace, "Mairie de Bondy")
    other = actor(workspace, "Ateliers du canal", phone="01.48.00.00.00")
    with workspace.database.reading() as session:
        likeness = {one.actor.id: one.likeness for one in candidates(session, one.id)}
    assert likeness[other.id] > 40
    assert likeness[other.id] > max(value for key, value in likeness.items() if key != other.id)
