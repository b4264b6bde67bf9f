"""How dialogs of several pages are laid out: what it is about, the page, the buttons."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget


def lay_out(
    dialog: QDialog, *above: QWidget, page: QWidget, aside: QWidget, buttons: tuple[QWidget, ...]
) -> None:
    """Put ``above`` over ``page``; below it ``aside`` on the left and ``buttons`` on the right."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    for one in above:
        column.addWidget(one)
    column.addWidget(page, 1)
    row = QHBoxLayout()
    row.addWidget(aside)
    row.addStretch(1)
    for one in buttons:
        row.addWidget(one)
    column.addLayout(row)
