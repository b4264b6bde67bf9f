"""Photos of an observation: added, seen, enlarged, copied, taken away."""

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from cga_desktop.domain.drafts import ObservationDraft
from cga_desktop.domain.errors import UnreadableFile
from cga_desktop.domain.moments import local_now
from cga_desktop.operations import media as operations
from cga_desktop.operations.history import undo
from cga_desktop.operations.media import Owner, attach
from cga_desktop.operations.observations import add_observation
from cga_desktop.store import media as files
from cga_desktop.store.queries.media import media_of_observation
from cga_desktop.ui.maps.observation import ObservationCard
from cga_desktop.ui.maps.photo_view import PhotoView
from cga_desktop.ui.maps.pictures import picture
from tests.domain.test_photos import chunk, encoded, telling_jpeg
from tests.ui.conftest import ordinary
from tests.ui.walk import complaints, unreached


@pytest.fixture
def seen(workspace):
    draft = ObservationDraft(text="Le banc est cassé.", date=local_now())
    return add_observation(workspace, draft=draft).value


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "IMG_2034.JPG"
    path.write_bytes(telling_jpeg(upright=6))
    return path


@pytest.fixture
def sentences(desk):
    said = []
    desk.said.connect(said.append)
    desk.refused.connect(said.append)
    desk.done.connect(lambda sentence, _line: said.append(sentence))
    return said


@pytest.fixture
def card(qtbot, desk, seen):
    """The card of the observation, shown."""
    made = ObservationCard(desk, seen)
    qtbot.addWidget(made)
    made.resize(420, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: desk.jobs.idle)
    yield made
    qtbot.waitUntil(lambda: desk.jobs.idle)


def add(qtbot, card, *paths):
    before = len(card.photos.thumbs)
    for path in paths:
        card.photos.add_photo(path)
    qtbot.waitUntil(lambda: len(card.photos.thumbs) == before + len(paths) and idle(card))


def idle(card):
    return card.desk.jobs.idle


def enlarge(qtbot, card, number=0):
    QTest.mouseClick(card.photos.thumbs[number], Qt.MouseButton.LeftButton)
    (view,) = (one for one in card.findChildren(PhotoView) if one.isVisible())
    qtbot.waitUntil(lambda: idle(card))
    return view


def kept(workspace, seen):
    with workspace.database.reading() as session:
        return list(media_of_observation(session, seen.id))


def test_an_observation_without_photos_says_how_to_add_one(card):
    assert card.photos.thumbs == []
    assert card.photos.add.text() == "Ajouter une photo…"
    assert "n’entrent pas dans l’étude" in card.photos.said.text()


def test_a_photo_is_added_and_shown(qtbot, card, photo, workspace, seen, sentences):
    add(qtbot, card, photo)
    assert len(kept(workspace, seen)) == 1
    assert sentences == ["La photo est dans l’étude, chiffrée."]
    (thumb,) = card.photos.thumbs
    assert thumb.accessibleName() == "Photo 1 sur 1"
    shown = thumb.icon().pixmap(QSize(96, 96)).toImage()
    assert shown.height() > shown.width()  # turned as it was taken


def test_the_chosen_files_are_added(qtbot, card, photo, workspace, seen, monkeypatch):
    other = photo.with_name("capture.png")
    other.write_bytes(encoded("PNG"))
    chosen = [str(photo), str(other)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: (chosen, ""))
    card.photos.add.click()
    qtbot.waitUntil(lambda: len(card.photos.thumbs) == 2 and idle(card))
    assert {one.media_type for one in kept(workspace, seen)} == {"image/jpeg", "image/png"}
    assert [one.accessibleName() for one in card.photos.thumbs] == [
        "Photo 1 sur 2",
        "Photo 2 sur 2",
    ]


def test_what_is_no_photo_is_refused_with_a_sentence(qtbot, card, tmp_path, sentences):
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"GIF89a")
    card.photos.add_photo(path)
    assert card.photos.said.text() == "Ajout en cours…"
    qtbot.waitUntil(lambda: bool(sentences) and idle(card))
    assert "ni une photo" in sentences[0]
    assert card.photos.thumbs == []
    assert card.photos.said.text() != "Ajout en cours…"


def test_a_card_closed_meanwhile_loses_no_photo(qtbot, desk, workspace, seen, photo, sentences):
    closed = ObservationCard(desk, seen)
    qtbot.waitUntil(lambda: desk.jobs.idle)
    closed.photos.add_photo(photo)
    shiboken6.delete(closed)
    qtbot.waitUntil(lambda: bool(sentences) and desk.jobs.idle)
    assert len(kept(workspace, seen)) == 1


def test_a_photo_opens_large_by_key_and_closes(qtbot, card, photo):
    add(qtbot, card, photo)
    card.photos.thumbs[0].setFocus()
    QTest.keyClick(card.photos.thumbs[0], Qt.Key.Key_Space)
    (view,) = card.findChildren(PhotoView)
    qtbot.waitUntil(lambda: not view.picture.pixmap().isNull())
    assert view.said.isHidden()
    assert view.windowTitle() == "Photo 1 sur 1"
    drawn = view.picture.pixmap()
    assert drawn.height() > drawn.width()
    view.resize(300, 260)
    assert view.picture.pixmap().height() <= 260
    with qtbot.waitSignal(view.destroyed):
        QTest.keyClick(view, Qt.Key.Key_Escape)


def test_a_photo_is_taken_away_and_comes_back(qtbot, card, photo, workspace, seen, sentences):
    add(qtbot, card, photo, photo)
    first = kept(workspace, seen)[0]
    enlarge(qtbot, card).take_away.click()
    qtbot.waitUntil(lambda: len(card.photos.thumbs) == 1 and idle(card))
    assert first.id not in {one.id for one in kept(workspace, seen)}
    assert sentences[-1] == "La photo est retirée."
    card.desk.jobs.write(undo)
    qtbot.waitUntil(lambda: len(card.photos.thumbs) == 2 and idle(card))


def test_a_copy_is_written_where_one_chooses(qtbot, card, photo, tmp_path, monkeypatch, sentences):
    add(qtbot, card, photo)
    view = enlarge(qtbot, card)
    where = str(tmp_path / "banc.jpg")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (where, ""))
    view.copy.click()
    qtbot.waitUntil(lambda: len(sentences) == 2 and idle(card))
    assert "n’est plus chiffrée" in sentences[1]
    assert picture((tmp_path / "banc.jpg").read_bytes(), 100).height() == 64
    view.accept()


def test_nothing_is_copied_where_nothing_is_chosen(qtbot, card, photo, monkeypatch, sentences):
    add(qtbot, card, photo)
    view = enlarge(qtbot, card)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: ("", ""))
    view.copy.click()
    assert idle(card)
    assert len(sentences) == 1
    view.accept()


def test_a_damaged_photo_says_so_where_it_would_be(qtbot, desk, workspace, seen, photo):
    made = attach(workspace, path=photo, owner=Owner(observation_id=seen.id)).value
    files.delete(files.media_folder(workspace.database.path), made.name)
    card = ObservationCard(desk, seen)
    qtbot.addWidget(card)
    qtbot.waitUntil(lambda: len(card.photos.thumbs) == 1 and desk.jobs.idle)
    (thumb,) = card.photos.thumbs
    assert "manque dans le dossier" in thumb.accessibleDescription()
    assert not thumb.icon().isNull()
    thumb.click()
    (view,) = card.findChildren(PhotoView)
    qtbot.waitUntil(lambda: "manque dans le dossier" in view.said.text())
    view.accept()


def test_pictures_follow_the_size_of_the_text(qtbot, card, photo, desk):
    add(qtbot, card, photo)
    (thumb,) = card.photos.thumbs
    before = thumb.iconSize().width()
    desk.change_settings(text_percent=200)
    assert thumb.iconSize().width() == 2 * before


def test_photos_of_the_study_as_it_was_are_only_looked_at(qtbot, desk, workspace, seen, photo):
    attach(workspace, path=photo, owner=Owner(observation_id=seen.id))
    workspace.database.read_only = True
    card = ObservationCard(desk, seen)
    qtbot.addWidget(card)
    card.show()
    qtbot.waitUntil(lambda: len(card.photos.thumbs) == 1 and desk.jobs.idle)
    assert card.photos.add.isHidden()
    card.photos.thumbs[0].click()
    (view,) = card.findChildren(PhotoView)
    qtbot.waitUntil(lambda: not view.picture.pixmap().isNull())
    assert view.take_away.isHidden()
    assert view.copy.isVisible()
    view.accept()


# --- pictures


def test_a_picture_is_drawn_no_larger_than_wanted():
    assert picture(encoded("JPEG"), 32).size() == QSize(32, 20)
    assert picture(encoded("PNG"), 500).size() == QSize(64, 40)
    assert picture(telling_jpeg(upright=6), 32).size() == QSize(20, 32)


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(50), b"<svg width='9' height='9'/>"])
def test_what_is_no_photo_is_not_drawn(content):
    with pytest.raises(UnreadableFile, match="ne peut pas être montrée"):
        picture(content, 100)


def test_a_photo_that_pretends_to_be_enormous_is_not_drawn():
    """A few bytes must not be able to ask for all the memory."""
    plain = encoded("PNG")
    header = (200_000).to_bytes(4, "big") * 2 + plain[24:29]
    enormous = plain[:8] + chunk(b"IHDR", header) + plain[33:]
    with pytest.raises(UnreadableFile):
        picture(enormous, 100)


def test_a_photo_cut_short_is_not_drawn():
    with pytest.raises(UnreadableFile):
        picture(encoded("PNG")[:60], 100)


def test_the_hint_keeps_the_bound_of_the_operation(card):
    assert operations.LARGEST_PHOTO == 30 * 1024 * 1024
    assert "Évitez les visages" in ordinary(card.photos.said.text())


@pytest.mark.parametrize("percent", [100, 200])
def test_photos_can_be_found_by_everybody(qtbot, card, photo, desk, percent):
    """Names for screen readers, whole words, the way of the keyboard: at any size of the text."""
    add(qtbot, card, photo, photo)
    desk.change_settings(text_percent=percent)
    qtbot.waitUntil(lambda: card.photos.thumbs[0].width() >= desk.theme.px(96))
    assert complaints(card) == []
    assert unreached(card) == []
    view = enlarge(qtbot, card)
    qtbot.waitUntil(lambda: not view.picture.pixmap().isNull())
    assert complaints(view) == []
    assert unreached(view) == []
    view.accept()
