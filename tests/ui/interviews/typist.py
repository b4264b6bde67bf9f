"""A process of its own that types into the real form until it is killed; for ``test_crash``.

Called with the study, the name and hexadecimal value of its key, and the interview. Writes to its
output, for each key, the moment (of the monotonic clock, in seconds) and how many keys there were.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cga_desktop.operations.studies import open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.interviews.screen import InterviewsScreen
from cga_desktop.ui.jobs import Jobs
from cga_desktop.ui.look.theme import Theme
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault
from tests.ui.interviews.hands import hands, letter

KEY_EVERY_MS = 35


def main(study: str, key_name: str, key: str, interview_id: str) -> int:
    application = QApplication(["typist"])
    database = open_study(Path(study), vault=FakeVault({key_name: bytes.fromhex(key)}))
    jobs = Jobs(Workspace(database, FakeFinder(), FakeOnline(), FakePrinter()))
    screen = InterviewsScreen(Desk(jobs, Theme(application), Settings()))
    screen.resize(1214, 720)
    screen.show()
    screen.activateWindow()
    screen.enter(interview_id)
    typed = 0
    timer = QTimer(interval=KEY_EVERY_MS)

    def type_one() -> None:
        nonlocal typed
        if screen.form is None or not screen.form.built:
            return
        if typed == 0:
            screen.form.page.next()
            assert hands() is next(iter(screen.form.page.blocks.values())).field
        letter("abcdefghij"[typed % 10])
        typed += 1
        sys.stdout.write(f"{time.monotonic()} {typed}\n")
        sys.stdout.flush()

    timer.timeout.connect(type_one)
    timer.start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
