from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings, load_settings, save_settings
from cga_desktop.ui import screenshots
from cga_desktop.ui.studies import StudyDoors


@pytest.fixture
def one_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshots, "LOOKS", (("sombre-150", "dark", 150),))


def test_every_screen_is_drawn_and_the_settings_of_the_computer_stay(
    qapp: object, doors: StudyDoors, one_look: None, tmp_path: Path
) -> None:
    save_settings(Settings(theme="light", contributor="Malo"))
    opened: list[Workspace] = []

    def demonstration() -> Workspace:
        opened.append(doors.demonstration())
        return opened[-1]

    drawn = screenshots.draw_screens(doors, demonstration, tmp_path / "images")
    names = {path.stem.removesuffix("-sombre-150") for path in drawn}
    assert {"bienvenue", "entretien", "acteur", "carte", "carte-bondy", "exports"} <= names
    for path in drawn:
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == (screenshots.WIDTH, screenshots.HEIGHT)
        colours = {picture.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
        assert len(colours) > 3, f"{path.name} is empty"
    assert load_settings() == Settings(theme="light", contributor="Malo")
