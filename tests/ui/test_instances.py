"""One window for each study, with real processes; what is stale never stands in the way."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import fields

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from cga_desktop.domain.errors import AlreadyOpen, PassphraseNeeded, StudyUnreadable
from cga_desktop.operations.studies import create_study
from cga_desktop.settings import Settings
from cga_desktop.store.held import claim_file, hold
from cga_desktop.store.journal import OPEN_SUFFIX, rescue_folder
from cga_desktop.ui.application import come_forward, wanted_study
from cga_desktop.ui.instances import Instance, already_open
from cga_desktop.ui.studies import NewStudy, StudyDoors
from tests.conftest import PASSPHRASE, PROJECT
from tests.ui.conftest import ordinary

LONG_MS = 20_000
"""Longer than any start takes: who waits that long has found nobody."""


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def make_study(tmp_path, vault):
    """Makes a closed study and answers its path."""

    def one(name="Bondy"):
        path = tmp_path / f"{name}.cgaetude"
        create_study(path, name=name, codes=[], passphrase=PASSPHRASE, vault=vault).close()
        return path

    return one


def first_word(process):
    """What a process says first, but that its window, still empty, was put in front."""
    return next(line for line in process.stdout if line != "raised\n")


def command(*words):
    """What a command answers, in a process of its own."""
    obey = "import sys; from cga_desktop.app import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", obey, *map(str, words)],
        cwd=PROJECT,
        env=os.environ | {"CGA_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == b""
    return done.stdout.decode()


def said_open():
    """What open studies say while their processes live."""
    return list(rescue_folder().glob(f"*{OPEN_SUFFIX}"))


class TestProcesses:
    @pytest.fixture
    def start(self, vault):
        """Starts the program on a study, in a process that ends with the test."""
        with ExitStack() as stack:

            def one(study, patience_ms=LONG_MS):
                name = study.read_bytes()[:16].hex()
                words = [str(study), name, vault.kept[name].hex(), str(patience_ms)]
                process = stack.enter_context(
                    subprocess.Popen(  # noqa: S603  (this test's own program)
                        [sys.executable, "-m", "tests.ui.opener", *words],
                        cwd=PROJECT,
                        stdout=subprocess.PIPE,
                        text=True,
                    )
                )
                stack.callback(process.kill)
                return process

            yield one

    def test_a_second_start_raises_the_first_window_and_ends_in_order(self, start, make_study):
        study = make_study()
        first = start(study)
        assert first.stdout.readline() == "shown\n"
        second = start(study)
        said, _nothing = second.communicate()
        assert ordinary(said) == (
            "« Bondy » est déjà ouverte : sa fenêtre est passée au premier plan.\n"
        )
        assert second.returncode == 0
        assert first.stdout.readline() == "raised\n"

    def test_the_command_does_the_same_by_another_path_to_the_study(
        self, start, make_study, tmp_path
    ):
        study = make_study()
        first = start(study)
        assert first.stdout.readline() == "shown\n"
        link = tmp_path / "raccourci.cgaetude"
        link.symlink_to(study)
        assert "premier plan" in command("open", link)
        assert first.stdout.readline() == "raised\n"

    def test_commands_work_beside_a_window_which_shows_what_they_change(self, start, make_study):
        study = make_study()
        window = start(study)
        assert window.stdout.readline() == "shown\n"
        command("actors", "add", study, "name=La Passerelle")
        assert window.stdout.readline() == "changed\n"

    def test_two_starts_in_the_same_instant_give_one_window(self, start, make_study):
        study = make_study()
        both = [start(study), start(study)]
        with ThreadPoolExecutor(2) as readers:
            said = list(readers.map(first_word, both))
        assert sorted(ordinary(one)[:5] for one in said) == ["shown", "« Bon"]
        (ended,) = (one for one, word in zip(both, said, strict=True) if word != "shown\n")
        assert ended.wait() == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
    def test_neither_a_killed_nor_a_frozen_process_stands_in_the_way(
        self, qtbot, start, make_study
    ):
        study = make_study()
        killed = start(study)
        assert killed.stdout.readline() == "shown\n"
        qtbot.waitUntil(lambda: any(one.stat().st_size for one in said_open()))
        killed.kill()
        killed.wait()
        frozen = start(study)
        assert frozen.stdout.readline() == "shown\n"
        assert "s’était arrêté sans prévenir. Tout ce qui était" in frozen.stdout.readline()
        os.kill(frozen.pid, signal.SIGSTOP)
        opened = start(study, patience_ms=300)
        assert opened.stdout.readline() == "shown\n"

    def test_two_studies_have_two_windows(self, start, make_study):
        both = [start(make_study("Bondy")), start(make_study("Épinay"))]
        assert [one.stdout.readline() for one in both] == ["shown\n", "shown\n"]


class TestWhatIsHeard:
    @pytest.fixture
    def listening(self, make_study):
        """A window's instance that listens for its study."""
        made = Instance()
        made.listen()
        assert made.claim(make_study())
        yield made
        made.close()

    @pytest.fixture
    def caller(self, qtbot, listening):
        """Somebody who knows where to call."""
        made = QLocalSocket()
        made.connectToServer(claim_file(listening.study).read_text())
        qtbot.waitUntil(lambda: made.state() == QLocalSocket.LocalSocketState.ConnectedState)
        yield made
        made.abort()

    def test_raise_is_heard_and_answered(self, qtbot, listening, caller):
        with qtbot.waitSignals([listening.raised, caller.disconnected]):
            caller.write(b"raise\n")
        assert caller.readAll().data() == b"done\n"

    def test_said_in_pieces_it_is_the_same(self, qtbot, listening, caller):
        caller.write(b"rai")
        caller.flush()
        with qtbot.waitSignal(listening.raised):
            caller.write(b"se\n")

    @pytest.mark.parametrize(
        "said", [b"open /etc/passwd\n", b"RAISE\n", b"raise\nraise\n", b"\0" * 100_000, b"\xff" * 6]
    )
    def test_nothing_else_is_obeyed_and_the_next_is_heard(self, qtbot, listening, caller, said):
        with qtbot.assertNotEmitted(listening.raised), qtbot.waitSignal(caller.disconnected):
            caller.write(said)
        with qtbot.waitSignal(listening.raised), ThreadPoolExecutor(1) as other:
            asked = other.submit(Instance().claim, listening.study)
            qtbot.waitUntil(asked.done)
        assert asked.result() is False

    def test_who_says_nothing_is_cut_off(self, qtbot, caller):
        with qtbot.waitSignal(caller.disconnected, timeout=10_000):
            pass


class TestClaims:
    @pytest.fixture
    def study(self, make_study):
        return make_study()

    @pytest.fixture
    def instance(self):
        made = Instance()
        yield made
        made.close()

    def test_a_closed_study_is_anybody_s(self, instance, study):
        assert instance.claim(study)
        assert instance.claim(study)
        assert instance.study == study
        instance.release()
        assert instance.study is None
        assert not claim_file(study).exists()
        assert Instance().claim(study)

    def test_another_study_takes_the_place_of_the_first(self, instance, study, make_study):
        instance.claim(study)
        instance.claim(make_study("Épinay"))
        assert not claim_file(study).exists()

    @pytest.mark.parametrize(
        "left", [b"", b"cga-terrain-" + b"0" * 32, b"/etc/passwd", b"\xff" * 9000]
    )
    def test_whatever_a_dead_process_left_is_taken_over(self, instance, study, left):
        claim_file(study).parent.mkdir(parents=True)
        claim_file(study).write_bytes(left)
        assert instance.claim(study)
        assert claim_file(study).read_bytes() == b""

    @pytest.mark.parametrize("left", [b"", b"cga-terrain-" + b"0" * 32, b"/etc/passwd"])
    def test_where_a_held_study_answers_nobody_it_opens_after_a_while(self, study, left):
        held = hold(claim_file(study))
        held.write(left)
        hasty = Instance(patience_ms=120)
        deadline = QDeadlineTimer(LONG_MS)
        assert hasty.claim(study)
        assert not deadline.hasExpired()
        assert hasty.study is None
        held.let_go()

    def test_who_lets_go_meanwhile_is_followed(self, study):
        held = hold(claim_file(study))
        waiting = Instance(patience_ms=LONG_MS)
        with ThreadPoolExecutor(1) as other:
            claimed = other.submit(waiting.claim, study)
            held.let_go()
            assert claimed.result(LONG_MS)
        assert waiting.study == study
        waiting.close()

    def test_where_the_disk_refuses_it_opens(self, instance, cga_home, study):
        (cga_home / "ouvertes").touch()
        assert instance.claim(study)
        assert instance.study is None

    def test_where_no_socket_can_be_had_nobody_is_told_one(self, instance, study, monkeypatch):
        monkeypatch.setattr(QLocalServer, "listen", lambda _self, _name: False)
        instance.listen()
        instance.claim(study)
        assert claim_file(study).read_bytes() == b""


class TestDoors:
    @pytest.fixture
    def instance(self):
        made = Instance()
        yield made
        made.close()

    @pytest.fixture
    def study(self, make_study):
        return make_study()

    def doors(self, answer):
        def act(*_words):
            if isinstance(answer, Exception):
                raise answer
            return answer

        return StudyDoors(**dict.fromkeys((one.name for one in fields(StudyDoors)), act))

    def test_a_study_that_opens_is_claimed(self, instance, study):
        doors = instance.around(self.doors("opened"))
        assert doors.open(study, None) == "opened"
        assert instance.study == study
        new = NewStudy(study.with_name("Neuve.cgaetude"), "", [], "")
        assert doors.create(new) == "opened"
        assert instance.study == new.path
        assert doors.demonstration() == "opened"
        assert instance.study.parent.name == "démonstration"

    def test_one_that_asks_for_its_passphrase_stays_claimed(self, instance, study):
        with pytest.raises(PassphraseNeeded):
            instance.around(self.doors(PassphraseNeeded("?"))).open(study, None)
        assert instance.study == study

    def test_one_that_does_not_open_is_not(self, instance, study):
        with pytest.raises(StudyUnreadable):
            instance.around(self.doors(StudyUnreadable("?"))).open(study, None)
        assert instance.study is None

    def test_one_that_another_window_has_is_not_opened_twice(self, qtbot, instance, study):
        instance.listen()
        instance.claim(study)
        other = Instance()
        opened = other.around(self.doors("opened")).open
        with qtbot.waitSignal(instance.raised), ThreadPoolExecutor(1) as thread:
            asked = thread.submit(opened, study, None)
            qtbot.waitUntil(asked.done)
        assert isinstance(asked.exception(), AlreadyOpen)
        assert str(asked.exception()) == already_open(study)


def test_a_start_is_about_the_study_named_else_the_last_else_the_demonstration(
    tmp_path, make_study
):
    last = make_study()
    settings = Settings(last_study=str(last))
    gone = Settings(last_study=str(tmp_path / "disparue.cgaetude"))
    named = tmp_path / "nommée.cgaetude"
    assert wanted_study(named, settings, demonstration_if_none=True) == named
    assert wanted_study(None, settings, demonstration_if_none=True) == last
    assert wanted_study(None, gone, demonstration_if_none=False) is None
    shown = wanted_study(None, gone, demonstration_if_none=True)
    assert shown.parent.name == "démonstration"


def test_a_window_that_welcomes_opens_the_study_it_is_called_for(qtbot, window, make_study):
    window.start(None)
    instance = Instance()
    instance.claim(make_study())
    with qtbot.waitSignal(window.study_shown):
        come_forward(window, instance)
    assert window.isVisible()
    instance.close()
