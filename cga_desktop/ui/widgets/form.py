"""A form: rows of a label and a field.

``add_row`` is the only way to add one, so that no field goes without its buddy, its accessible
name and its description.
"""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cga_desktop.ui.widgets.parts import label


class Form(QWidget):
    """Labelled fields, one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def add_row(self, title: str, field: QWidget, *, help_text: str = "") -> None:
        """A field under its title; ``help_text`` says what belongs in it."""
        if self._column.count():
            self._column.addSpacing(8)
        name = label(title, "strong")
        name.setBuddy(field)
        field.setAccessibleName(title)
        self._column.addWidget(name)
        self._column.addWidget(field)
        if help_text:
            field.setAccessibleDescription(help_text)
            self._column.addWidget(label(help_text, "small", wrap=True))

    def add_section(self, title: str) -> None:
        """A heading between rows."""
        self._column.addSpacing(16)
        self._column.addWidget(label(title, "section"))

    def add_widget(self, widget: QWidget) -> None:
        """Something that is not a field: a sentence, a row of buttons."""
        self._column.addSpacing(8)
        self._column.addWidget(widget)

    def finish(self) -> None:
        """Keep the rows together at the top."""
        self._column.addStretch(1)
