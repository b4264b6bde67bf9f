import errno

import pytest

from cga_desktop.domain import errors
from cga_desktop.domain.errors import UserError, reason


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "le fichier ou le dossier n’existe pas"),
        (errno.EACCES, "l’accès est refusé"),
        (errno.EPERM, "l’accès est refusé"),
        (errno.ENOSPC, "le disque est plein"),
        (errno.EDQUOT, "le disque est plein"),
        (errno.EROFS, "le disque est en lecture seule"),
        (errno.EISDIR, "c’est un dossier"),
        (errno.ENOTDIR, "une partie du chemin n’est pas un dossier"),
        (errno.EEXIST, "ce nom est déjà pris"),
        (errno.ENAMETOOLONG, "le nom est trop long"),
        (errno.EIO, "le disque ne répond pas comme il faut"),
    ],
)
def test_what_the_disk_refuses_is_said_in_the_language_of_the_user(number, said):
    assert reason(OSError(number, "Words of the system")) == said


def test_a_refusal_nobody_foresaw_keeps_its_number_for_whoever_helps():
    assert reason(OSError(errno.EXDEV, "Invalid cross-device link")) == (
        f"le système a répondu {errno.EXDEV}"
    )
    assert reason(OSError("no number at all")) == "le système a refusé"


def test_every_error_of_the_domain_is_written_for_the_user():
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    assert len(kinds) > 8
    assert all(issubclass(one, UserError) for one in kinds)
