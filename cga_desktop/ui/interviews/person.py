"""The inhabitant met: a pseudonym, an age band, a neighbourhood, and nothing more."""

from PySide6.QtWidgets import QVBoxLayout

from cga_desktop.domain.kinds import AgeBand
from cga_desktop.i18n import _
from cga_desktop.operations.interviews import InterviewChanges
from cga_desktop.ui.interviews.bindings import Binding
from cga_desktop.ui.interviews.fields import FieldCard
from cga_desktop.ui.interviews.reading import Reading
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.widgets.choices import Choice, ChoiceRow
from cga_desktop.ui.widgets.form import Form, labelled
from cga_desktop.ui.widgets.parts import label

_NARROWEST = 240
"""Of two fields side by side, in pixels at 100 % text."""


class PersonCard(FieldCard):
    """Who is being listened to, as far as it is written at all."""

    def __init__(self, reading: Reading, theme: Theme) -> None:
        super().__init__()
        self.pseudonym = self._line("pseudonym")
        self.neighbourhood = self._line("neighbourhood", reading.neighbourhoods)
        self.age = ChoiceRow(
            _("Tranche d’âge"),
            (
                *(Choice(band.value, band.value) for band in AgeBand),
                Choice("", _("Non précisée")),
            ),
        )
        self.age.chosen.connect(self._aged)
        self.bindings.append(
            Binding(("fields", "age_band"), self.age, lambda r: self._show_age(r.field("age_band")))
        )
        form = Form()
        form.add_row(_("Tranche d’âge"), self.age)
        form.add_beside(
            labelled(_("Quartier"), self.neighbourhood, help_text=_("Jamais une adresse.")),
            labelled(_("Pseudonyme"), self.pseudonym, help_text=_("Il remplace le nom partout.")),
            share=theme.px(_NARROWEST),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("La personne"), "section"))
        column.addWidget(form)

    def allow(self, *, allowed: bool) -> None:
        """Let what is about the person be written, or not."""
        self.age.setEnabled(allowed)
        self.neighbourhood.setEnabled(allowed)

    def _show_age(self, value: str) -> None:
        self.age.show_value(value)

    def _aged(self, value: str) -> None:
        self.changed.emit(InterviewChanges(fields={"age_band": value}))
