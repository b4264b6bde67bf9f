"""A certificate as a file of its own, to be handed over or filed."""

from pathlib import Path

from cga_desktop.domain.errors import NotWritten, reason
from cga_desktop.i18n import _
from cga_desktop.store.private_files import write_durably


def keep_certificate(content: bytes, path: Path) -> None:
    """Write a certificate where its owner chose, whole or not at all.

    Raises:
        NotWritten: the disk refuses.
    """
    try:
        write_durably(path, content)
    except OSError as error:
        raise NotWritten(
            _(
                "Le certificat n’a pas pu être enregistré dans « {folder} » : {reason}. "
                "L’effacement, lui, est fait ; choisissez un autre dossier."
            ).format(folder=path.parent, reason=reason(error))
        ) from error
