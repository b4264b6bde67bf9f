"""Fields that can be read and copied, and not written in: a study as it once was."""

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from cga_desktop.i18n import _


def let_only_look(root: QWidget) -> None:
    """Close every field below ``root`` to the keyboard; its text can still be chosen and copied."""
    for one in root.findChildren(QWidget):
        if isinstance(one, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox):
            one.setReadOnly(True)
        elif isinstance(one, QComboBox | QRadioButton | QCheckBox):
            one.setEnabled(False)


def only_looking() -> str:
    """Why nothing can be written now."""
    return _(
        "Vous regardez l’étude telle qu’elle était : rien ne peut y être changé. Revenez à "
        "l’étude d’aujourd’hui pour écrire."
    )
