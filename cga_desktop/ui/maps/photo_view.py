"""One photo, large: look at it, copy it out of the study, or take it away."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cga_desktop.domain.errors import UserError
from cga_desktop.domain.photos import SUFFIXES
from cga_desktop.domain.records import Media
from cga_desktop.i18n import _
from cga_desktop.operations.media import photo_content, remove, save_copy
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.history.taking_back import noted
from cga_desktop.ui.maps.pictures import picture
from cga_desktop.ui.widgets.flow import FlowLayout
from cga_desktop.ui.widgets.parts import button, label

_LARGEST = 2_000
"""Pixels of the longer side that are drawn: more than windows are wide."""
_WIDTH, _HEIGHT = 900, 680


class PhotoView(QDialog):
    """A photo as large as the window lets it be."""

    def __init__(self, parent: QWidget, desk: Desk, photo: Media, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(name)
        self._desk = desk
        self._photo = photo
        self._drawn = QImage()
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(name)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.said = label(_("Un instant…"), "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.said)
        column.addWidget(self.picture, 1)
        column.addWidget(self._buttons())
        wanted = QSize(desk.theme.px(_WIDTH), desk.theme.px(_HEIGHT))
        self.resize(wanted.boundedTo(parent.window().size()))
        desk.jobs.run(
            lambda workspace: picture(photo_content(workspace, photo), _LARGEST),
            owner=self,
            then=self._show,
            failed=self._refused,
        )

    def _buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        self.close_it = button(_("Fermer"), self.accept)
        self.copy = button(
            _("Enregistrer une copie…"),
            self._choose,
            role="quiet",
            tip=_("La copie n’est plus chiffrée."),
        )
        self.take_away = button(_("Retirer"), self._remove, role="quiet")
        for one in (self.close_it, self.copy, self.take_away):
            flow.addWidget(one)
        self.take_away.setVisible(not self._desk.read_only)
        self.close_it.setFocus()
        return holder

    def _show(self, drawn: QImage) -> None:
        self._drawn = drawn
        self.said.hide()
        self._fit()

    def _refused(self, error: UserError) -> None:
        self.said.setText(str(error))

    def resizeEvent(self, event: QResizeEvent, /) -> None:  # noqa: N802  (Qt's name)
        """As large as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._drawn.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = (self.picture.size() * ratio).boundedTo(self._drawn.size())
        fitting = self._drawn.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown = QPixmap.fromImage(fitting)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)

    def _choose(self) -> None:
        suffix = SUFFIXES.get(self._photo.media_type, "")
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Enregistrer une copie"), _("Photo") + suffix
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the photo out of the study."""
        desk, media_id = self._desk, self._photo.id

        def saved(where: Path) -> None:
            said = _("La copie « {name} » est écrite ; elle n’est plus chiffrée.")
            desk.said.emit(said.format(name=where.name))

        desk.jobs.run(
            lambda workspace: save_copy(workspace, media_id=media_id, out=path),
            owner=desk,
            then=saved,
        )

    def _remove(self) -> None:
        desk, media_id = self._desk, self._photo.id
        desk.jobs.write(
            noted(lambda workspace: remove(workspace, media_id=media_id)),
            initiator=desk,
            then=lambda done: desk.done.emit(_("La photo est retirée."), done.line),
        )
        self.accept()
