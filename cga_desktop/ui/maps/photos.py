"""The photos of an observation: small pictures that open, and a way to add one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from cga_desktop.domain.changes import Changes
from cga_desktop.domain.errors import UserError
from cga_desktop.domain.records import Media
from cga_desktop.i18n import _
from cga_desktop.operations.media import Owner, Sealed, join, photo_content, seal
from cga_desktop.store.queries.media import media_of_observation
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.look.icons import icon, keep_icon
from cga_desktop.ui.maps.photo_view import PhotoView
from cga_desktop.ui.maps.pictures import picture
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import button, label, with_role

_SIDE = 96


class Photos(QWidget):
    """What was photographed there; each photo is sealed into the study as it is added."""

    def __init__(self, desk: Desk, observation_id: str) -> None:
        super().__init__()
        self.desk = desk
        self._owner = Owner(observation_id=observation_id)
        self._shown: Sequence[Media] = ()
        self._pictures: dict[str, QImage] = {}
        self._under_way = 0
        self.thumbs: list[QToolButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_("Photos"), "strong"))
        self._row = QWidget()
        self._flow = FlowLayout(self._row, gap=8)
        column.addWidget(self._row)
        self.add = button(_("Ajouter une photo…"), self._choose)
        keep_icon(self.add, desk.theme, "camera")
        column.addWidget(self.add)
        hint = _(
            "Le lieu, la date et l’appareil inscrits dans le fichier n’entrent pas dans l’étude. "
            "Évitez les visages."
        )
        self.said = label(hint, "small", wrap=True)
        self._hint = hint
        column.addWidget(self.said)
        for one in (self.add, self.said):
            one.setVisible(not desk.read_only)
        desk.jobs.changed.connect(self._changed)
        desk.theme.changed.connect(self._draw_all)
        self._reload()

    # --- what is there ---------------------------------------------------------------------------

    def _changed(self, what: Changes, _initiator: object) -> None:
        if what & Changes.OBSERVATIONS:
            self._reload()

    def _reload(self) -> None:
        observation_id = self._owner.observation_id or ""
        self.desk.jobs.read(
            lambda session: media_of_observation(session, observation_id),
            owner=self,
            then=self._show,
            topic="photos",
        )

    def _show(self, found: Sequence[Media]) -> None:
        if [one.id for one in found] == [one.id for one in self._shown] and self._shown:
            return
        self._shown = found
        while (item := self._flow.takeAt(0)) is not None:
            thumb = item.widget()
            if thumb is not None:
                thumb.hide()
                thumb.deleteLater()
        self.thumbs = [self._thumb(number, one) for number, one in enumerate(found, start=1)]
        for thumb in self.thumbs:
            self._flow.addWidget(thumb)
        self._row.setVisible(bool(found))
        self._draw_all()

    def _thumb(self, number: int, photo: Media) -> QToolButton:
        made = with_role(QToolButton(), "photo")
        name = _("Photo {number} sur {count}").format(number=number, count=len(self._shown))
        made.setAccessibleName(name)
        made.setToolTip(_("Agrandir"))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(partial(self._open, photo, name))
        if photo.id not in self._pictures:
            self._fetch(photo, made)
        return made

    def _fetch(self, photo: Media, thumb: QToolButton) -> None:
        longest = 2 * self.desk.theme.px(_SIDE)  # sharp on fine screens too

        def show(drawn: QImage) -> None:
            self._pictures[photo.id] = drawn
            self._draw_all()

        def refused(error: UserError) -> None:
            thumb.setToolTip(str(error))
            thumb.setAccessibleDescription(str(error))
            thumb.setIcon(icon("warning", self.desk.theme.tokens.danger))

        self.desk.jobs.run(
            lambda workspace: picture(photo_content(workspace, photo), longest),
            owner=thumb,
            then=show,
            failed=refused,
        )

    def _draw_all(self) -> None:
        side = self.desk.theme.px(_SIDE)
        for photo, thumb in zip(self._shown, self.thumbs, strict=True):
            thumb.setIconSize(QSize(side, side))
            drawn = self._pictures.get(photo.id)
            if drawn is not None:
                thumb.setIcon(QPixmap.fromImage(drawn))
            elif not thumb.accessibleDescription():
                thumb.setIcon(icon("image", self.desk.theme.tokens.muted))

    def _open(self, photo: Media, name: str) -> None:
        PhotoView(self, self.desk, photo, name).open()

    # --- adding ----------------------------------------------------------------------------------

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(
            self, _("Ajouter une photo"), "", _("Photos (*.jpg *.jpeg *.png *.webp)")
        )
        for path in chosen:
            self.add_photo(Path(path))

    def add_photo(self, path: Path) -> None:
        """Seal a copy of a photo into the study; it goes on where the card is closed meanwhile."""
        self._show_progress(1)
        self.desk.jobs.run(
            lambda workspace: seal(workspace, path=path, owner=self._owner),
            owner=self.desk,
            then=self._join,
            failed=self._refused,
        )

    def _join(self, sealed: Sealed) -> None:
        self.desk.jobs.write(
            lambda workspace: join(workspace, sealed=sealed),
            initiator=self.desk,
            then=lambda _made: self._joined(),
            failed=self._refused,
        )

    def _joined(self) -> None:
        self._show_progress(-1)
        self.desk.said.emit(_("La photo est dans l’étude, chiffrée."))

    def _refused(self, error: UserError) -> None:
        self._show_progress(-1)
        self.desk.refused.emit(str(error))

    def _show_progress(self, more: int) -> None:
        self._under_way += more
        if isValid(self):
            self.said.setText(_("Ajout en cours…") if self._under_way else self._hint)
