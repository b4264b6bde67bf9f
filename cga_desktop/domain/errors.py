"""Errors whose message is written for the user; anything else is a bug.

Each message says, in French, what happened, what was kept and what to do next.
"""

import errno

from cga_desktop.i18n import _


class UserError(Exception):
    """Something in the user's world: shown as it is, never with a traceback."""


class WrongPassphrase(UserError):
    """The passphrase does not open this study."""


class PassphraseNeeded(UserError):
    """The study is locked and nobody was there to be asked."""


class StudyTooNew(UserError):
    """The study was written by a newer version of the program."""


class StudyUnreadable(UserError):
    """The file is not a study, or is damaged."""


class StudyDamaged(StudyUnreadable):
    """The file is a study, opened by the right key, and damaged: it can be repaired."""


class PlaceRefused(UserError):
    """A study must not lie here: a synchronised, shared or read-only folder."""


class AlreadyOpen(UserError):
    """Another window has this study, and is in front now."""


class NotWritten(UserError):
    """The disk refused: full, read-only or gone."""

    @property
    def why(self) -> str:
        """The same in two or three words, to be put after a colon."""
        return _("le disque refuse")

    @property
    def remedy(self) -> str:
        """What helps, in a short sentence; "" where only waiting does."""
        return ""


class DiskFull(NotWritten):
    """No room is left."""

    @property
    def why(self) -> str:
        """Why, in two words."""
        return _("disque plein")

    @property
    def remedy(self) -> str:
        """What helps."""
        return _("Libérez de la place.")


class DiskReadOnly(NotWritten):
    """What is on the disk can be read and not changed."""

    @property
    def why(self) -> str:
        """Why, in a few words."""
        return _("disque protégé contre l’écriture")

    @property
    def remedy(self) -> str:
        """What helps."""
        return _("Levez la protection du disque ou de la clé.")


class DiskGone(NotWritten):
    """The drive was removed, or does not answer."""

    @property
    def why(self) -> str:
        """Why, in two words."""
        return _("disque absent")

    @property
    def remedy(self) -> str:
        """What helps."""
        return _("Rebranchez le disque ou la clé de l’étude.")


class StudyBusy(NotWritten):
    """Another process is writing."""

    @property
    def why(self) -> str:
        """Why, in a few words."""
        return _("étude occupée par une autre fenêtre")


class UnreadableFile(UserError):
    """A file to import cannot be read: not its format, wrong encoding, truncated."""


class NotFound(UserError):
    """No record, territory or place answers to that name."""


class BadValue(UserError):
    """A value typed or given on the command line does not fit its field."""


class ServiceUnavailable(UserError):
    """An online service that the user asked for did not answer."""


def reason(error: OSError) -> str:
    """What a refusal of the disk means, to be put after a colon; the system's words are not ours.

    Python's ``strerror`` is English, or whatever language the system was installed in.
    """
    said = {
        errno.ENOENT: _("le fichier ou le dossier n’existe pas"),
        errno.EACCES: _("l’accès est refusé"),
        errno.EPERM: _("l’accès est refusé"),
        errno.ENOSPC: _("le disque est plein"),
        errno.EDQUOT: _("le disque est plein"),
        errno.EROFS: _("le disque est en lecture seule"),
        errno.EISDIR: _("c’est un dossier"),
        errno.ENOTDIR: _("une partie du chemin n’est pas un dossier"),
        errno.EEXIST: _("ce nom est déjà pris"),
        errno.ENAMETOOLONG: _("le nom est trop long"),
        errno.EIO: _("le disque ne répond pas comme il faut"),
    }
    if error.errno in said:
        return said[error.errno]
    if error.errno is None:
        return _("le système a refusé")
    return _("le système a répondu {number}").format(number=error.errno)
