"""« Fusionner avec… »: which card, what is kept, and one step to take it back."""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor, delete_actor, set_map_consent
from cga_desktop.operations.interviews import start_interview
from cga_desktop.settings import Settings
from cga_desktop.store.queries.actors import actors
from cga_desktop.ui.actors.merge_dialog import MergeDialog
from cga_desktop.ui.actors.merge_words import lines_of
from cga_desktop.ui.rooms import Room
from tests.ui.conftest import in_memory, ordinary
from tests.ui.walk import complaints, unreached

NAMES = ["Boulangerie Ali", "La Régie de quartier", "Épicerie sociale"]


def there(workspace):
    with workspace.database.reading() as session:
        return [one.name for one in actors(session)]


@pytest.fixture
def regie(workspace):
    """An actor, its twin, and others."""
    for name in NAMES:
        kind = "shop" if name.startswith("Bou") else "association"
        add_actor(workspace, draft=ActorDraft(name=name, kind=kind, phone="06 99"))
    return add_actor(
        workspace, draft=ActorDraft(name="Regie de quartier", notes="Ouverte le mardi.")
    ).value


@pytest.fixture
def ground(qtbot):
    window = QWidget()
    window.resize(1366, 768)
    window.show()
    yield window
    shiboken6.delete(window)


@pytest.fixture
def dialog(qtbot, desk, ground, regie):
    """The dialog on that actor, the others in sight."""
    made = MergeDialog(ground, desk, regie)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: desk.jobs.idle and made.isActiveWindow())
    return made


def listed(dialog):
    rows = dialog.list.rows
    return [rows.row_at(rows.index(at, 0)) for at in range(rows.rowCount())]


def words(widget):
    shown = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    return ordinary(" ".join(shown))


def choose(qtbot, dialog, name="La Régie de quartier"):
    one = next(row for row in listed(dialog) if row.title == name)
    dialog.list.choose(one.id)
    dialog.list.opened.emit(one.id)
    qtbot.waitUntil(lambda: dialog.merge.isVisible() and dialog.merge.isEnabled())


def test_the_likeliest_comes_first_with_a_word_and_itself_is_not_there(dialog):
    rows = listed(dialog)
    assert rows[0].title == "La Régie de quartier"
    assert rows[0].mark == "sans doute la même"
    assert {row.title for row in rows} == set(NAMES)
    assert not dialog.merge.isVisible()


def test_an_actor_is_found_by_typing_and_chosen_by_enter(qtbot, dialog):
    assert dialog.list.search.hasFocus()
    QTest.keyClicks(dialog.list.search, "epicerie")
    assert [row.title for row in listed(dialog)] == ["Épicerie sociale"]
    QTest.keyClick(dialog.list.search, Qt.Key.Key_Down)
    dialog.list.view.setCurrentIndex(dialog.list.rows.index(0, 0))
    QTest.keyClick(dialog.list.view, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.merge.isVisible)
    assert "Épicerie sociale" in words(dialog)


def test_what_is_kept_is_shown_side_by_side(qtbot, dialog):
    choose(qtbot, dialog)
    said = words(dialog)
    for word in ("Fiche gardée", "Fiche qui disparaît", "Ce qui reste", "Téléphone", "06 99"):
        assert word in said
    assert "Ouverte le mardi." in said
    assert "Autre nom : La Régie de quartier" in said


def test_the_other_card_may_be_the_one_that_stays(qtbot, workspace, dialog):
    choose(qtbot, dialog)
    dialog.keep_other.click()
    qtbot.waitUntil(lambda: "Autre nom : Regie de quartier" in words(dialog))
    dialog.merge.click()
    qtbot.waitUntil(lambda: len(there(workspace)) == 3)
    assert there(workspace) == ["Boulangerie Ali", "Épicerie sociale", "La Régie de quartier"]


def test_interviews_ties_and_agreements_are_said(qtbot, workspace, desk, ground, regie):
    with workspace.database.reading() as session:
        twin = next(one for one in actors(session) if one.name == "La Régie de quartier")
    start_interview(workspace, kind="actor", actor_id=twin.id)
    set_map_consent(workspace, actor_id=twin.id, granted=False)
    dialog = MergeDialog(ground, desk, regie)
    dialog.show()
    qtbot.waitUntil(lambda: desk.jobs.idle and bool(listed(dialog)))
    choose(qtbot, dialog)
    assert "1 entretien passe sur la fiche gardée." in words(dialog)
    assert "présence sur la carte : non. La réponse la plus stricte" in words(dialog)


def test_one_can_choose_again_or_keep_both(qtbot, workspace, dialog):
    choose(qtbot, dialog, "Épicerie sociale")
    dialog.back.click()
    assert dialog.list.isVisible()
    assert not dialog.merge.isVisible()
    choose(qtbot, dialog, "Boulangerie Ali")
    assert "commerce" in words(dialog)
    dialog.cancel.click()
    assert len(there(workspace)) == 4


def test_an_actor_that_went_meanwhile_is_said(qtbot, workspace, dialog):
    choose(qtbot, dialog)
    with workspace.database.reading() as session:
        twin = next(one for one in actors(session) if one.name == "La Régie de quartier")
    delete_actor(workspace, actor_id=twin.id)
    dialog.merge.click()
    qtbot.waitUntil(lambda: "Aucun acteur" in dialog.said.text())
    assert dialog.merge.isEnabled()


def test_only_what_differs_is_shown(workspace, regie):
    from cga_desktop.operations.merging import preview_merge

    with workspace.database.reading() as session:
        twin = next(one for one in actors(session) if one.name == "La Régie de quartier")
        shown = lines_of(preview_merge(session, keep_id=regie.id, absorbed_id=twin.id))
    assert [one.word for one in shown] == ["Nom", "Téléphone", "Notes"]


@pytest.fixture(params=[(look, size) for look in ("light", "dark") for size in (100, 150, 200)])
def any_look(request, theme):
    look, percent = request.param
    theme.use(Settings.model_validate({"theme": look, "text_percent": percent}))


def test_nothing_is_cut_or_out_of_reach(qtbot, any_look, ground, desk, regie):
    ground.resize(1024, 700)
    dialog = MergeDialog(ground, desk, regie)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: bool(listed(dialog)) and dialog.isActiveWindow())
    QCoreApplication.processEvents()
    assert complaints(dialog) == []
    assert unreached(dialog) == []
    choose(qtbot, dialog)
    QCoreApplication.processEvents()
    assert complaints(dialog) == []
    assert unreached(dialog) == []


# --- in the window


def test_from_the_card_and_back_with_the_toast(qtbot, window, study, workspace, regie):
    window.show_study(in_memory(study))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.shell.enter(Room.ACTORS, regie.id)
    room = window.shell.screen_of(Room.ACTORS)
    qtbot.waitUntil(lambda: room.form is not None)
    room.form.texts["notes"].setPlainText("Dit à l’instant.")
    room.card.more.offers["Fusionner avec…"].trigger()
    qtbot.waitUntil(lambda: any(listed(one) for one in window.findChildren(MergeDialog)))
    dialog = window.findChildren(MergeDialog)[-1]
    choose(qtbot, dialog)
    dialog.merge.click()
    qtbot.waitUntil(lambda: "fusionné" in window.toasts.sentence)
    assert len(there(workspace)) == 3
    with workspace.database.reading() as session:
        kept = next(one for one in actors(session) if one.id == regie.id)
    assert kept.notes.startswith("Dit à l’instant.")
    qtbot.waitUntil(lambda: window.shell.desk.jobs.idle)
    assert room.list.current == regie.id
    window.toasts.offer_button.click()
    qtbot.waitUntil(lambda: len(there(workspace)) == 4)
    with workspace.database.reading() as session:
        kept = next(one for one in actors(session) if one.id == regie.id)
    assert kept.notes == "Dit à l’instant."
    qtbot.waitUntil(lambda: window.shell.desk.jobs.idle)
