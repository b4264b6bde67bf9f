"""A damaged study repaired: nothing is deleted, and what is missing is said."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cga_desktop.domain.errors import PassphraseNeeded, StudyDamaged, StudyUnreadable
from cga_desktop.domain.ports import KeyVault
from cga_desktop.domain.records import Study, Territory
from cga_desktop.domain.repairs import Repair
from cga_desktop.domain.territories import embedded_territories
from cga_desktop.i18n import _
from cga_desktop.operations.guides import add_default_themes, add_guide, default_guides
from cga_desktop.store import backups, damage, key_files, keys, recovery
from cga_desktop.store.closed_files import GoOn, carry_on
from cga_desktop.store.database import Session
from cga_desktop.store.keys import StudyKey
from cga_desktop.store.place import check_place

_LARGEST_KEY_FILE = 16 * 1024


def end_repair(path: Path) -> None:
    """Finish a repair that was cut short once the new file was whole.

    Raises:
        NotWritten: the disk refuses.
    """
    damage.finish(path, _now())


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def as_damage(path: Path, error: StudyUnreadable, *, vault: KeyVault) -> StudyUnreadable:
    """What to say of a study that does not open: that it is damaged, where that is known.

    A wrong key and damage look the same from outside. It is damage where the keyring's key reads a
    page of it, or where copies were kept of a study of this name with the key file beside it.
    """
    for salt in _salts(path):
        key = _kept(vault, salt)
        if key is not None and damage.opens_pages(path, key):
            return damaged(path)
    salt = _salt_beside(path)
    if salt is not None and _has_copies(path, salt):
        return damaged(path)
    return error


def damaged(path: Path) -> StudyDamaged:
    """The sentence about a study that can be repaired."""
    return StudyDamaged(
        _(
            "L’étude « {name} » est abîmée. Son fichier n’a pas été modifié : réparez-la depuis "
            "l’accueil du programme, ou par la commande « repair ». Le fichier abîmé sera gardé."
        ).format(name=path.name)
    )


def _has_copies(path: Path, salt: bytes) -> bool:
    folders = (backups.folder_of(path, salt, root) for root in backups.roots())
    return any(backups.kept_copies(folder, salt) for folder in folders)


def _salts(path: Path) -> list[bytes]:
    """The salts that may be the study's: of the file, and of the key file beside it."""
    found: list[bytes] = []
    with suppress(StudyUnreadable):
        found.append(key_files.file_salt(path))
    beside = _salt_beside(path)
    return found if beside is None or beside in found else [*found, beside]


def _beside(path: Path) -> str | None:
    try:
        with keys.key_file(path).open("rb") as file:
            return file.read(_LARGEST_KEY_FILE).decode("utf-8", "replace")
    except OSError:
        return None


def _salt_beside(path: Path) -> bytes | None:
    with suppress(StudyUnreadable):
        text = _beside(path)
        return keys.salt_of(text) if text is not None else None
    return None


def _kept(vault: KeyVault, salt: bytes) -> StudyKey | None:
    kept = vault.get(salt.hex())
    return StudyKey(kept, salt) if kept and len(kept) == keys.KEY_BYTES else None


def repair_study(
    path: Path,
    *,
    vault: KeyVault,
    passphrase: str | None = None,
    ask: Callable[[], str | None] | None = None,
    go_on: GoOn = carry_on,
) -> Repair | None:
    """Rebuild a damaged study from its last good copy and from what can be read of it.

    The study must be closed everywhere. Answers None where nothing is wrong with it.

    Raises:
        PlaceRefused: a study must not lie there.
        StudyUnreadable: nothing can be read, and there is no copy.
        WrongPassphrase: the passphrase does not open it.
        PassphraseNeeded: nobody was there to be asked, or the question was dismissed.
        NotWritten: the disk refuses; nothing was changed.
    """
    check_place(path)
    end_repair(path)
    key = _key(path, vault, passphrase, ask)
    if damage.is_sound(path, key):
        return None
    built = damage.build_anew(path, key, _complete(path), go_on)
    aside = damage.put_in_place(path, _now())
    mended = built.mended
    nameless = (_("le nom de l’étude"),) if "study" in mended.empty else ()
    return Repair(
        study=path,
        aside=aside,
        copy_made_at=built.copy_made_at,
        changes=mended.changes,
        rows=mended.rows,
        lost=tuple(mended.lost),
        end_known=mended.end_known,
        records_whole=mended.records_whole and not mended.empty,
        older=built.older,
        emptied=(*nameless, *built.emptied),
        pages=built.pages,
        unread=built.unread,
    )


def _complete(path: Path) -> Callable[[Session, frozenset[str]], None]:
    """What a study cannot be without, as a new one has it."""

    def complete(session: Session, empty: frozenset[str]) -> None:
        if "study" in empty:
            session.add(Study(name=path.stem))
        if "territory" in empty:
            for facts in embedded_territories().values():
                session.add(Territory(code=facts.code, name=facts.name))
        if "interviewguide" in empty:
            for guide in default_guides():
                add_guide(session, guide)
        if "theme" in empty:
            add_default_themes(session)

    return complete


def _key(
    path: Path, vault: KeyVault, passphrase: str | None, ask: Callable[[], str | None] | None
) -> StudyKey:
    """The key of a damaged study, whose own salt may be among what is damaged."""
    if passphrase is None:
        for salt in _salts(path):
            key = _kept(vault, salt)
            if key is not None and (
                damage.opens_pages(path, key) or backups.all_copies(path, salt)
            ):
                return key
    wrapped = _wrapped(path)  # before asking: nobody types for nothing
    typed = passphrase if passphrase is not None or ask is None else ask()
    if typed is None:
        raise PassphraseNeeded(
            _("Pour réparer cette étude, il faut sa phrase de passe. Rien n’a été modifié.")
        )
    return recovery.unlock(wrapped, typed)


def _wrapped(path: Path) -> list[str]:
    """The wrapped keys of a study, even where its own salt is damaged.

    Raises:
        StudyUnreadable: there is none.
    """
    texts: list[str] = []
    with suppress(StudyUnreadable):
        texts += key_files.wrapped_keys(path)
    beside = _beside(path)
    if _salt_beside(path) is not None and beside is not None and beside not in texts:
        texts.append(beside)
    return texts or key_files.wrapped_keys(path)
