"""The disk refuses at any of its calls: what was kept before stays, and a sentence says why."""

from contextlib import suppress
from dataclasses import dataclass

import pytest
from sqlmodel import select

from cga_desktop.domain.errors import NotWritten
from cga_desktop.domain.records import Actor
from cga_desktop.operations.studies import create_study, open_study
from tests.conftest import PASSPHRASE
from tests.store.power_loss.file_layer import (
    FULL,
    IO_DELETE,
    IO_SYNC,
    IO_TRUNCATE,
    IO_WRITE,
    OK,
    watching,
)
from tests.store.power_loss.test_power_loss import bondy, folds_often

__all__ = ["bondy", "folds_often"]
LONG = "Ce que disent les gens d’ici, mot à mot. " * 500
SAID = {"full": "Le disque est plein", "broken": "ne répond pas comme il faut"}


@dataclass
class Refusing:
    """A disk that refuses its ``first`` call and those after it, ``times`` of them.

    Attributes:
        how: "full" refuses writes; "broken" whatever it is asked for.
    """

    how: str
    first: int
    times: int = 1_000_000
    calls: int = 0
    refusals: int = 0

    def _asked(self, refusal: int) -> int:
        if refusal == OK:
            return OK
        self.calls += 1
        if not self.first <= self.calls < self.first + self.times:
            return OK
        self.refusals += 1
        return refusal

    def _broken(self, refusal: int) -> int:
        return self._asked(refusal if self.how == "broken" else OK)

    def opened(self, *_which, **_how):
        return OK

    def written(self, *_which):
        return self._asked(FULL if self.how == "full" else IO_WRITE)

    def truncated(self, *_which):
        return self._broken(IO_TRUNCATE)

    def synced(self, *_which, **_how):
        return self._broken(IO_SYNC)

    def deleted(self, *_which, **_how):
        return self._broken(IO_DELETE)


def add(database, name, notes=LONG):
    with database.writing() as session:
        session.add(Actor(name=name, notes=notes))


def add_until_refused(database, sentence):
    """Names of the actors that were kept until one was refused with that sentence."""
    kept = []

    def add_on():
        for number in range(100):
            add(database, f"n° {number:02}")
            kept.append(f"n° {number:02}")

    with pytest.raises(NotWritten, match=sentence):
        add_on()
    return kept


def names(database):
    with database.reading() as session:
        return sorted(session.exec(select(Actor.name)))


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("first", [*range(1, 12), 15, 20, 30, 45])
def test_a_refused_transaction_says_why_and_leaves_all_before(
    bondy, vault, folds_often, how, first
):
    refusing = Refusing(how, first=10_000)
    with watching(bondy.parent, refusing):
        database = open_study(bondy, vault=vault)
        add(database, "avant")
        refusing.calls, refusing.first = 0, first
        kept = ["avant", *add_until_refused(database, SAID[how])]
        assert refusing.refusals
        assert names(database) == kept
        refusing.first = 10_000_000  # somebody made room, or put the drive back
        add(database, "puis")
        assert names(database) == [*kept, "puis"]
        database.close()
    again = open_study(bondy, vault=vault)
    assert names(again) == [*kept, "puis"]
    assert again.problems() == []
    again.close()


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("first", [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144])
def test_the_program_ends_while_the_disk_refuses(bondy, vault, folds_often, how, first):
    """Nobody makes room: the study is closed as it is, and opened again on a disk that is well."""
    refusing = Refusing(how, first=10_000)
    with watching(bondy.parent, refusing):
        database = open_study(bondy, vault=vault)
        refusing.calls, refusing.first = 0, first
        kept = add_until_refused(database, SAID[how])
        database.close()
    again = open_study(bondy, vault=vault)
    assert again.problems() == []
    # Where only the sync was refused the transaction may have reached the disk all the same.
    refused = [] if how == "full" else [[*kept, f"n° {len(kept):02}"]]
    assert names(again) in [kept, *refused]
    again.close()


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("first", [1, 2, 3, 4, 5])
def test_a_study_that_cannot_be_opened_for_the_disk_is_left_as_it_was(bondy, vault, how, first):
    """After a crash its log must be read again, which needs the disk to be well."""
    database = open_study(bondy, vault=vault)
    add(database, "avant")
    left = {one: one.read_bytes() for one in bondy.parent.iterdir() if not one.match("*-shm")}
    database.close()
    for one, content in left.items():
        one.write_bytes(content)
    with watching(bondy.parent, Refusing(how, first=first)), suppress(NotWritten):
        half_open = open_study(bondy, vault=vault)
        with suppress(NotWritten):
            assert names(half_open) == ["avant"]
            add(half_open, "pendant")
        half_open.close()
    again = open_study(bondy, vault=vault)
    assert again.problems() == []
    assert names(again) in (["avant"], ["avant", "pendant"])
    again.close()


@pytest.mark.parametrize("how", SAID)
@pytest.mark.parametrize("first", [*range(1, 30, 2), 60, 120])
def test_a_study_that_cannot_be_made_leaves_nothing_behind(tmp_path, cga_home, vault, how, first):
    path = tmp_path / "étude" / "Bondy.cgaetude"
    refusing = Refusing(how, first=first)
    with watching(path.parent, refusing), pytest.raises(NotWritten, match="rien n’en reste"):
        create_study(path, name="", codes=["93010"], passphrase=PASSPHRASE, vault=vault)
    assert refusing.refusals
    assert list(path.parent.iterdir()) == []
    assert [one for one in cga_home.rglob("*") if one.is_file()] == []
    assert vault.kept == {}


@pytest.mark.parametrize("how", SAID)
def test_a_disk_that_stumbles_once_costs_one_transaction_at_most(bondy, vault, folds_often, how):
    for first in range(1, 40):
        refusing = Refusing(how, first=first, times=1)
        with watching(bondy.parent, refusing):
            database = open_study(bondy, vault=vault)
            kept, refused = names(database), 0
            for number in range(4):
                name = f"{first:02} {number}"
                try:
                    add(database, name, notes=LONG[:3000])
                    kept.append(name)
                except NotWritten:
                    refused += 1
            assert names(database) == kept
            assert refused <= 1
            database.close()
    again = open_study(bondy, vault=vault)
    assert names(again) == kept
    assert again.problems() == []
    again.close()
