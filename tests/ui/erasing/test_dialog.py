"""« Effacer définitivement… »: asked for, meant, done, certified."""

import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from cga_desktop.domain.drafts import ActorDraft, ObservationDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.erasing import kept_certificates, unfinished_erasures
from cga_desktop.operations.interviews import InterviewChanges, save_interview, start_interview
from cga_desktop.operations.observations import add_observation
from cga_desktop.settings import Settings
from cga_desktop.store.dump import canonical_state
from cga_desktop.ui.erasing import dialog as dialogs
from cga_desktop.ui.erasing.dialog import EraseDialog
from cga_desktop.ui.rooms import Room
from tests.ui.conftest import in_memory, ordinary
from tests.ui.walk import complaints, unreached

NOTES = "Elle garde les petits le mercredi."


def ids(workspace, kind):
    with workspace.database.reading() as session:
        return [one["id"] for one in canonical_state(session)[kind]]


@pytest.fixture
def interview(workspace):
    made = start_interview(workspace, kind="resident").value
    changes = InterviewChanges(fields={"notes": NOTES}, consents={"notes": True})
    return save_interview(workspace, interview_id=made.id, changes=changes).value


@pytest.fixture
def ground(qtbot):
    window = QWidget()
    window.resize(1366, 768)
    window.show()
    yield window
    shiboken6.delete(window)


@pytest.fixture
def ask(qtbot, desk, ground):
    """Opens the dialog about a record and waits for what it counts."""
    gone = []

    def one(record_id, subject="Entretien H-001"):
        made = EraseDialog(
            ground, desk, record_id=record_id, subject=subject, gone=lambda: gone.append(record_id)
        )
        made.show()
        made.activateWindow()
        qtbot.waitUntil(lambda: desk.jobs.idle and made.isActiveWindow())
        return made

    one.gone = gone
    return one


def words(widget):
    return ordinary(" ".join(one.text() for one in widget.findChildren(QLabel)))


def mean_it(dialog, reason="demande de la personne"):
    dialog.question.reason.setText(reason)
    dialog.question.sure.setChecked(True)


def finished(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.certificate is not None, timeout=15_000)
    return dialog.certificate.certificate


def test_it_says_what_will_go_and_that_nothing_brings_it_back(ask, interview):
    dialog = ask(interview.id)
    said = words(dialog)
    assert "1 entretien" in said
    assert "1 accord ou refus" in said
    assert "copies de sauvegarde" in said
    assert "rien ne pourra être retrouvé" in ordinary(dialog.question.sure.text())


def test_it_is_not_done_without_a_reason_and_a_tick(ask, interview):
    dialog = ask(interview.id)
    assert not dialog.erase.isEnabled()
    dialog.question.reason.setText("demande")
    assert not dialog.erase.isEnabled()
    dialog.question.sure.setChecked(True)
    assert dialog.erase.isEnabled()
    dialog.question.reason.setText("   ")
    assert not dialog.erase.isEnabled()


def test_enter_and_escape_erase_nothing(qtbot, workspace, ask, interview):
    dialog = ask(interview.id)
    mean_it(dialog)
    QTest.keyClick(dialog.question.reason, Qt.Key.Key_Return)
    assert dialog.certificate is None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())
    assert ids(workspace, "interview") == [interview.id]
    assert ask.gone == []


def test_it_is_erased_and_certified(qtbot, desk, workspace, ask, interview):
    dialog = ask(interview.id)
    mean_it(dialog)
    with qtbot.waitSignal(desk.jobs.changed):
        dialog.erase.click()
    certificate = finished(qtbot, dialog)
    assert ids(workspace, "interview") == []
    assert ask.gone == [interview.id]
    assert certificate.finished
    assert (certificate.by, certificate.reason) == ("Awa", "demande de la personne")
    assert kept_certificates(workspace.database) == [certificate]
    assert "Certificat d’effacement définitif" in words(dialog)
    assert certificate.reference in words(dialog)
    assert not dialog.erase.isVisible()
    assert dialog.keep.text() == "Fermer"


def test_interviews_about_an_actor_must_be_ticked_too(qtbot, workspace, ask):
    actor = add_actor(workspace, draft=ActorDraft(name="Domnika")).value
    start_interview(workspace, kind="actor", actor_id=actor.id)
    dialog = ask(actor.id)
    mean_it(dialog)
    assert "1 entretien" in ordinary(dialog.question.with_interviews.text())
    assert not dialog.erase.isEnabled()
    dialog.question.with_interviews.setChecked(True)
    dialog.erase.click()
    finished(qtbot, dialog)
    assert ids(workspace, "actor") == ids(workspace, "interview") == []


def test_it_is_not_closed_half_way(qtbot, ask, interview, monkeypatch):
    dialog = ask(interview.id)
    mean_it(dialog)
    dialog.erase.click()
    dialog.reject()
    assert dialog.isVisible()
    finished(qtbot, dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())


def test_what_cannot_be_erased_is_said(qtbot, ask, workspace, interview):
    dialog = ask("nobody")
    assert "Aucune fiche" in words(dialog)
    assert not dialog.erase.isEnabled()


def test_a_refusal_of_the_disk_is_said_and_nothing_is_lost(
    qtbot, workspace, ask, interview, monkeypatch
):
    def refuse(*_any, **_named):
        raise NotWritten("Le disque est plein : rien n’a été effacé.")

    monkeypatch.setattr(dialogs, "erase_record", refuse)
    dialog = ask(interview.id)
    mean_it(dialog)
    dialog.erase.click()
    qtbot.waitUntil(lambda: "disque est plein" in dialog.said.text())
    assert dialog.erase.isEnabled()
    assert dialog.question.reason.text() == "demande de la personne"
    assert ids(workspace, "interview") == [interview.id]


def test_the_certificate_is_kept_as_text_or_pdf(qtbot, desk, ask, interview, tmp_path, monkeypatch):
    dialog = ask(interview.id)
    mean_it(dialog)
    dialog.erase.click()
    certificate = finished(qtbot, dialog)
    said = []
    desk.said.connect(said.append)
    for name in ("certificat.txt", "certificat.pdf"):
        chosen = str(tmp_path / name)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_any, to=chosen: (to, ""))
        dialog.save.click()
    text = (tmp_path / "certificat.txt").read_text(encoding="utf-8")
    assert certificate.reference in text
    pdf = (tmp_path / "certificat.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 1
    assert len(said) == 2
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_any: ("", ""))
    dialog.save.click()
    assert len(said) == 2


def test_a_disk_that_refuses_the_certificate_is_said(qtbot, desk, ask, interview, tmp_path):
    dialog = ask(interview.id)
    mean_it(dialog)
    dialog.erase.click()
    finished(qtbot, dialog)
    with qtbot.waitSignal(desk.refused) as refused:
        dialog.certificate.keep(Path(tmp_path) / "nulle part" / "certificat.txt")
    assert "L’effacement, lui, est fait" in refused.args[0]


@pytest.fixture(params=[(look, size) for look in ("light", "dark") for size in (100, 150, 200)])
def any_look(request, theme):
    look, percent = request.param
    theme.use(Settings.model_validate({"theme": look, "text_percent": percent}))


def test_nothing_is_cut_or_out_of_reach(qtbot, any_look, ask, workspace, ground):
    ground.resize(1024, 700)
    actor = add_actor(workspace, draft=ActorDraft(name="Domnika")).value
    start_interview(workspace, kind="actor", actor_id=actor.id)
    dialog = ask(actor.id, "Acteur « Une association au nom vraiment très long de Bondy »")
    QCoreApplication.processEvents()
    assert complaints(dialog) == []
    mean_it(dialog)
    dialog.question.with_interviews.setChecked(True)
    assert unreached(dialog) == []
    dialog.erase.click()
    finished(qtbot, dialog)
    QCoreApplication.processEvents()
    assert complaints(dialog) == []
    assert unreached(dialog) == []


# --- from the rooms


@pytest.fixture
def shown(qtbot, window, study):
    """The whole window on the study."""
    window.show_study(in_memory(study))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def dialog_of(qtbot, window):
    qtbot.waitUntil(lambda: any(one.question for one in window.findChildren(EraseDialog)))
    return window.findChildren(EraseDialog)[-1]


def through(qtbot, window, workspace):
    dialog = dialog_of(qtbot, window)
    mean_it(dialog)
    dialog.erase.click()
    finished(qtbot, dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: window.shell.desk.jobs.idle)
    assert unfinished_erasures(workspace.database) == []


def test_from_an_interview_one_is_back_in_the_list(qtbot, shown, workspace, interview):
    shown.shell.enter(Room.INTERVIEWS, interview.id)
    room = shown.shell.screen_of(Room.INTERVIEWS)
    qtbot.waitUntil(lambda: room.form is not None and room.form.built)
    room.form.header.more.offers["Effacer définitivement…"].trigger()
    through(qtbot, shown, workspace)
    assert room.form is None
    assert ids(workspace, "interview") == []
    assert "identifiant" not in shown.toasts.sentence


def test_from_an_actor(qtbot, shown, workspace):
    actor = add_actor(workspace, draft=ActorDraft(name="Domnika")).value
    shown.shell.enter(Room.ACTORS, actor.id)
    room = shown.shell.screen_of(Room.ACTORS)
    qtbot.waitUntil(lambda: room.form is not None)
    room.card.more.offers["Effacer définitivement…"].trigger()
    assert "Domnika" in words(dialog_of(qtbot, shown))
    through(qtbot, shown, workspace)
    assert room.form is None
    assert ids(workspace, "actor") == []


def test_from_an_observation(qtbot, shown, workspace):
    draft = ObservationDraft.filled({"text": NOTES, "date": "2026-05-12", "lat": 48.9, "lon": 2.48})
    observation = add_observation(workspace, draft=draft).value
    shown.shell.enter(Room.MAP, observation.id)
    room = shown.shell.screen_of(Room.MAP)
    qtbot.waitUntil(lambda: room.card is not None, timeout=10_000)
    room.card.erase.click()
    through(qtbot, shown, workspace)
    assert ids(workspace, "observation") == []


def test_what_a_kill_left_undone_is_done_when_the_study_opens(qtbot, window, study, workspace):
    from cga_desktop.operations.erasing import erase_record

    made = start_interview(workspace, kind="resident").value
    erase_record(workspace, record_id=made.id, reason="demande")
    assert unfinished_erasures(workspace.database)
    window.show_study(in_memory(study))
    qtbot.waitUntil(lambda: not unfinished_erasures(workspace.database), timeout=10_000)
