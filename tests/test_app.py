"""The composition root: it knows every part, and loads none before it is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import keyring.core
import pytest

from cga_desktop import app, self_test
from cga_desktop.domain.errors import NotFound, PassphraseNeeded, WrongPassphrase
from cga_desktop.domain.places import Precision
from cga_desktop.operations.demonstration import demonstration_path
from cga_desktop.operations.studies import create_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings, save_settings
from cga_desktop.store.database import Database
from cga_desktop.store.keyring_vault import SystemVault
from cga_desktop.store.no_vault import NoVault
from cga_desktop.store.queries.study import status
from cga_desktop.ui.studies import NewStudy
from tests.conftest import PASSPHRASE, PROJECT
from tests.fakes import FakeFinder
from tests.test_fakes import KeyringInMemory
from tests.ui.conftest import in_memory

HEAVY = (
    "folium",
    "geopy",
    "keyring",
    "pyproj",
    "qtawesome",
    "rapidfuzz",
    "sqlalchemy",
    "sqlmodel",
    "typer",
    "PySide6.QtWebEngineCore",
)

WINDOW = """
import json, sys
import cga_desktop.app
from cga_desktop.ui import application

def make_window(doors):
    window = original(doors)
    from PySide6.QtCore import QTimer
    def look():
        print(json.dumps([one for one in HEAVY if one in sys.modules]))
        window.close()
    QTimer.singleShot(0, look)
    return window

original, application.make_window = application.make_window, make_window
sys.exit(cga_desktop.app.main([]))
"""


def loaded(program: str) -> list[str]:
    """What a process of its own has loaded when it says so."""
    finished = subprocess.run(  # noqa: S603  (our own words)
        [sys.executable, "-c", f"HEAVY = {HEAVY!r}\n{program}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.splitlines()[-1])


def test_a_window_is_there_before_anything_that_it_does_not_need() -> None:
    assert loaded(WINDOW) == []


ROOT = """
import json, sys
import cga_desktop.app
print(json.dumps([one for one in (*HEAVY, "PySide6", "pydantic") if one in sys.modules]))
"""


def test_the_root_itself_loads_neither_qt_nor_the_database() -> None:
    assert loaded(ROOT) == []


# --- doors ---------------------------------------------------------------------------------------


@pytest.fixture
def made(tmp_path: Path) -> NewStudy:
    return NewStudy(tmp_path / "Bondy.cgaetude", "Bondy 2026", ["93010"], PASSPHRASE)


def test_a_study_goes_out_by_one_door_and_comes_in_by_another(made: NewStudy) -> None:
    doors = app._doors()
    workspace = doors.create(made)
    with workspace.database.reading() as session:
        assert status(session).name == "Bondy 2026"
    workspace.database.close()
    with pytest.raises(PassphraseNeeded):
        doors.open(made.path, None)  # no keyring in tests
    with pytest.raises(WrongPassphrase):
        doors.open(made.path, "pas celle-là")
    again = doors.open(made.path, PASSPHRASE)
    assert again.database.path == made.path
    again.database.close()


def test_the_demonstration_opens_again_without_being_asked_for_a_passphrase() -> None:
    doors = app._doors()
    doors.demonstration().database.close()
    workspace = doors.open(demonstration_path(), None)
    with workspace.database.reading() as session:
        assert status(session).demonstration
    workspace.database.close()


@pytest.mark.parametrize(("keep", "vault"), [(True, SystemVault), (False, NoVault)])
def test_the_keyring_is_left_alone_where_its_user_prefers_to_type(
    keep: bool, vault: type[object]
) -> None:
    save_settings(Settings(keep_key=keep))
    assert isinstance(app._vault(), vault)


def test_a_key_is_taken_out_of_the_keyring_even_where_none_is_to_be_kept(
    made: NewStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory = KeyringInMemory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", in_memory)
    doors = app._doors()
    workspace = doors.create(made)
    name = workspace.database.key.name
    workspace.database.close()
    assert len(in_memory.kept) == 1
    save_settings(Settings(keep_key=False))
    assert doors.forget(name)
    assert in_memory.kept == {}


# --- the outside world ---------------------------------------------------------------------------


@pytest.fixture
def workspace(study: Database) -> Workspace:
    return app._workspace(study)


def test_addresses_are_found_without_a_network(workspace: Workspace) -> None:
    finder = workspace.finder
    found = finder.search("avenue de Verdun, Bondy", limit=1)[0]
    assert (found.precision, found.citycode) == (Precision.STREET, "93010")
    assert finder.complete("avenue de Ver", limit=3)
    assert finder.reverse(found.lat, found.lon)
    assert len(finder.streets("93010")) > 300
    assert [one.name for one in finder.known()] == ["Bondy", "Épinay-sur-Seine", "Romainville"]
    assert list(finder.notices()) == []
    with pytest.raises(NotFound):
        finder.streets("75056")


def test_the_network_is_asked_only_through_its_own_door(
    workspace: Workspace, refused_connections: list[object]
) -> None:
    from cga_desktop.domain.errors import ServiceUnavailable

    with pytest.raises(ServiceUnavailable):
        workspace.online.search("12 avenue de Verdun, Bondy")
    with pytest.raises(ServiceUnavailable):
        workspace.online.reverse(48.9, 2.48)
    assert refused_connections != []
    refused_connections.clear()


def test_words_are_measured_by_the_printer(workspace: Workspace, qapp: object) -> None:
    assert workspace.printer.text_width("Bondy", 4) > workspace.printer.text_width("B", 4) > 0


# --- the program tries itself --------------------------------------------------------------------


def test_the_program_tries_itself_and_everything_works(qapp: object) -> None:
    checks = self_test.try_everything(app._workspace, app._finder())
    assert [what for what, works, _word in checks if not works] == []
    assert [what for what, _works, _word in checks] == [
        "étude",
        "entretien enregistré et chiffré",
        "recherche",
        "historique et étude vérifiés",
        "copie de sauvegarde restaurée",
        "adresse trouvée sans réseau",
        "carte",
        "export html",
        "export geojson",
        "export csv",
        "export pdf",
    ]


def test_what_does_not_work_is_named_and_ends_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> object:
        raise OSError("pas de carte")

    monkeypatch.setattr("cga_desktop.ui.map_trial.points_drawn", broken)
    checks = self_test.try_everything(in_memory, FakeFinder([]))
    assert checks[5:] == [
        ("adresse trouvée sans réseau", False, ""),
        ("essai interrompu", False, "OSError: pas de carte"),
    ]


def test_the_trial_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("cga_desktop.ui.map_trial.points_drawn", lambda _workspace: (1, 0))
    checks = self_test.try_everything(in_memory, FakeFinder())
    assert all(works for _what, works, _word in checks)
    assert list(tmp_path.iterdir()) == []


def test_qt_answers_with_its_version() -> None:
    assert app._qt_version().startswith("6.")


def test_a_study_made_here_is_that_of_the_command_line_too(made: NewStudy) -> None:
    services = app.services()
    database = create_study(
        made.path, name=made.name, codes=made.codes, passphrase=PASSPHRASE, vault=NoVault()
    )
    assert services.workspace(database).database is database
    assert services.finder() is services.finder(), "one gazetteer for the whole process"
    database.close()
