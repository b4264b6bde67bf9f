"""Widgets flow to the next line when there is no more room on theirs."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from cga_desktop.ui.widgets.flow import FlowLayout


class Box(QWidget):
    """A widget that wants some size, and no less than its half."""

    def __init__(self, width, height=20):
        super().__init__()
        self.wanted = QSize(width, height)

    def sizeHint(self):  # noqa: N802  (Qt's name)
        return self.wanted

    def minimumSizeHint(self):  # noqa: N802  (Qt's name)
        return QSize(self.wanted.width() // 2, self.wanted.height())


@pytest.fixture
def flow(qtbot):
    grounds = []

    def make(*widths, gap=10, share=0):
        ground = QWidget()
        qtbot.addWidget(ground)
        layout = FlowLayout(ground, gap=gap, share=share)
        grounds.append(ground)
        boxes = [Box(width) for width in widths]
        for one in boxes:
            layout.addWidget(one)
            one.show()
        return layout, boxes

    yield make
    grounds.clear()


def places(layout, boxes, width):
    layout.setGeometry(QRect(0, 0, width, 1000))
    return [one.geometry().getRect() for one in boxes]


def test_beside_each_other_where_there_is_room(flow):
    layout, boxes = flow(100, 50)
    assert places(layout, boxes, 160) == [(0, 0, 100, 20), (110, 0, 50, 20)]
    assert layout.heightForWidth(160) == 20


def test_on_the_next_line_where_there_is_not(flow):
    layout, boxes = flow(100, 50, 40)
    assert places(layout, boxes, 159) == [(0, 0, 100, 20), (0, 30, 50, 20), (60, 30, 40, 20)]
    assert layout.heightForWidth(159) == 50


def test_shared_lines_are_filled(flow):
    layout, boxes = flow(10, 10, share=100)
    assert places(layout, boxes, 310) == [(0, 0, 150, 20), (160, 0, 150, 20)]
    assert places(layout, boxes, 209) == [(0, 0, 209, 20), (0, 30, 209, 20)]


def test_nothing_gets_narrower_than_it_must_be_while_the_line_can_be_broken(flow):
    layout, boxes = flow(10, 400, share=100)
    assert places(layout, boxes, 330) == [(0, 0, 110, 20), (120, 0, 210, 20)]


def test_nothing_is_wider_than_the_line(flow):
    layout, boxes = flow(500)
    assert places(layout, boxes, 300) == [(0, 0, 300, 20)]


def test_what_is_hidden_takes_no_room(flow):
    layout, boxes = flow(100, 50, 40)
    boxes[0].hide()
    assert places(layout, boxes, 160)[1:] == [(0, 0, 50, 20), (60, 0, 40, 20)]


def test_an_empty_one_has_no_height(flow):
    layout, _boxes = flow()
    assert layout.heightForWidth(300) == 0


def test_its_minimum_is_its_widest_alone(flow):
    layout, _boxes = flow(100, 300)
    assert layout.minimumSize() == QSize(150, 20)
