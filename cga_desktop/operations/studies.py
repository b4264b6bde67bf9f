"""Creating, opening and checking a study."""

from collections.abc import Callable, Sequence
from pathlib import Path

from cga_desktop.domain.errors import BadValue, NotWritten, PassphraseNeeded, PlaceRefused
from cga_desktop.domain.ports import KeyVault
from cga_desktop.domain.records import Study, Territory
from cga_desktop.domain.territories import territory_facts
from cga_desktop.i18n import _
from cga_desktop.operations.guides import add_default_themes, add_guide, default_guides
from cga_desktop.store import keys
from cga_desktop.store.database import Database
from cga_desktop.store.place import check_place

SUFFIX = ".cgaetude"
SHORTEST_PASSPHRASE = 8
DEMONSTRATION_PASSPHRASE = "demonstration"  # noqa: S105  (of invented data; said on the screen)


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that protects nothing.

    Raises:
        BadValue: too short; the sentence says what to choose.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise BadValue(
            _(
                "La phrase de passe est trop courte : choisissez au moins {count} caractères, "
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
    if path.exists():
        raise PlaceRefused(
            _("« {path} » existe déjà et n’a pas été touché : choisissez un autre nom.").format(
                path=path
            )
        )
    _make_folder(path.parent)
    key = keys.fresh_key()
    keys.keep_wrapped(path, keys.wrap(key, passphrase), key.salt)
    try:
        database = Database.open(path, key)
        with database.writing() as session:
            session.add(Study(name=name or path.stem, demonstration=demonstration))
            for facts in chosen:
                session.add(Territory(code=facts.code, name=facts.name))
            for guide in default_guides():
                add_guide(session, guide)
            add_default_themes(session)
    except BaseException:
        for made in (path, keys.key_file(path)):
            made.unlink(missing_ok=True)
        raise
    vault.put(key.name, key.key)
    return database


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(
            _("Le dossier « {folder} » ne peut pas être créé : {reason}.").format(
                folder=folder, reason=error.strerror or error
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

    Raises:
        PlaceRefused: the study lies in a synchronised or network folder.
        StudyUnreadable: not a study, damaged, or its key file is missing.
        WrongPassphrase: the passphrase does not open it.
        PassphraseNeeded: nobody was there to be asked, or the question was dismissed.
        StudyTooNew: written by a newer version of the program.
    """
    check_place(path)
    salt = keys.file_salt(path)
    if passphrase is None:
        kept = vault.get(salt.hex())
        if kept is not None and len(kept) == keys.KEY_BYTES:
            return Database.open(path, keys.StudyKey(kept, salt))
        passphrase = ask() if ask is not None else None
    if passphrase is None:
        raise PassphraseNeeded(
            _(
                "Cette étude demande sa phrase de passe. Donnez-la dans la fenêtre, ou par la "
                "variable CGA_PASSPHRASE."
            )
        )
    key = keys.unwrap(keys.wrapped_key(path), passphrase)
    database = Database.open(path, key)
    vault.put(key.name, key.key)
    return database


def is_locked(path: Path, *, vault: KeyVault) -> bool:
    """Whether opening ``path`` will need the passphrase.

    Raises:
        StudyUnreadable: not a study.
    """
    return vault.get(keys.file_salt(path).hex()) is None


def check_study(database: Database) -> list[str]:
    """What is wrong with the file, in SQLite's own words; empty when all is well."""
    return database.problems()
