"""What the pages of the welcome have in common: a calm column, a secret field, a foot."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.i18n import _
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.parts import label

_COLUMN_WIDTH = 560


class Page(QScrollArea):
    """A calm column in the middle of the window."""

    def __init__(self, theme: Theme, title: str, lead: str) -> None:
        super().__init__()
        self.theme = theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        row = QHBoxLayout(ground)
        self._holder = QWidget()
        row.addStretch(1)
        row.addWidget(self._holder)
        row.addStretch(1)
        self.column = QVBoxLayout(self._holder)
        self.column.setContentsMargins(24, 48, 24, 24)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "title", wrap=True))
        self.column.addWidget(label(lead, "muted", wrap=True))
        self.column.addSpacing(8)
        self.setWidget(ground)
        theme.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self._holder.setFixedWidth(self.theme.px(_COLUMN_WIDTH))

    def first_field(self) -> QWidget | None:
        """What takes the keyboard when the page comes into view."""
        return None


def secret() -> QLineEdit:
    """A field for a passphrase, hidden until its reader asks to see it."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    show = field.addAction(
        icon("eye", field.palette().placeholderText().color().name()),
        QLineEdit.ActionPosition.TrailingPosition,
    )
    show.setText(_("Montrer ou cacher la phrase"))
    show.setToolTip(_("Montrer ou cacher la phrase"))
    show.setCheckable(True)

    def set_shown(shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        field.setEchoMode(mode)

    show.toggled.connect(set_shown)
    return field


def foot(*buttons: QPushButton) -> QHBoxLayout:
    """The buttons at the foot of a page, the next thing to do first."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 8, 0, 0)
    for one in buttons:
        row.addWidget(one)
    row.addStretch(1)
    return row
