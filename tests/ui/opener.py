"""A process of its own that starts the program on a study; for ``test_instances``.

Called with the study, the name and hexadecimal value of its key, and how many milliseconds it waits
for another window. Says on its output ``shown`` once the study is in its window, ``raised`` each
time that window is put in front, ``changed`` when another process changed the study, and whatever
else the window and the program say.
"""

import sys
from dataclasses import fields, replace
from functools import partial
from pathlib import Path

from cga_desktop.domain.changes import Changes
from cga_desktop.operations.studies import open_study
from cga_desktop.ui import application
from cga_desktop.ui.instances import Instance
from cga_desktop.ui.studies import StudyDoors
from cga_desktop.ui.window import Window
from tests.fakes import FakeVault
from tests.ui.conftest import in_memory


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class TellingWindow(Window):
    def __init__(self, *words: object, **options: object) -> None:
        super().__init__(*words, **options)
        self.study_shown.connect(self.tell)

    def tell(self) -> None:
        say("shown")
        assert self.shell is not None
        self.shell.desk.said.connect(say)
        self.shell.desk.jobs.changed.connect(
            lambda what, _who: say("changed") if what is Changes.EVERYTHING else None
        )

    def activateWindow(self) -> None:  # noqa: N802
        super().activateWindow()
        say("raised")


def main(study: str, key_name: str, key: str, patience_ms: str) -> int:
    vault = FakeVault({key_name: bytes.fromhex(key)})

    def nothing_else(*_words: object) -> None:
        raise AssertionError

    doors = StudyDoors(**dict.fromkeys((one.name for one in fields(StudyDoors)), nothing_else))
    doors = replace(
        doors,
        open=lambda path, passphrase: in_memory(
            open_study(path, vault=vault, passphrase=passphrase)
        ),
    )
    application.Window = TellingWindow
    application.Instance = partial(Instance, patience_ms=int(patience_ms))
    return application.run_window(doors, Path(study), demonstration_if_none=False)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
