"""« Fusionner avec… »: which card is the same actor, what is kept of both, and one of them goes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cga_desktop.domain.errors import UserError
from cga_desktop.domain.figures import figure
from cga_desktop.domain.records import Actor
from cga_desktop.i18n import _, ngettext
from cga_desktop.operations.merging import (
    Candidate,
    MergePreview,
    candidates,
    merge_actors,
    preview_merge,
)
from cga_desktop.operations.workspace import Workspace
from cga_desktop.ui.actors.merge_words import candidate_row, lines_of, moves
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.taking_back import Noted, noted
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.widgets.dialogs import lay_out
from cga_desktop.ui.widgets.parts import button, card, label
from cga_desktop.ui.widgets.record_list import RecordList
from cga_desktop.ui.widgets.scrolling import scrolled
from cga_desktop.ui.written import when_written

_WIDTH, _HEIGHT = 820, 660
_BETWEEN = 10
"""Pixels above the name of each value but the first."""


class MergeDialog(QDialog):
    """Merges an actor with another card of the same actor."""

    def __init__(self, parent: QWidget, desk: Desk, actor: Actor) -> None:
        super().__init__(parent.window())
        self._desk, self._actor = desk, actor
        self._other: Actor | None = None
        self._found: dict[str, Candidate] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Fusionner deux fiches"))
        self.title = label("", "title", wrap=True)
        self._question = _("Quelle fiche est aussi « {name} » ?").format(name=actor.name)
        self.said = label("", "danger", wrap=True)
        self.said.hide()
        self.list = RecordList(
            desk.theme,
            [],
            search_hint=_("Chercher un acteur"),
            count_text=lambda n: ngettext("{n} acteur", "{n} acteurs", n).format(n=figure(n)),
            empty=label(_("Il n’y a pas d’autre acteur dans l’étude."), "muted", wrap=True),
        )
        self.list.view.setAccessibleName(_("Acteurs, les plus ressemblants d’abord"))
        self.list.opened.connect(self._choose)
        self._ground = QWidget()
        self._preview = QVBoxLayout(self._ground)
        self._preview.setContentsMargins(0, 0, 8, 0)
        self._preview.setSpacing(12)
        self.keep_mine, self.keep_other = QRadioButton(), QRadioButton()
        self._keeping = QButtonGroup(self)
        self.pages = QStackedWidget()
        self.back = button(_("Choisir une autre fiche"), self._back)
        self.merge = button(_("Fusionner"), self._merge_soon, role="accent")
        self.cancel = button(_("Garder les deux"), self.reject)
        self._lay_out()
        wanted = QSize(desk.theme.px(_WIDTH), desk.theme.px(_HEIGHT))
        self.resize(wanted.boundedTo(parent.window().size()))
        desk.jobs.run(
            partial(_likely, actor_id=actor.id),
            owner=self,
            then=self._show,
            failed=self._refused,
        )

    def _lay_out(self) -> None:
        for one in (self.keep_mine, self.keep_other):
            self._keeping.addButton(one)
        self.keep_mine.setChecked(True)
        self._keeping.buttonToggled.connect(self._keep_toggled)
        self.pages.addWidget(self.list)
        self.pages.addWidget(self._second_page())
        lay_out(
            self,
            self.title,
            self.said,
            page=self.pages,
            aside=self.back,
            buttons=(self.merge, self.cancel),
        )
        self._back()

    def _second_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Fiche gardée"), "strong"))
        column.addWidget(self.keep_mine)
        column.addWidget(self.keep_other)
        area = scrolled(self._ground)
        area.setAccessibleName(_("Ce que donne la fusion"))
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows turn the page: it has no field
        column.addWidget(area, 1)
        return page

    # --- which one -------------------------------------------------------------------------------

    def _show(self, found: Sequence[Candidate]) -> None:
        self._found = {one.actor.id: one for one in found}
        self.list.set_rows([candidate_row(one) for one in found])
        self.list.search.setFocus()

    def _choose(self, actor_id: str) -> None:
        self._other = self._found[actor_id].actor
        self.keep_mine.setText(_name(self._actor))
        self.keep_other.setText(_name(self._other))
        self.keep_mine.setChecked(True)
        self._read_preview()

    def _back(self) -> None:
        self.pages.setCurrentIndex(0)
        self.title.setText(self._question)
        self.back.hide()
        self.merge.hide()
        self.said.hide()

    # --- what it gives ---------------------------------------------------------------------------

    @property
    def _ends(self) -> tuple[str, str]:
        """The ids of the card that stays and of the one that goes."""
        if self._other is None:
            return "", ""
        mine, other = self._actor.id, self._other.id
        return (mine, other) if self.keep_mine.isChecked() else (other, mine)

    def _keep_toggled(self, _button: object, checked: bool) -> None:
        if checked and self._other is not None:
            self._read_preview()

    def _read_preview(self) -> None:
        keep_id, absorbed_id = self._ends
        self.merge.setEnabled(False)
        self.said.hide()
        self._desk.jobs.run(
            partial(_preview, keep_id=keep_id, absorbed_id=absorbed_id),
            owner=self,
            then=self._show_preview,
            failed=self._refused,
        )

    def _show_preview(self, preview: MergePreview) -> None:
        if (preview.kept.id, preview.taken.id) != self._ends:
            return  # the other one is to be kept by now
        while (item := self._preview.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison]  (Qt answers None)
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._preview.addWidget(_grid(preview))
        for sentence in moves(preview):
            self._preview.addWidget(label(sentence, wrap=True))
        back = _("« Annuler » rend les deux fiches telles qu’elles étaient.")
        self._preview.addWidget(label(back, "small", wrap=True))
        self._preview.addStretch(1)
        if self.pages.currentIndex() == 0:
            self.pages.setCurrentIndex(1)
            self.title.setText(_("Fusionner ces deux fiches ?"))
            self.merge.setFocus()
        self.back.show()
        self.merge.show()
        self.merge.setEnabled(True)

    def _refused(self, error: UserError) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()

    # --- doing it --------------------------------------------------------------------------------

    def _merge_soon(self) -> None:
        """What was typed is written first: an undo brings back all of it."""
        self.merge.setEnabled(False)
        when_written(self._desk, self._merge, self._not_written)

    def _not_written(self) -> None:
        self.merge.setEnabled(True)
        self._say(
            _(
                "Vos derniers mots ne sont pas encore sur le disque : rien n’a été fusionné. "
                "Réessayez quand ils seront enregistrés."
            )
        )

    def _merge(self) -> None:
        keep_id, absorbed_id = self._ends
        self._desk.jobs.write(
            noted(partial(merge_actors, keep_id=keep_id, absorbed_id=absorbed_id)),
            initiator=self,
            then=self._merged,
            failed=self._not_merged,
        )

    def _not_merged(self, error: UserError) -> None:
        self.merge.setEnabled(True)
        self._refused(error)

    def _merged(self, done: Noted[Actor]) -> None:
        kept = done.value
        gone = self._other if self._other is not None and kept.id == self._actor.id else self._actor
        said = _("« {gone} » est fusionné avec « {kept} ».")
        self._desk.done.emit(said.format(gone=gone.name, kept=kept.name), done.line)
        self._desk.go(Room.ACTORS, kept.id)
        self.accept()


def _name(actor: Actor) -> str:
    return f"{actor.name} · {actor.address}" if actor.address else actor.name


def _grid(preview: MergePreview) -> QWidget:
    frame, column = card()
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    for at, head in enumerate((_("Fiche gardée"), _("Fiche qui disparaît"), _("Ce qui reste"))):
        grid.addWidget(label(head, "strong", wrap=True), 0, at)
        grid.setColumnStretch(at, 1)
    row = 1
    for line in lines_of(preview):
        word = label(line.word, "small", wrap=True)
        word.setContentsMargins(0, _BETWEEN if row > 1 else 0, 0, 0)
        grid.addWidget(word, row, 0, 1, 3)
        for at, text in enumerate((line.kept, line.taken, line.after)):
            value = label(text or "–", wrap=True)
            value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(value, row + 1, at)
        row += 2
    column.addLayout(grid)
    return frame


def _likely(workspace: Workspace, *, actor_id: str) -> Sequence[Candidate]:
    with workspace.database.reading() as session:
        return candidates(session, actor_id)


def _preview(workspace: Workspace, *, keep_id: str, absorbed_id: str) -> MergePreview:
    with workspace.database.reading() as session:
        return preview_merge(session, keep_id=keep_id, absorbed_id=absorbed_id)
