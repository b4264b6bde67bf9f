"""The theme of the running application: palette, style sheet, type; light, dark and text size."""

from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cga_desktop.assets import asset
from cga_desktop.settings import Settings
from cga_desktop.ui.look.tokens import DARK, LIGHT, Tokens

BASE_PX = 15
_SIZES = {"base": 15, "small": 13, "section": 18, "page": 24}
_GENERIC_FAMILIES = {"", "sans serif", "sans-serif", "sans", "system-ui"}
_PLAIN_FAMILIES = ("Inter", "Noto Sans", "Cantarell", "Open Sans", "DejaVu Sans")
_READABLE_LINE = 68


class Theme(QObject):
    """What the window looks like now.

    Signals:
        changed: colours or sizes differ; custom-drawn widgets redraw.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._settings = Settings()
        application.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def dark(self) -> bool:
        """Whether the ground is dark."""
        if self._settings.theme != "system":
            return self._settings.theme == "dark"
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    @property
    def tokens(self) -> Tokens:
        """The colours of the ground."""
        return DARK if self.dark else LIGHT

    @property
    def scale(self) -> float:
        """How much larger than 100 % text is."""
        return self._settings.text_percent / 100

    def px(self, size: float) -> int:
        """``size`` pixels at 100 % text, at the present size."""
        return round(size * self.scale)

    def readable_width(self) -> int:
        """The width of 68 characters of text, in pixels."""
        metrics = QFontMetrics(self._application.font())
        return metrics.averageCharWidth() * _READABLE_LINE

    def use(self, settings: Settings) -> None:
        """Look as ``settings`` say."""
        same = (settings.theme, settings.text_percent) == (
            self._settings.theme,
            self._settings.text_percent,
        )
        self._settings = settings
        if not same:
            self._apply()

    def _system_changed(self) -> None:
        if self._settings.theme == "system":
            self._apply()

    def _apply(self) -> None:
        self._application.setFont(self._font())
        self._application.setPalette(_palette(self.tokens))
        sheet = Template(asset("style/window.qss").read_text(encoding="utf-8"))
        sizes = {f"{name}_px": str(self.px(px)) for name, px in _SIZES.items()}
        steps = {f"s{n}": str(self.px(n)) for n in (2, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48)}
        ground = "dark" if self.dark else "light"
        pictures = {
            name: asset(f"style/{name}-{ground}.svg").as_posix() for name in ("chevron", "check")
        }
        self._application.setStyleSheet(
            sheet.substitute(self.tokens.as_dict() | sizes | steps | pictures)
        )
        self.changed.emit()

    def _font(self) -> QFont:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        if font.family().casefold() in _GENERIC_FAMILIES:
            known = set(QFontDatabase.families())
            families = [family for family in _PLAIN_FAMILIES if family in known]
            font = QFont(families or [font.family()])
        font.setPixelSize(self.px(BASE_PX))
        return font


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.window),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.danger),
        (role.ToolTipBase, tokens.surface),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.Light, tokens.surface),
        (role.Mid, tokens.border),
        (role.Dark, tokens.field_border),
        (role.Accent, tokens.accent),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.muted))
    return palette
