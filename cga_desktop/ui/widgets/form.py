"""A form: rows of a label and a field.

``labelled`` (and ``add_row``, which uses it) is the only way to add one, so that no field goes
without its buddy, its accessible name and its description.
"""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import label


def labelled(title: str, field: QWidget, *, help_text: str = "") -> QWidget:
    """A field under its title; ``help_text`` says what belongs in it."""
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    name = label(title, "strong", wrap=True)
    name.setBuddy(field)
    field.setAccessibleName(title)
    column.addWidget(name)
    column.addWidget(field)
    if help_text:
        field.setAccessibleDescription(help_text)
        column.addWidget(label(help_text, "small", wrap=True))
    return row


class Form(QWidget):
    """Labelled fields, one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def add_row(self, title: str, field: QWidget, *, help_text: str = "") -> None:
        """A field under its title; ``help_text`` says what belongs in it."""
        self._space(8)
        self._column.addWidget(labelled(title, field, help_text=help_text))

    def add_beside(self, *rows: QWidget, share: int) -> None:
        """Rows made by ``labelled`` side by side, each at least ``share`` pixels wide."""
        self._space(8)
        line = QWidget()
        flow = FlowLayout(line, gap=16, share=share)
        for row in rows:
            flow.addWidget(row)
        self._column.addWidget(line)

    def add_section(self, title: str) -> None:
        """A heading between rows."""
        self._space(16)
        self._column.addWidget(label(title, "section"))

    def add_widget(self, widget: QWidget) -> None:
        """Something that is not a field: a sentence, a row of buttons."""
        self._space(8)
        self._column.addWidget(widget)

    def finish(self) -> None:
        """Keep the rows together at the top."""
        self._column.addStretch(1)

    def _space(self, pixels: int) -> None:
        if self._column.count():
            self._column.addSpacing(pixels)
