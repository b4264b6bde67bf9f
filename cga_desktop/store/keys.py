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
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from cga_desktop.domain.errors import NotWritten, StudyUnreadable, WrongPassphrase
from cga_desktop.i18n import _
from cga_desktop.settings import home

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MEMORY_KIB = 64 * 1024
PASSES = 3
LANES = 4
"""Argon2id costs of SYNC.md: about 0.1 s on two cores; kept in the file, so they can be raised."""
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_PASSES = 20
_MOST_LANES = 16
_CONTEXT = b"cga-terrain study key 1"


@dataclass(frozen=True, slots=True)
class StudyKey:
    """What opens one study file.

    Attributes:
        key: 32 random bytes, the SQLCipher key.
        salt: 16 random bytes, the first 16 bytes of the study file; names the study to the keyring.
    """

    key: bytes
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
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=costs["passes"],
        lanes=costs["lanes"],
        memory_cost=costs["memory_kib"],
    ).derive(passphrase.encode())


def wrap(key: StudyKey, passphrase: str) -> str:
    """The key file's text: ``key`` sealed by ``passphrase`` (Argon2id, AES-256-GCM)."""
    costs = {"memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES}
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


def unwrap(text: str, passphrase: str) -> StudyKey:
    """The key sealed in a key file.

    Raises:
        WrongPassphrase: the passphrase does not open it.
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    try:
        slot = json.loads(text)
        costs = _bounded({name: int(slot["argon2id"][name]) for name in _MOST})
        study_salt = bytes.fromhex(slot["study_salt"])
        salt = bytes.fromhex(slot["argon2id"]["salt"])
        nonce = bytes.fromhex(slot["nonce"])
        sealed = base64.b64decode(slot["sealed"], validate=True)
        opening = AESGCM(_passphrase_key(passphrase, salt=salt, costs=costs))
        key = opening.decrypt(nonce, sealed, _CONTEXT + study_salt)
    except InvalidTag as error:
        raise WrongPassphrase(
            _(
                "Cette phrase de passe n’ouvre pas l’étude. Rien n’a été modifié : vérifiez les "
                "majuscules et les espaces, puis réessayez."
            )
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise StudyUnreadable(
            _(
                "Le fichier de clé de cette étude est abîmé. L’étude n’a pas été touchée : "
                "remettez la copie de son fichier « .cle »."
            )
        ) from error
    return StudyKey(key, study_salt)


_MOST = {"memory_kib": _MOST_MEMORY_KIB, "passes": _MOST_PASSES, "lanes": _MOST_LANES}


def _bounded(costs: dict[str, int]) -> dict[str, int]:
    """A hostile key file must not be able to ask for all the memory of the computer."""
    for name, most in _MOST.items():
        if not 0 < costs[name] <= most:
            raise ValueError(name)
    return costs


def key_file(study: Path) -> Path:
    """The key file beside a study."""
    return study.with_name(study.name + ".cle")


def _own_copy(salt: bytes) -> Path:
    return home() / "clés" / f"{salt.hex()}.cle"


def keep_wrapped(study: Path, text: str, salt: bytes) -> None:
    """Write the wrapped key beside the study and in the program's own folder, durably.

    Raises:
        NotWritten: the disk refuses.
    """
    try:
        for path in (_own_copy(salt), key_file(study)):
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(path.name + ".tmp")
            with partial.open("w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(path)
    except OSError as error:
        raise NotWritten(
            _(
                "L’étude n’a pas pu être créée dans « {folder} » : {reason}. "
                "Choisissez un autre dossier."
            ).format(folder=study.parent, reason=error.strerror or error)
        ) from error


def file_salt(study: Path) -> bytes:
    """The first 16 bytes of a study file, in clear by SQLCipher's format.

    Raises:
        StudyUnreadable: the file cannot be read or is too short to be a study.
    """
    try:
        with study.open("rb") as file:
            salt = file.read(SALT_BYTES)
    except OSError as error:
        raise StudyUnreadable(
            _("L’étude « {study} » ne peut pas être lue : {reason}.").format(
                study=study, reason=error.strerror or error
            )
        ) from error
    if len(salt) < SALT_BYTES or salt.startswith(b"SQLite format 3"):
        raise StudyUnreadable(
            _(
                "« {study} » n’est pas une étude de CGA Terrain. Le fichier n’a pas été touché."
            ).format(study=study.name)
        )
    return salt


def wrapped_key(study: Path) -> str:
    """The wrapped key of ``study``: of the key file beside it, else the program's own copy.

    Raises:
        StudyUnreadable: there is none, or none that belongs to this study.
    """
    salt = file_salt(study)
    for path in (key_file(study), _own_copy(salt)):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if salt.hex() in text:
            return text
    raise StudyUnreadable(
        _(
            "Le fichier de clé « {name} » manque à côté de l’étude. L’étude est intacte : "
            "recopiez aussi ce fichier, puis rouvrez-la."
        ).format(name=key_file(study).name)
    )
