"""How the window comes by a study: three doors that the composition root gives it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cga_desktop.domain.repairs import Repair
from cga_desktop.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What a new study is made from."""

    path: Path
    name: str
    codes: Sequence[str]
    passphrase: str


@dataclass(frozen=True, slots=True)
class StudyDoors:
    """Creating, opening, trying; each answers a workspace or raises a ``UserError``.

    Attributes:
        create: makes a study and opens it.
        open: opens a study with a passphrase, or without where the keyring knows its key;
            raises ``PassphraseNeeded`` where it does not.
        demonstration: the demonstration study, made on first use.
        forget: takes the key kept under a name out of the keyring; whether it is no longer there.
        repair: mends a damaged study with a passphrase, or without where the keyring knows its key
            (else raises ``PassphraseNeeded``); None where nothing is wrong with it.
    """

    create: Callable[[NewStudy], Workspace]
    open: Callable[[Path, str | None], Workspace]
    demonstration: Callable[[], Workspace]
    forget: Callable[[str], bool]
    repair: Callable[[Path, str | None], Repair | None]
