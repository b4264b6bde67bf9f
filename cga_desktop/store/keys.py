"""The key of a study: random, wrapped by the passphrase, never written in clear.

SQLCipher encrypts the whole file with a random 256-bit key. That key is kept twice: in the system's
keyring, so that the passphrase is asked once, and wrapped by the passphrase in a small key file
beside the study (``Bondy.cgaetude.cle``), so that the study can be opened on another computer. A
second copy of the wrapped key lies in the program's own folder, so that a study moved without its
key file still opens here. Only the wrapping changes when the passphrase does.

A key file says when it was written (its revision) and proves by a keyed hash that it was written by
somebody who had the key, so that of two copies the newer one can be told and trusted.
"""

import base64
import hmac
import json
import os
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
_PROOF_CONTEXT = b"cga-terrain key file 1"


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
    slot = sealed(key, passphrase, context=_CONTEXT, known_to_all=known_to_all)
    return written({"format": 1, "study_salt": key.salt.hex(), **slot}, key)


def rewrap(text: str, key: StudyKey, passphrase: str) -> str:
    """The key file ``text`` with ``key`` sealed by another passphrase; all else in it stays.

    Raises:
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    return written(key_file_content(text) | sealed(key, passphrase, context=_CONTEXT), key)


def sealed(
    key: StudyKey, secret: str, *, context: bytes, known_to_all: bool = False
) -> dict[str, object]:
    """A slot: ``key`` as only ``secret`` opens it; ``context`` says which slot it is."""
    costs = {"memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES}
    if known_to_all:
        costs |= {"memory_kib": 8 * LANES, "passes": 1}
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealing = AESGCM(_passphrase_key(secret, salt=salt, costs=costs))
    return {
        "argon2id": {**costs, "salt": salt.hex()},
        "nonce": nonce.hex(),
        "sealed": base64.b64encode(sealing.encrypt(nonce, key.key, context + key.salt)).decode(),
    }


def written(content: Mapping[str, Any], key: StudyKey) -> str:
    """The text of a key file of this ``content``, with a revision beyond its own and a proof."""
    revision = max(_number(content.get("revision")) + 1, int(time.time()))
    found = {**content, "revision": revision}
    return json.dumps({**found, "proof": _proof(found, key)}, indent=2)


def _proof(content: Mapping[str, Any], key: StudyKey) -> str:
    """What nobody without ``key`` can write under this very content."""
    plain = {name: value for name, value in content.items() if name != "proof"}
    try:
        said = json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
    except RecursionError as error:
        raise damaged_key() from error
    return hmac.digest(hmac.digest(key.key, _PROOF_CONTEXT, "sha256"), said, "sha256").hex()


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**53 else 0


def revision_of(text: str) -> int:
    """When a key file was written, in seconds since 1970; 0 where it does not say.

    Raises:
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    return _number(key_file_content(text).get("revision"))


def is_genuine(text: str, key: StudyKey) -> bool:
    """Whether a key file was written, as it is, by somebody who had ``key``."""
    with suppress(StudyUnreadable):
        content = key_file_content(text)
        return content.get("study_salt") == key.salt.hex() and hmac.compare_digest(
            str(content.get("proof")).encode(), _proof(content, key).encode()
        )
    return False


@dataclass(frozen=True, slots=True)
class _Slot:
    """One way into a key, once it is known to be one."""

    study_salt: bytes
    salt: bytes
    nonce: bytes
    sealed: bytes
    costs: dict[str, int]


def key_file_content(text: str) -> dict[str, Any]:
    """What a key file says, unchecked but for being an object.

    Raises:
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise damaged_key() from error
    if not isinstance(found, dict):
        raise damaged_key()
    return found  # pyright: ignore[reportUnknownVariableType]  (JSON: its names are text)


def _slot(slot: Mapping[str, Any], study_salt: object) -> _Slot:
    """Read one slot.

    Raises:
        StudyUnreadable: not a slot of this program, or a damaged one.
    """
    try:
        costs = {name: int(slot["argon2id"][name]) for name in _MOST}
        found = _Slot(
            study_salt=bytes.fromhex(study_salt),  # pyright: ignore[reportArgumentType]  (TypeError)
            salt=bytes.fromhex(slot["argon2id"]["salt"]),
            nonce=bytes.fromhex(slot["nonce"]),
            sealed=base64.b64decode(slot["sealed"], validate=True),
            costs=costs,
        )
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError) as error:
        raise damaged_key() from error
    sizes = (len(found.study_salt), len(found.salt), len(found.nonce))
    reasonable = all(0 < costs[name] <= most for name, most in _MOST.items())
    if sizes != (SALT_BYTES, SALT_BYTES, NONCE_BYTES) or not reasonable:
        raise damaged_key()
    return found


def salt_of(text: str) -> bytes:
    """The salt of the study that a key file belongs to.

    Raises:
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    content = key_file_content(text)
    return _slot(content, content.get("study_salt")).study_salt


def damaged_key() -> StudyUnreadable:
    """What is said of a key file that cannot be read."""
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
    content = key_file_content(text)
    try:
        return unsealed(content, content.get("study_salt"), passphrase, context=_CONTEXT)
    except InvalidTag as error:
        raise WrongPassphrase(
            _(
                "Cette phrase de passe n’ouvre pas l’étude. Rien n’a été modifié : vérifiez les "
                "majuscules et les espaces, puis réessayez."
            )
        ) from error


def unsealed(
    slot: Mapping[str, Any], study_salt: object, secret: str, *, context: bytes
) -> StudyKey:
    """The key that ``secret`` opens in one slot.

    Raises:
        InvalidTag: it does not open it.
        StudyUnreadable: not a slot of this program, or a damaged one.
    """
    found = _slot(slot, study_salt)
    try:
        opening = AESGCM(_passphrase_key(secret, salt=found.salt, costs=found.costs))
        key = opening.decrypt(found.nonce, found.sealed, context + found.study_salt)
    except (ValueError, MemoryError) as error:  # costs that contradict each other
        raise damaged_key() from error
    if len(key) != KEY_BYTES:
        raise damaged_key()
    return StudyKey(key, found.study_salt)


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
