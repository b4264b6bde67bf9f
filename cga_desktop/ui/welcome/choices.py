"""The first page: a new study, one that exists, or the demonstration."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cga_desktop.i18n import _
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.welcome.pages import Page
from cga_desktop.ui.widgets.parts import label, with_role


class ChoiceButton(QPushButton):
    """A large choice: an icon, a verb, a sentence."""

    def __init__(self, theme: Theme, picture: str, title: str, sentence: str) -> None:
        super().__init__()
        with_role(self, "card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._theme, self._picture = theme, picture
        self._icon = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._words = (label(title, "section"), label(sentence, "muted", wrap=True))
        for one in self._words:
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(one)
        row.addLayout(words, 1)
        theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        side = self._theme.px(32)
        self._icon.setPixmap(icon(self._picture, self._theme.tokens.accent).pixmap(side, side))
        self.setMinimumHeight(self._theme.px(88))


class ChoicesPage(Page):
    """The first thing a newcomer sees.

    Signals:
        chosen: "new", "open" or "demonstration".
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, resume: str = "") -> None:
        super().__init__(
            theme,
            _("Bienvenue dans CGA Terrain"),
            _(
                "Recueillez des entretiens sans réseau, situez les acteurs sur la carte, "
                "et partagez ce que le territoire a dit. Tout reste chiffré sur cet ordinateur."
            ),
        )
        choices = [
            (
                "plus-circle",
                _("Nouvelle étude"),
                _("Choisissez les communes et une phrase de passe, puis commencez."),
                "new",
            ),
            (
                "folder-open",
                _("Ouvrir une étude"),
                _("Reprenez une étude qui est déjà sur cet ordinateur."),
                "open",
            ),
            (
                "compass",
                _("Essayer avec l’étude de démonstration"),
                _("Des acteurs et des entretiens inventés, pour tout essayer sans risque."),
                "demonstration",
            ),
        ]
        if resume:
            again = (
                "arrow-right",
                _("Reprendre « {name} »").format(name=resume),
                _("La dernière étude ouverte ; sa phrase de passe peut être demandée."),
                "resume",
            )
            choices.insert(0, again)
        self._first: ChoiceButton | None = None
        for picture, title, sentence, answer in choices:
            made = ChoiceButton(theme, picture, title, sentence)
            made.clicked.connect(self._answer(answer))
            self.column.addWidget(made)
            self._first = self._first or made
        self.column.addStretch(1)

    def _answer(self, answer: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(answer)

    def first_field(self) -> QWidget | None:
        """The first choice."""
        return self._first
