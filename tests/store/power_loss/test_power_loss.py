"""The power goes at any moment: everything acknowledged is there, the rest whole or absent."""

from pathlib import Path

import pytest

from cga_desktop.operations.studies import create_study, open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import sqlcipher
from tests.conftest import PASSPHRASE
from tests.fakes import FakeFinder, FakeOnline, FakePrinter, FakeVault
from tests.store.power_loss.disk import MOODS, SECTOR, Disk, Recording, Write, cut_power
from tests.store.power_loss.file_layer import watching
from tests.store.power_loss.script import State, dice, state, work

SMALL_LOG = 12
"""Pages of the write-ahead log after which it is folded into the file: many times in each run."""


@pytest.fixture
def folds_often(monkeypatch):
    """A write-ahead log that is folded into its file every few transactions."""
    connect = sqlcipher.connect

    def connecting(path, **options):
        connection = connect(path, **options)
        connection.execute(f"PRAGMA wal_autocheckpoint = {SMALL_LOG}")
        return connection

    monkeypatch.setattr(sqlcipher, "connect", connecting)


@pytest.fixture
def bondy(tmp_path, vault):
    """The path of a study that lies in a folder of its own."""
    path = tmp_path / "étude" / "Bondy.cgaetude"
    create_study(path, name="Bondy", codes=["93010"], passphrase=PASSPHRASE, vault=vault).close()
    return path


def at_work(database):
    return Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())


def record(path: Path, vault: FakeVault, seed: int, count: int) -> tuple[Recording, list[State]]:
    """Someone does ``count`` things and closes the study; what the disk and they have seen."""
    recording = Recording(Disk.holding(path.parent))
    with watching(path.parent, recording):
        database = open_study(path, vault=vault)
        states = [state(database)]
        for seen in work(at_work(database), dice(seed), count):
            recording.mark()
            states.append(seen)
        database.close()
    return recording, states


def lay(found: dict[Path, bytes], folder: Path) -> None:
    """Put the files that were found into ``folder``, which has no others."""
    folder.mkdir(exist_ok=True)
    for one in folder.iterdir():
        one.unlink()
    for path, content in found.items():
        (folder / path.name).write_bytes(content)


def after_the_cut(path: Path, vault: FakeVault, found: dict[Path, bytes]) -> State:
    """What the program finds in the study that is left, by a complete check of it."""
    folder = path.parent.with_name("après la coupure")
    lay(found, folder)
    database = open_study(folder / path.name, vault=vault)
    try:
        assert database.problems() == []
        return state(database)
    finally:
        database.close()


def try_cuts(path: Path, vault: FakeVault, *, seed: int, cuts: int, count: int = 25) -> int:
    """One recorded session of work, its power cut ``cuts`` times; how many steps it had."""
    recording, states = record(path, vault, seed, count)
    chance = dice(seed)
    points = sorted(chance.randint(0, len(recording.steps)) for _cut in range(cuts))
    for point, disk in zip(points, recording.disks_at(points), strict=True):
        mood = chance.choice(MOODS)
        found = after_the_cut(path, vault, cut_power(disk, chance, mood))
        acknowledged = recording.acknowledged(point)
        where = f"seed {seed}, after step {point} of {len(recording.steps)}, {mood}"
        assert found in states[acknowledged : acknowledged + 2], where
    return len(recording.steps)


@pytest.mark.parametrize("seed", range(4))
def test_what_was_acknowledged_is_there_and_the_rest_whole_or_absent(
    bondy, vault, folds_often, seed
):
    steps = try_cuts(bondy, vault, seed=seed, cuts=40)
    assert steps > 100


def test_half_a_page_of_which_the_log_has_the_whole_is_no_damage(bondy, vault):
    """As the power leaves a file that was cut while the log was folded into it."""
    database = open_study(bondy, vault=vault)
    for _state in work(at_work(database), dice(0), 5):
        pass
    found = {one: one.read_bytes() for one in bondy.parent.iterdir() if not one.match("*-shm")}
    database.close()
    folded = bondy.read_bytes()
    changed = [
        page
        for page in range(4096, len(found[bondy]), 4096)
        if folded[page : page + 4096] != found[bondy][page : page + 4096]
    ]
    torn = bytearray(found[bondy])
    torn[changed[0] : changed[0] + 512] = folded[changed[0] : changed[0] + 512]
    after_the_cut(bondy, vault, {**found, bondy: bytes(torn)})


def test_a_spoilt_beginning_is_known_by_its_key_file_and_mended(bondy, vault):
    """The first sector of a study, by which it is known, was being written when the power went."""
    database = open_study(bondy, vault=vault)
    for _state in work(at_work(database), dice(0), 5):
        pass
    seen = state(database)
    found = {one: one.read_bytes() for one in bondy.parent.iterdir() if not one.match("*-shm")}
    database.close()
    spoilt = dice(1).randbytes(SECTOR) + found[bondy][SECTOR:]
    assert after_the_cut(bondy, vault, {**found, bondy: spoilt}) == seen
    mended = bondy.parent.with_name("après la coupure") / bondy.name
    assert mended.read_bytes()[:16] == found[bondy][:16]


def test_without_a_fold_the_log_alone_holds_everything(bondy, vault):
    try_cuts(bondy, vault, seed=11, cuts=30, count=12)


@pytest.mark.parametrize("seed", range(3))
def test_the_power_goes_again_while_the_study_is_being_recovered(bondy, vault, folds_often, seed):
    recording, states = record(bondy, vault, seed, 20)
    chance = dice(seed)
    for _cut in range(8):
        point = chance.randint(0, len(recording.steps))
        (disk,) = recording.disks_at([point])
        lay(cut_power(disk, chance, "some"), bondy.parent)
        again, _seen = record(bondy, vault, seed, 0)
        (second,) = again.disks_at([chance.randint(0, len(again.steps))])
        found = after_the_cut(bondy, vault, cut_power(second, chance, chance.choice(MOODS)))
        acknowledged = recording.acknowledged(point)
        assert found in states[acknowledged : acknowledged + 2], f"seed {seed}, step {point}"


def test_a_study_is_on_the_disk_once_it_is_made(tmp_path, vault):
    """Its name, its key and its content: nothing waits for a later sync."""
    path = tmp_path / "étude" / "Bondy.cgaetude"
    path.parent.mkdir()
    recording = Recording(Disk.holding(path.parent))
    with watching(path.parent, recording):
        database = create_study(path, name="B", codes=[], passphrase=PASSPHRASE, vault=vault)
        made, steps = state(database), len(recording.steps)
        database.close()
    (disk,) = recording.disks_at([steps])
    for one in path.parent.glob("*.cle"):  # written by the program itself, which syncs it
        disk.names[one] = Disk.holding(path.parent).names[one]
    for seed, mood in enumerate(MOODS):
        found = cut_power(disk, dice(seed), mood)
        assert after_the_cut(path, vault, found) == made


# --- the disk of these tests


def test_a_disk_that_never_syncs_loses_what_was_acknowledged(bondy, vault, monkeypatch):
    """These tests can fail: a program that does not wait for the disk does lose changes."""
    connect = sqlcipher.connect
    monkeypatch.setattr(sqlcipher, "connect", lambda path, **given: Hasty(connect(path, **given)))
    recording, states = record(bondy, vault, 3, 12)
    (disk,) = recording.disks_at([recording.moments[-1]])
    assert after_the_cut(bondy, vault, cut_power(disk, dice(0), "nothing")) != states[-1]


class Hasty:
    """A connection that is told never to wait for the disk, whatever it is asked for."""

    def __init__(self, connection):
        self._connection = connection

    def execute(self, statement, *given):
        asked = statement.replace("synchronous = FULL", "synchronous = OFF")
        return self._connection.execute(asked, *given)

    def __getattr__(self, name):
        return getattr(self._connection, name)


def test_what_was_not_synced_is_lost_kept_or_torn(tmp_path):
    path = tmp_path / "fichier"
    path.write_bytes(b"a" * 2000)
    recording = Recording(Disk.holding(tmp_path))
    recording.written(path, 100, b"b" * 1500)
    (disk,) = recording.disks_at([1])
    chance = dice(1)
    assert cut_power(disk, chance, "nothing")[path] == b"a" * 2000
    assert cut_power(disk, chance, "everything")[path] == b"a" * 100 + b"b" * 1500 + b"a" * 400
    found = {
        mood: {cut_power(disk, chance, mood)[path] for _time in range(200)}
        for mood in ("some", "torn", "garbage", "beginning")
    }
    assert [len(found["some"]), len(found["beginning"])] == [16, 5]
    assert len(found["torn"]) > 16
    for one in set.union(*found.values()):
        assert one[:100] == b"a" * 100
        assert one[1600:] == b"a" * 400
    recording.synced(path, folder_too=False)
    (synced,) = recording.disks_at([2])
    assert cut_power(synced, chance, "nothing") == cut_power(disk, chance, "everything")


def test_a_name_is_lost_until_its_folder_is_synced(tmp_path):
    path = tmp_path / "journal"
    recording = Recording(Disk())
    recording.opened(path, fresh=True)
    recording.written(path, 0, b"texte")
    recording.synced(path, folder_too=False)
    recording.synced(path, folder_too=True)
    recording.deleted(path, folder_too=False)
    nameless, named, deleted = recording.disks_at([3, 5, 6])
    chance = dice(0)
    assert cut_power(nameless, chance, "nothing") == {}
    assert cut_power(named, chance, "nothing") == {path: b"texte"}
    assert cut_power(deleted, chance, "nothing") == {path: b"texte"}
    assert cut_power(deleted, chance, "everything") == {}


def test_a_write_is_cut_at_sectors():
    pieces = Write(500, bytes(range(200)) * 6).sectors()
    sizes = [(one.offset, len(one.data)) for one in pieces]
    assert sizes == [(500, 12), (512, 512), (1024, 512), (1536, 164)]
    assert b"".join(one.data for one in pieces) == bytes(range(200)) * 6
