"""A process that types into the real form of an actor on a disk that refuses, until it is killed.

Called with the study, the name and hexadecimal value of its key, and the actor; what to type comes
by its input. Says ``kept`` on its output once the status bar says where the text is kept meanwhile.
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cga_desktop.operations.studies import open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.settings import Settings
from cga_desktop.store.queries.actors import actor_sheet
from cga_desktop.ui.actors.form import ActorForm
from cga_desktop.ui.desk import Desk
from cga_desktop.ui.jobs import Jobs
from cga_desktop.ui.look.theme import Theme
from tests.disks import fill
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault


def main(study: str, key_name: str, key: str, actor_id: str) -> int:
    application = QApplication(["typist"])
    database = open_study(Path(study), vault=FakeVault({key_name: bytes.fromhex(key)}))
    workspace = Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())
    desk = Desk(Jobs(workspace), Theme(application), Settings())
    desk.rescue.begin()
    with database.reading() as session:
        form = ActorForm(desk, actor_sheet(session, actor_id))

    def tell(sentence: str) -> None:
        if "secours" in sentence:
            sys.stdout.write("kept\n")
            sys.stdout.flush()

    desk.unsaved.connect(tell)
    form.show()
    form.texts["notes"].setFocus()
    fill(Path(study).parent)
    form.texts["notes"].insertPlainText(sys.stdin.read())
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
