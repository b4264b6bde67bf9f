import pytest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor, edit_actor
from cga_desktop.operations.elsewhere import Elsewhere
from cga_desktop.operations.studies import open_study
from cga_desktop.operations.workspace import Workspace


@pytest.fixture
def elsewhere(workspace):
    made = Elsewhere()
    assert not made.changed(workspace)
    return made


@pytest.fixture
def other(study, vault, workspace):
    """The same study as another process has it open."""
    database = open_study(study.path, vault=vault)
    yield Workspace(database, workspace.finder, workspace.online, workspace.printer)
    database.close()


def add(workspace, name="Régie"):
    return add_actor(workspace, draft=ActorDraft(name=name)).value


def test_a_change_made_elsewhere_is_told_once(elsewhere, workspace, other):
    actor = add(other)
    assert elsewhere.changed(workspace)
    assert not elsewhere.changed(workspace)
    edit_actor(other, actor_id=actor.id, changes={"notes": "a"})
    assert elsewhere.changed(workspace)
    edit_actor(other, actor_id=actor.id, changes={"notes": "ab"})  # still the same typing
    assert elsewhere.changed(workspace)


def test_our_own_changes_are_not_told(elsewhere, workspace):
    actor = add(workspace)
    elsewhere.took(workspace)
    for notes in ("a", "ab", "abc"):
        edit_actor(workspace, actor_id=actor.id, changes={"notes": notes})
        elsewhere.took(workspace)
    assert not elsewhere.changed(workspace)


def test_a_change_made_elsewhere_between_two_of_ours_is_told(elsewhere, workspace, other):
    add(workspace)
    elsewhere.took(workspace)
    add(other, "Ailleurs")
    add(workspace, "Ici")
    elsewhere.took(workspace)
    assert elsewhere.changed(workspace)


def test_nothing_is_told_before_the_first_look(workspace, other):
    fresh = Elsewhere()
    fresh.took(workspace)
    add(other)
    assert not fresh.changed(workspace)
