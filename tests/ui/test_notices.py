from dataclasses import replace

from pytestqt.qtbot import QtBot

from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.window import Window
from tests.fakes import FakeFinder


def test_damaged_addresses_are_said_when_a_study_opens(
    qtbot: QtBot, window: Window, workspace: Workspace
) -> None:
    damaged = FakeFinder(damage=("Le fichier des adresses était abîmé.",))
    window.show_study(replace(workspace, finder=damaged))
    qtbot.waitUntil(lambda: window.toasts.sentence == "Le fichier des adresses était abîmé.")
    assert damaged.notices() == ()


def test_nothing_is_said_where_the_addresses_are_well(
    qtbot: QtBot, window: Window, workspace: Workspace
) -> None:
    window.show_study(workspace)
    assert window.shell is not None
    jobs = window.shell.desk.jobs
    qtbot.waitUntil(lambda: jobs.idle)
    assert window.toasts.sentence == ""
