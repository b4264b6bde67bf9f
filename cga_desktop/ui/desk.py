"""What every screen is given: the study's jobs, the look, the settings, and a way to speak."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from cga_desktop.domain.errors import UserError
from cga_desktop.settings import Settings, save_settings
from cga_desktop.ui.actions import Action
from cga_desktop.ui.jobs import Jobs
from cga_desktop.ui.look.theme import Theme
from cga_desktop.ui.rescue import Rescue
from cga_desktop.ui.rooms import Room


class Desk(QObject):
    """The common ground of the screens of one open study.

    Signals:
        said: a sentence about something done, for a toast.
        done: a sentence about something done and its ``ActionLine``, so that a toast can take it
            back.
        offered: a sentence, and an ``Offer`` of what can be done about it.
        offer_over: what was offered last can no longer be done.
        refused: a sentence about something refused, with its remedy.
        saved: the moment (ISO 8601) at which everything typed so far was on the disk.
        unsaved: why it is not.
        late: something typed has waited for the disk for more than a second.
        key_unwanted: the key of the open study is to leave the keyring.
        asked: a room to go to, and the id of the record to show there (or "").
        asked_to: an action to do, wherever the window is.
        asked_for_study: the path of another study, to be opened instead of this one.
    """

    said = Signal(str)
    done = Signal(str, object)
    offered = Signal(str, object)
    offer_over = Signal()
    refused = Signal(str)
    saved = Signal(str)
    unsaved = Signal(str)
    late = Signal()
    key_unwanted = Signal()
    asked = Signal(Room, str)
    asked_to = Signal(Action)
    asked_for_study = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        theme: Theme,
        settings: Settings,
        keep: Callable[[Settings], None] = save_settings,
    ) -> None:
        super().__init__()
        self._keep = keep
        self.jobs = jobs
        self.theme = theme
        self.settings = settings
        self.unwritten: set[QObject] = set()
        """Who still holds something typed that is not on the disk."""
        self.rescue = Rescue(jobs, self)
        self.rescue.said.connect(self.said)
        self.rescue.warned.connect(self.refused)
        self.rescue.unsaved.connect(self.unsaved)
        self._sign()

    def change_settings(self, **changes: object) -> None:
        """Choose settings: shown at once, kept for the next start."""
        self.settings = Settings.model_validate(self.settings.model_dump() | changes)
        self._sign()
        self.theme.use(self.settings)
        try:
            self._keep(self.settings)
        except UserError as error:
            self.refused.emit(str(error))

    def _sign(self) -> None:
        """Changes of the study are noted under the name in the settings."""
        self.jobs.workspace.database.author = self.settings.contributor

    @property
    def read_only(self) -> bool:
        """Whether the study is only looked at, as it once was."""
        return self.jobs.workspace.database.read_only

    def go(self, room: Room, record_id: str = "") -> None:
        """Show ``room``, and one record in it."""
        self.asked.emit(room, record_id)
