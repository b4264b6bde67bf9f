"""The truth in the status bar, on disks that are really full, read-only or pulled out."""

import os
import subprocess
import sys

import pytest
from PySide6.QtTest import QTest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.settings import Settings
from cga_desktop.store.journal import RESERVE_BYTES, rescue_folder
from cga_desktop.store.queries.actors import actor, actor_sheet
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.status import StatusBar
from tests.conftest import PASSPHRASE, PROJECT
from tests.disks import fill, mount_small, plug_in, pull_out, read_only, writable
from tests.ui.conftest import in_memory, ordinary

LONG = "Ce que disent les gens d’ici, mot à mot. " * 5_000
"""Two hundred kilobytes: more than any room left over in the study's own files."""
SOON_MS = 50
PATIENCE_MS = 15_000


@pytest.fixture
def disk(tmp_path):
    """A folder on a disk of its own, of six megabytes."""
    folder = tmp_path / "petit disque"
    mount_small(folder, "6m")
    yield folder
    pull_out(folder)


@pytest.fixture
def drive(disk, tmp_path):
    """The same disk as a drive that can be pulled out and plugged in again."""
    folder = tmp_path / "clé USB"
    plug_in(disk, folder)
    yield folder
    pull_out(folder)


def study_at(path, vault):
    return create_study(path, name="Bondy", codes=[], passphrase=PASSPHRASE, vault=vault)


@pytest.fixture
def where(disk):
    """Where the study lies."""
    return disk


@pytest.fixture
def study(where, vault):
    database = study_at(where / "Bondy.cgaetude", vault)
    yield database
    database.close()


@pytest.fixture
def regie(workspace):
    return add_actor(workspace, draft=ActorDraft(name="Régie")).value


@pytest.fixture
def form(qtbot, desk, workspace, regie):
    with workspace.database.reading() as session:
        made = ActorForm(desk, actor_sheet(session, regie.id))
    made.autosave._retry.setInterval(SOON_MS)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.texts["notes"].setFocus()
    return made


@pytest.fixture
def bar(qtbot, desk):
    made = StatusBar(desk)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def kept(regie, vault):
    """The actor's notes, as another opening of the study finds them."""

    def read(path):
        database = open_study(path, vault=vault)
        with database.reading() as session:
            notes = actor(session, regie.id).notes
        database.close()
        return notes

    return read


def said(bar):
    return ordinary(bar.sentence)


def test_on_a_full_disk_the_bar_says_so_and_once_there_is_room_everything_is_saved(
    qtbot, form, bar, kept, study
):
    film = fill(study.path.parent)
    form.texts["notes"].insertPlainText(LONG)
    qtbot.waitUntil(lambda: "secours" in bar.sentence, timeout=PATIENCE_MS)
    assert said(bar).startswith("Non enregistré depuis ")
    assert f": disque plein. Le texte est gardé en mémoire et dans « {rescue_folder()} »." in said(
        bar
    )
    QTest.keyClicks(form.texts["notes"], "Et encore.")
    film.unlink()
    qtbot.waitUntil(lambda: not form.desk.unwritten, timeout=PATIENCE_MS)
    assert said(bar).startswith("Enregistré à ")
    qtbot.waitUntil(lambda: not list(rescue_folder().glob("*.secours")))
    assert kept(study.path) == LONG + "Et encore."


def test_on_a_disk_that_cannot_be_written_to_it_says_so_and_follows_when_it_can(
    qtbot, form, bar, kept, study
):
    where = study.path.parent
    qtbot.waitUntil(lambda: form.desk.jobs.idle)
    study.close()  # the system makes no disk read-only while something is open on it to be written
    read_only(where)
    QTest.keyClicks(form.texts["notes"], "Ouvert le mercredi")
    qtbot.waitUntil(lambda: "secours" in bar.sentence, timeout=PATIENCE_MS)
    assert "disque protégé contre l’écriture" in said(bar)
    writable(where)
    qtbot.waitUntil(lambda: not form.desk.unwritten, timeout=PATIENCE_MS)
    assert kept(study.path) == "Ouvert le mercredi"


class TestADrive:
    @pytest.fixture
    def where(self, drive):
        return drive

    def test_pulled_out_it_is_missed_and_plugged_in_again_it_gets_everything(
        self, qtbot, form, bar, disk, kept
    ):
        study = form.desk.jobs.workspace.database.path
        drive = study.parent
        QTest.keyClicks(form.texts["notes"], "Ouvert")
        qtbot.waitUntil(lambda: not form.desk.unwritten)
        pull_out(drive)
        QTest.keyClicks(form.texts["notes"], " le mercredi")
        qtbot.waitUntil(lambda: "secours" in bar.sentence, timeout=PATIENCE_MS)
        assert "disque absent" in said(bar)
        assert "Rebranchez le disque ou la clé de l’étude." in bar.sentence
        assert list(drive.iterdir()) == []  # nothing pretends to be a study there
        plug_in(disk, drive)
        qtbot.waitUntil(lambda: not form.desk.unwritten, timeout=PATIENCE_MS)
        assert said(bar).startswith("Enregistré à ")
        assert kept(study) == "Ouvert le mercredi"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no folder of open files")
class TestAFolder:
    @pytest.fixture
    def where(self, tmp_path):
        folder = tmp_path / "études"
        folder.mkdir()
        return folder

    def test_moved_away_it_is_missed_and_put_back_it_gets_everything(
        self, qtbot, form, bar, where, kept
    ):
        study = where / "Bondy.cgaetude"
        away = where.rename(where.with_name("ailleurs"))
        QTest.keyClicks(form.texts["notes"], "Ouvert le mercredi")
        qtbot.waitUntil(lambda: "secours" in bar.sentence, timeout=PATIENCE_MS)
        assert "disque absent" in said(bar)
        assert kept(away / study.name) == ""
        away.rename(where)
        qtbot.waitUntil(lambda: not form.desk.unwritten, timeout=PATIENCE_MS)
        assert kept(study) == "Ouvert le mercredi"

    def test_replaced_by_a_copy_what_is_written_goes_into_the_copy(self, qtbot, form, kept, study):
        qtbot.waitUntil(lambda: form.desk.jobs.idle)
        copied = study.path.with_name("copie")
        study.close()
        copied.write_bytes(study.path.read_bytes())
        os.replace(copied, study.path)  # noqa: PTH105  (what a drive that comes back looks like)
        QTest.keyClicks(form.texts["notes"], "Ouvert le mercredi")
        qtbot.waitUntil(lambda: not form.desk.unwritten, timeout=PATIENCE_MS)
        assert kept(study.path) == "Ouvert le mercredi"


class TestOneDiskForEverything:
    """Where the study and the program's own folder lie on the same disk, as on most laptops."""

    @pytest.fixture(autouse=True)
    def cga_home(self, disk, monkeypatch):
        home = disk / "maison"
        monkeypatch.setenv("CGA_HOME", str(home))
        monkeypatch.setattr("cga_desktop.store.journal._PLENTY", RESERVE_BYTES)
        return home

    def test_full_it_still_takes_the_rescue_file_and_the_next_opening_has_every_word(
        self, qtbot, make, disk, vault
    ):
        path = disk / "Bondy.cgaetude"
        database = study_at(path, vault)
        regie = add_actor(in_memory(database), draft=ActorDraft(name="Régie")).value
        database.close()
        ((name, key),) = vault.kept.items()
        words = [str(path), name, key.hex(), regie.id]
        with subprocess.Popen(  # noqa: S603  (this test's own program)
            [sys.executable, "-c", TYPE_WITH_A_SMALL_RESERVE, *words],
            cwd=PROJECT,
            env=os.environ | {"TMPDIR": str(disk)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as typist:
            typist.stdin.write(LONG)
            typist.stdin.close()
            assert typist.stdout.readline() == "kept\n"
            typist.kill()
        (disk / "film.mkv").unlink()
        window = make(Settings())
        window.start(path)
        qtbot.waitUntil(lambda: "retrouvée" in window.toasts.sentence, timeout=PATIENCE_MS)
        sentence = ordinary(window.toasts.sentence)
        assert sentence.startswith("Le programme s’était arrêté sans prévenir. 1 note, écrite le ")
        assert window.close()
        again = open_study(path, vault=vault)
        with again.reading() as session:
            assert actor(session, regie.id).notes == LONG
        again.close()


TYPE_WITH_A_SMALL_RESERVE = f"""
import sys
from cga_desktop.store import journal
journal._PLENTY = {RESERVE_BYTES}
from tests.ui.refused_typist import main
sys.exit(main(*sys.argv[1:]))
"""
