"""The first page: a new study, one that exists, or the demonstration."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from cga_desktop.i18n import _
from cga_desktop.ui.look.icons import icon
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.welcome.pages import Page
from cga_desktop.ui.widgets.parts import with_role

_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class ChoiceButton(QPushButton):
    """A large choice: an icon, a verb, a sentence; as high as its words need at its width."""

    def __init__(self, theme: Theme, picture: str, title: str, sentence: str) -> None:
        super().__init__()
        with_role(self, "card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self._theme, self._picture = theme, picture
        self._title, self._sentence = title, sentence
        theme.changed.connect(self._fit)

    def _font(self, px: int, weight: QFont.Weight) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.px(px))
        font.setWeight(weight)
        return font

    def _areas(self) -> tuple[QRect, QRect, QRect]:
        """Where icon, title and sentence go, in the button's present width."""
        air, side = self._theme.px(16), self._theme.px(32)
        left = air + side + air
        width = max(self.width() - left - air, 1)
        heights: list[int] = []
        for font, words in (
            (self._font(18, QFont.Weight.DemiBold), self._title),
            (self._font(15, QFont.Weight.Normal), self._sentence),
        ):
            free = QRect(0, 0, width, 10_000)
            heights.append(QFontMetrics(font).boundingRect(free, _WRAPPED, words).height())
        title = QRect(left, air, width, heights[0])
        sentence = QRect(left, title.bottom() + self._theme.px(4), width, heights[1])
        icon_top = (sentence.bottom() + air - side) // 2
        return QRect(air, icon_top, side, side), title, sentence

    def _fit(self) -> None:
        self.setFixedHeight(self._areas()[2].bottom() + self._theme.px(16))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """As high as the words need at the new width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The style's ground, then icon and words."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        tokens = self._theme.tokens
        icon_area, title, sentence = self._areas()
        icon(self._picture, tokens.accent).paint(painter, icon_area)
        painter.setPen(QColor(tokens.text))
        painter.setFont(self._font(18, QFont.Weight.DemiBold))
        painter.drawText(title, _WRAPPED, self._title)
        painter.setPen(QColor(tokens.muted))
        painter.setFont(self._font(15, QFont.Weight.Normal))
        painter.drawText(sentence, _WRAPPED, self._sentence)


class ChoicesPage(Page):
    """The first thing a newcomer sees.

    Signals:
        chosen: "resume", "new", "open", "restore" or "demonstration".
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
                "clock-counter-clockwise",
                _("Restaurer une copie"),
                _("Une copie de sauvegarde redevient une étude, à côté de celles qui existent."),
                "restore",
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

    def take_hands(self) -> None:
        """The first choice."""
        if self._first is not None:
            self._first.setFocus()
