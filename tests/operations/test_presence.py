import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from cga_desktop.domain.errors import DiskGone
from cga_desktop.operations.presence import Presence


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "clé USB" / "Bondy.cgaetude"
    made.parent.mkdir()
    made.write_bytes(b"Bondy")
    return made


@pytest.fixture
def renewed():
    return []


@pytest.fixture
def presence(path, renewed):
    return Presence(path, lambda: renewed.append(1))


def test_what_is_there_stays_as_it_is_open(presence, path, renewed):
    path.write_bytes(b"autrement")
    presence.require()
    assert renewed == []


def test_what_is_gone_is_missed_with_a_sentence(presence, path, renewed):
    path.parent.rename(path.parent.with_name("ailleurs"))
    with pytest.raises(DiskGone, match=r"clé USB.*Rebranchez"):
        presence.require()
    with pytest.raises(DiskGone):
        presence.require()
    assert renewed == []


def test_what_comes_back_as_it_was_needs_nothing(presence, path, renewed):
    away = path.parent.rename(path.parent.with_name("ailleurs"))
    with pytest.raises(DiskGone):
        presence.require()
    away.rename(path.parent)
    presence.require()
    assert renewed == []


def test_another_file_in_its_place_is_opened_anew_once(presence, path, renewed):
    other = path.with_name("autre")
    other.touch()
    os.replace(other, path)  # noqa: PTH105  (over what is there, as a drive that comes back)
    with ThreadPoolExecutor(4) as threads:
        for one in [threads.submit(presence.require) for _time in range(20)]:
            one.result()
    assert renewed == [1]


def test_after_an_error_of_the_drive_it_is_opened_anew_once(presence, renewed):
    presence.doubt()
    presence.require()
    presence.require()
    assert renewed == [1]
