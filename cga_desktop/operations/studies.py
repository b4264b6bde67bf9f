"""Creating, opening and checking a study."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from cga_desktop.domain.errors import (
    BadValue,
    NotWritten,
    PassphraseNeeded,
    PlaceRefused,
    StudyUnreadable,
    reason,
)
from cga_desktop.domain.ports import KeyVault
from cga_desktop.domain.records import Study, Territory
from cga_desktop.domain.study_files import SHORTEST_PASSPHRASE
from cga_desktop.domain.territories import TerritoryFacts, territory_facts
from cga_desktop.domain.texts import one_line
from cga_desktop.domain.verbs import Verb
from cga_desktop.i18n import _
from cga_desktop.operations.guides import add_default_themes, add_guide, default_guides
from cga_desktop.operations.repair import as_damage, damaged, end_repair
from cga_desktop.settings import make_folder
from cga_desktop.store import key_files, keys, recovery
from cga_desktop.store.backups import copy_before_migration
from cga_desktop.store.database import Database
from cga_desktop.store.place import check_place
from cga_desktop.store.private_files import create_empty

DEMONSTRATION_PASSPHRASE = "demonstration"  # noqa: S105  (of invented data; said on the screen)


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that protects nothing.

    Raises:
        BadValue: too short; the sentence says what to choose.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise BadValue(
            _(
                "La phrase de passe est trop courte : choisissez au moins {count} caractères, "
                "par exemple quatre mots sans lien entre eux."
            ).format(count=SHORTEST_PASSPHRASE)
        )


def create_study(
    path: Path,
    *,
    name: str,
    codes: Sequence[str],
    passphrase: str,
    vault: KeyVault,
    demonstration: bool = False,
) -> Database:
    """Make a new study file and open it; its key goes to ``vault`` and, wrapped, beside it.

    Raises:
        PlaceRefused: a file is there already, or the folder is synchronised or on the network.
        BadValue: the passphrase is too short.
        NotFound: a territory code is unknown.
        NotWritten: the disk refuses; no half-made study stays behind.
    """
    check_place(path)
    check_passphrase(passphrase)
    chosen = [territory_facts(code) for code in dict.fromkeys(codes)]
    for taken in (path, keys.key_file(path)):
        if taken.exists():
            raise _taken(taken)
    _make_folder(path.parent)
    key = keys.fresh_key()
    known_to_all = demonstration and passphrase == DEMONSTRATION_PASSPHRASE
    sealed = keys.wrap(key, passphrase, known_to_all=known_to_all)
    study = Study(name=one_line(name) or path.stem, demonstration=demonstration)
    _create_empty(path)
    try:
        key_files.keep_wrapped(path, sealed, key.salt)
        database = _new_file(path, key, study=study, territories=chosen)
    except NotWritten as error:
        _remove_unfinished(path, key)
        raise _not_created(path.parent) from error
    except BaseException:
        _remove_unfinished(path, key)
        raise
    vault.put(key.name, key.key)
    return database


def _new_file(
    path: Path, key: keys.StudyKey, *, study: Study, territories: Sequence[TerritoryFacts]
) -> Database:
    database = Database.open(path, key)
    try:
        with database.writing(Verb.CREATE_STUDY) as session:
            session.add(study)
            for facts in territories:
                session.add(Territory(code=facts.code, name=facts.name))
            for guide in default_guides():
                add_guide(session, guide)
            add_default_themes(session)
    except BaseException:
        database.close()
        raise
    return database


def _taken(path: Path) -> PlaceRefused:
    return PlaceRefused(
        _("« {path} » existe déjà et n’a pas été touché : choisissez un autre nom.").format(
            path=path
        )
    )


def _not_created(folder: Path) -> NotWritten:
    return NotWritten(
        _(
            "L’étude n’a pas pu être créée dans « {folder} », et rien n’en reste : le disque "
            "est plein ou refuse d’écrire. Libérez de la place, ou choisissez un autre dossier."
        ).format(folder=folder)
    )


def _create_empty(path: Path) -> None:
    """Its rights first: nobody else on this computer may read it, not even for an instant."""
    try:
        create_empty(path)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        raise _not_created(path.parent) from error


def _remove_unfinished(path: Path, key: keys.StudyKey) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    key_files.forget_wrapped(path, key.salt)


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise NotWritten(
            _("Le dossier « {folder} » ne peut pas être créé : {reason}.").format(
                folder=folder, reason=reason(error)
            )
        ) from error


def open_study(
    path: Path,
    *,
    vault: KeyVault,
    passphrase: str | None = None,
    ask: Callable[[], str | None] | None = None,
) -> Database:
    """Open a study: with ``passphrase`` where given, else the key in ``vault``, else by asking.

    The code of the recovery sheet opens it where its passphrase would.

    Raises:
        PlaceRefused: the study lies in a synchronised or network folder.
        StudyDamaged: a study, and damaged: ``repair_study`` mends it.
        StudyUnreadable: not a study, or its key file is missing.
        WrongPassphrase: the passphrase does not open it.
        PassphraseNeeded: nobody was there to be asked, or the question was dismissed.
        StudyTooNew: written by a newer version of the program.
        NotWritten: an older study cannot be copied before it is brought to this version.
    """
    check_place(path)
    end_repair(path)
    database, wrapped = _opened_without_asking(path, vault, passphrase, last_word=ask is None)
    if database is None:
        key = recovery.unlock(wrapped, _asked(passphrase, ask))
        try:
            database = _opened(path, key)
        except StudyUnreadable as error:  # the passphrase opened the key: the key is right
            raise damaged(path) from error
        vault.put(key.name, key.key)
    key_files.mend_copies(path, database.key.salt)
    key_files.renew_copies(path, database.key)
    key_files.close_to_others(path)
    return database


def _opened_without_asking(
    path: Path, vault: KeyVault, passphrase: str | None, *, last_word: bool
) -> tuple[Database | None, list[str]]:
    """The study opened by the keyring's key; else the wrapped keys that a passphrase may open.

    Raises:
        StudyDamaged: it is known to be damaged, whatever the passphrase would be.
        StudyUnreadable: it cannot be opened, and that is all that is known.
    """
    try:
        kept = _kept_key(vault, key_files.file_salt(path)) if passphrase is None else None
        database = _opened_by(kept, path, last_word=last_word) if kept is not None else None
        # Before asking: nobody types for nothing.
        return database, key_files.wrapped_keys(path) if database is None else []
    except StudyUnreadable as error:
        raise as_damage(path, error, vault=vault) from error


def _opened(path: Path, key: keys.StudyKey) -> Database:
    copy_before_migration(path, key)
    return Database.open(path, key)


def _kept_key(vault: KeyVault, salt: bytes) -> keys.StudyKey | None:
    kept = vault.get(salt.hex())
    return keys.StudyKey(kept, salt) if kept and len(kept) == keys.KEY_BYTES else None


def _opened_by(kept: keys.StudyKey, path: Path, *, last_word: bool) -> Database | None:
    """The study opened with the keyring's key; None where the passphrase may still know better."""
    try:
        return _opened(path, kept)
    except StudyUnreadable:
        if last_word:
            raise
        return None


def _asked(passphrase: str | None, ask: Callable[[], str | None] | None) -> str:
    if passphrase is None and ask is not None:
        passphrase = ask()
    if passphrase is None:
        raise PassphraseNeeded(
            _(
                "Cette étude demande sa phrase de passe. Donnez-la dans la fenêtre, ou par la "
                "variable CGA_PASSPHRASE."
            )
        )
    return passphrase


def is_locked(path: Path, *, vault: KeyVault) -> bool:
    """Whether opening ``path`` will need the passphrase.

    Raises:
        StudyUnreadable: not a study.
    """
    return _kept_key(vault, key_files.file_salt(path)) is None
