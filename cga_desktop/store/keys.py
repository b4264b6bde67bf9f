"""The key of a study: random, wrapped by the passphrase, never written in clear.

SQLCipher encrypts the whole file with a random 256-bit key. That key is kept twice: in the system's
keyring, so that the passphrase is asked once, and wrapped by the passphrase in a small key file
beside the study (``Bondy.cgaetude.cle``), so that the study can be opened on another computer. A
second copy of the wrapped key lies in the program's own folder, so that a study moved without its
key file still opens here. Only the wrapping changes when the passphrase does.
"""

import base64
import json
import os
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from cga_desktop.domain.errors import StudyUnreadable, WrongPassphrase
from cga_desktop.i18n import _

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MEMORY_KIB = 64 * 1024
PASSES = 3
LANES = 4
"""Argon2id costs of SYNC.md: about 0.1 s on two cores; kept in the file, so they can be raised."""
_MOST = {"memory_kib": 256 * 1024, "passes": 20, "lanes": 16}
"""A hostile key file must not be able to ask for all the memory, or the time, of the computer."""
_CONTEXT = b"cga-terrain study key 1"


@dataclass(frozen=True, slots=True)
class StudyKey:
    """What opens one study file.

    Attributes:
        key: 32 random bytes, the SQLCipher key.
        salt: 16 random bytes, the first 16 bytes of the study file; names the study to the keyring.
    """

    key: bytes = field(repr=False)  # so that no log and no report can show it
    salt: bytes

    @property
    def name(self) -> str:
        """Under what name the keyring keeps it."""
        return self.salt.hex()

    def pragma(self) -> str:
        """SQLCipher's raw key with its salt: no derivation, so opening takes half a millisecond."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"


def fresh_key() -> StudyKey:
    """A key nobody has."""
    return StudyKey(os.urandom(KEY_BYTES), os.urandom(SALT_BYTES))


def _passphrase_key(passphrase: str, *, salt: bytes, costs: dict[str, int]) -> bytes:
    # One spelling of é, whether the keyboard composes it (Windows, Linux) or not (macOS).
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=costs["passes"],
        lanes=costs["lanes"],
        memory_cost=costs["memory_kib"],
    ).derive(typed)


def wrap(key: StudyKey, passphrase: str, *, known_to_all: bool = False) -> str:
    """The key file's text: ``key`` sealed by ``passphrase`` (Argon2id, AES-256-GCM).

    A passphrase ``known_to_all``, as that of the demonstration, protects nothing: trying it is made
    cheap instead of dear, so that nobody waits for it.
    """
    costs = {"memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES}
    if known_to_all:
        costs |= {"memory_kib": 8 * LANES, "passes": 1}
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealing = AESGCM(_passphrase_key(passphrase, salt=salt, costs=costs))
    sealed = sealing.encrypt(nonce, key.key, _CONTEXT + key.salt)
    return json.dumps(
        {
            "format": 1,
            "study_salt": key.salt.hex(),
            "argon2id": {**costs, "salt": salt.hex()},
            "nonce": nonce.hex(),
            "sealed": base64.b64encode(sealed).decode(),
        },
        indent=2,
    )


@dataclass(frozen=True, slots=True)
class _Slot:
    """What a key file holds, once it is known to be one."""

    study_salt: bytes
    salt: bytes
    nonce: bytes
    sealed: bytes
    costs: dict[str, int]


def _slot(text: str) -> _Slot:
    """Read a key file.

    Raises:
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    try:
        found = json.loads(text)
        costs = {name: int(found["argon2id"][name]) for name in _MOST}
        slot = _Slot(
            study_salt=bytes.fromhex(found["study_salt"]),
            salt=bytes.fromhex(found["argon2id"]["salt"]),
            nonce=bytes.fromhex(found["nonce"]),
            sealed=base64.b64decode(found["sealed"], validate=True),
            costs=costs,
        )
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError) as error:
        raise _damaged_key() from error
    sizes = (len(slot.study_salt), len(slot.salt), len(slot.nonce))
    reasonable = all(0 < costs[name] <= most for name, most in _MOST.items())
    if sizes != (SALT_BYTES, SALT_BYTES, NONCE_BYTES) or not reasonable:
        raise _damaged_key()
    return slot


def salt_of(text: str) -> bytes:
    """The salt of the study that a key file belongs to.

    Raises:
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    return _slot(text).study_salt


def _damaged_key() -> StudyUnreadable:
    return StudyUnreadable(
        _(
            "Le fichier de clé de cette étude est abîmé. L’étude n’a pas été touchée : "
            "remettez la copie de son fichier « .cle »."
        )
    )


def unwrap(text: str, passphrase: str) -> StudyKey:
    """The key sealed in a key file.

    Raises:
        WrongPassphrase: the passphrase does not open it.
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    slot = _slot(text)
    try:
        opening = AESGCM(_passphrase_key(passphrase, salt=slot.salt, costs=slot.costs))
        key = opening.decrypt(slot.nonce, slot.sealed, _CONTEXT + slot.study_salt)
    except InvalidTag as error:
        raise WrongPassphrase(
            _(
                "Cette phrase de passe n’ouvre pas l’étude. Rien n’a été modifié : vérifiez les "
                "majuscules et les espaces, puis réessayez."
            )
        ) from error
    except (ValueError, MemoryError) as error:  # costs that contradict each other
        raise _damaged_key() from error
    if len(key) != KEY_BYTES:
        raise _damaged_key()
    return StudyKey(key, slot.study_salt)


def key_file(study: Path) -> Path:
    """The key file beside a study."""
    return study.with_name(study.name + ".cle")


def unlock(wrapped: Sequence[str], passphrase: str) -> StudyKey:
    """The key that ``passphrase`` opens in one of several key files of the same study.

    Raises:
        WrongPassphrase: it opens none.
        StudyUnreadable: they are damaged.
    """
    *others, last = wrapped
    for text in others:
        with suppress(WrongPassphrase, StudyUnreadable):
            return unwrap(text, passphrase)
    return unwrap(last, passphrase)
