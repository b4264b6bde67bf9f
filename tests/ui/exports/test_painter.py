import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.drawing import Area, Drawing, Line, Page, Pen, Window, Words
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.exports import freeze_report, write_report
from cga_desktop.ui.exports.painter import QtSheetPrinter, draw_page

pytestmark = pytest.mark.usefixtures("qapp")

RED = ((20.0, 30.0), (60.0, 30.0), (60.0, 50.0), (20.0, 50.0))
POINTS_PER_MM = 72 / 25.4


def sheet(*shapes, width=210.0, height=297.0):
    return Drawing("Carte d’essai", "CGA Terrain 0.1.0", (Page(width, height, shapes),))


def printed(drawing: Drawing, folder: Path) -> QPdfDocument:
    path = folder / "carte.pdf"
    QtSheetPrinter().pdf(drawing, path)
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    return document


def picture(document: QPdfDocument, page: int = 0) -> QImage:
    """A page at four pixels a millimetre, on white."""
    size = document.pagePointSize(page) / POINTS_PER_MM * 4
    drawn = document.render(page, QSize(round(size.width()), round(size.height())))
    ground = QImage(drawn.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor("white"))
    painter = QPainter(ground)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return ground


def colour(image: QImage, x: float, y: float) -> str:
    return image.pixelColor(round(x * 4), round(y * 4)).name()


def dark_columns(image: QImage) -> list[int]:
    """The columns, in pixels, in which there is ink."""
    heights = range(image.height())
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 128 for y in heights)
    ]


def test_shapes_lie_where_they_were_put_to_a_quarter_of_a_millimetre(tmp_path):
    image = picture(printed(sheet(Area((RED,), "#ff0000")), tmp_path))
    for x, y in ((20.5, 30.5), (59.5, 49.5), (40, 40)):
        assert colour(image, x, y) == "#ff0000"
    for x, y in ((19.5, 40), (60.5, 40), (40, 29.5), (40, 50.5)):
        assert colour(image, x, y) == "#ffffff"


def test_a_ring_in_a_ring_is_a_hole(tmp_path):
    hole = ((30.0, 35.0), (50.0, 35.0), (50.0, 45.0), (30.0, 45.0))
    image = picture(printed(sheet(Area((RED, hole), "#ff0000")), tmp_path))
    assert colour(image, 25, 40) == "#ff0000"
    assert colour(image, 40, 40) == "#ffffff"


def test_a_window_hides_what_lies_outside_and_only_there(tmp_path):
    clipped = Window(30, 30, 10, 20, (Area((RED,), "#ff0000"),))
    after = Line(((100.0, 100.0), (120.0, 100.0)), Pen("#0000ff", 2))
    image = picture(printed(sheet(clipped, after), tmp_path))
    assert colour(image, 35, 40) == "#ff0000"
    assert colour(image, 25, 40) == colour(image, 45, 40) == "#ffffff"
    assert colour(image, 110, 100) == "#0000ff"


@pytest.mark.parametrize(("width", "height"), [(210, 297), (297, 210), (297, 420), (420, 297)])
def test_pages_are_a4_and_a3_either_way(tmp_path, width, height):
    size = printed(sheet(Area((RED,), "#ff0000"), width=width, height=height), tmp_path)
    points = size.pagePointSize(0)
    assert points.width() == pytest.approx(width * POINTS_PER_MM, abs=1)
    assert points.height() == pytest.approx(height * POINTS_PER_MM, abs=1)


def test_one_document_may_hold_pages_of_both_ways(tmp_path):
    word = Words("page", (20, 20), 8)
    drawing = Drawing("t", "c", (Page(297, 210, (word,)), Page(210, 297, (word,))))
    document = printed(drawing, tmp_path)
    sizes = [document.pagePointSize(page) for page in range(document.pageCount())]
    assert [one.width() > one.height() for one in sizes] == [True, False]


def test_text_can_be_selected_searched_and_is_vector(tmp_path):
    words = (
        Words("Bondy : les acteurs du territoire, diffuser, œuvre", (20, 20), 6, halo="#ffffff"),
        Words("Rue de l’Été", (100, 150), 5, angle=37, anchor="middle"),
    )
    document = printed(sheet(*words), tmp_path)
    found = document.getAllText(0).text()
    assert "Bondy : les acteurs du territoire, diffuser, œuvre" in found
    raw = (tmp_path / "carte.pdf").read_bytes()
    assert b"/FontFile" in raw, "its letters travel with it"
    assert b"/Subtype /Image" not in raw
    assert document.metaData(QPdfDocument.MetaDataField.Title) == "Carte d’essai"
    assert document.metaData(QPdfDocument.MetaDataField.Creator) == "CGA Terrain 0.1.0"


@pytest.mark.parametrize(("anchor", "left"), [("start", 100.0), ("middle", 75.0), ("end", 50.0)])
def test_words_are_as_wide_as_they_were_measured_and_stand_by_their_anchor(tmp_path, anchor, left):
    printer = QtSheetPrinter()
    size = 50 / printer.text_width("HOMH", 1.0)
    document = printed(sheet(Words("HOMH", (100, 100), size, anchor=anchor)), tmp_path)
    columns = dark_columns(picture(document))
    assert columns[0] / 4 == pytest.approx(left, abs=2)
    assert columns[-1] / 4 == pytest.approx(left + 50, abs=2)


def test_bold_is_measured_as_bold():
    printer = QtSheetPrinter()
    plain = printer.text_width("Épinay-sur-Seine", 3.0)
    assert printer.text_width("Épinay-sur-Seine", 3.0, bold=True) > plain
    assert printer.text_width("Épinay-sur-Seine", 6.0) == pytest.approx(2 * plain)
    assert printer.text_width("", 3.0) == 0


def test_the_same_page_can_become_a_picture():
    image = QImage(840, 1188, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(4000)
    image.setDotsPerMeterY(4000)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_page(sheet(Area((RED,), "#ff0000")).pages[0], painter, 4.0)
    painter.end()
    assert colour(image, 40, 40) == "#ff0000"
    assert colour(image, 61, 40) == "#ffffff"


def test_another_thread_may_print(tmp_path):
    with ThreadPoolExecutor(1) as lane:
        document = lane.submit(printed, sheet(Words("au fond", (20, 20), 5)), tmp_path).result()
        assert "au fond" in document.getAllText(0).text()
        del document


def test_a_disk_that_refuses_is_not_passed_over(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        QtSheetPrinter().pdf(sheet(), tmp_path / "absent" / "carte.pdf")


def test_without_an_application_or_a_screen_it_prints_all_the_same(tmp_path):
    program = (
        "import sys, pathlib\n"
        "from cga_desktop.domain.drawing import Drawing, Page, Words\n"
        "from cga_desktop.ui.exports.painter import QtSheetPrinter\n"
        "printer = QtSheetPrinter()\n"
        "assert printer.text_width('Bondy', 5) > 5\n"
        "page = Page(210, 297, (Words('Bondy', (20, 20), 5),))\n"
        "printer.pdf(Drawing('t', 'c', (page,)), pathlib.Path(sys.argv[1]))\n"
    )
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    quiet = {name: value for name, value in os.environ.items() if name not in hidden}
    path = tmp_path / "carte.pdf"
    ran = subprocess.run(  # noqa: S603  (our own words)
        [sys.executable, "-c", program, str(path)],
        env=quiet,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("paper", "short", "long"), [("A4", 595, 842), ("A3", 842, 1191)])
def test_a_study_s_printed_map_names_its_title_and_actors(workspace, tmp_path, paper, short, long):
    world = replace(workspace, printer=QtSheetPrinter())
    for name, lat in (("Les Mains du canal", 48.906), ("L’Œuvre d’été", 48.9)):
        add_actor(world, draft=ActorDraft.filled({"name": name, "lat": lat, "lon": 2.48}))
    report = freeze_report(world, audience="public").value
    (file,) = write_report(world, report=report, formats=["pdf"], folder=tmp_path, paper=paper)
    document = QPdfDocument()
    document.load(str(file.path))
    size = document.pagePointSize(0)
    assert sorted((round(size.width()), round(size.height()))) == [short, long]
    on_the_map = document.getAllText(0).text()
    title = report.title.replace("\u00a0", " ")
    for expected in (title, "Les Mains du canal", "L’Œuvre d’été", "Lambert-93"):
        assert expected in on_the_map
