import pytest

from cga_desktop.domain.errors import DiskFull, DiskGone, DiskReadOnly, StudyBusy
from cga_desktop.store import refusals
from cga_desktop.store.refusals import UNREADABLE, code_of, refusal

BUSY, READ_ONLY, IO, CORRUPT, FULL, CANNOT_OPEN, MISUSE = 5, 8, 10, 11, 13, 14, 21


class Refused(Exception):
    """What SQLite raises, as far as it is looked at."""

    def __init__(self, code):
        self.sqlite_errorcode = code


@pytest.mark.parametrize(
    ("code", "kind", "why"),
    [
        (BUSY, StudyBusy, "étude occupée par une autre fenêtre"),
        (FULL, DiskFull, "disque plein"),
        (READ_ONLY, DiskReadOnly, "disque protégé contre l’écriture"),
        (IO, DiskGone, "disque absent"),
        (CANNOT_OPEN, DiskGone, "disque absent"),
    ],
)
def test_each_refusal_has_its_words_and_what_helps(tmp_path, code, kind, why):
    found = refusal(code, tmp_path)
    assert type(found) is kind
    assert found.why == why
    assert bool(found.remedy) is (kind is not StudyBusy)


def test_where_hardly_any_room_is_left_whatever_fails_is_for_want_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(refusals, "_LEAST_ROOM", 1 << 60)
    assert type(refusal(IO, tmp_path)) is DiskFull
    assert type(refusal(CANNOT_OPEN, tmp_path)) is DiskFull


def test_a_folder_that_is_gone_is_not_protected_but_gone(tmp_path):
    assert type(refusal(CANNOT_OPEN, tmp_path / "clé USB")) is DiskGone


@pytest.mark.parametrize("code", [0, 1, CORRUPT, MISUSE])
def test_what_is_no_matter_of_the_disk_has_no_refusal(tmp_path, code):
    assert refusal(code, tmp_path) is None


def test_extended_codes_are_those_of_their_kind():
    assert code_of(Refused(IO | 3 << 8)) == IO
    assert code_of(Refused(CORRUPT | 1 << 8)) in UNREADABLE
    assert code_of(Refused(None)) == 0
    assert code_of(ValueError()) == 0
