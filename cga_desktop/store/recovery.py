"""The second way into a study: the code of its recovery sheet, a slot of its own in the key file.

The code is random, so that nobody can guess it; a new one takes the place of the one before.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from cryptography.exceptions import InvalidTag

from cga_desktop.domain.errors import BadValue, StudyUnreadable, WrongPassphrase
from cga_desktop.domain.recovery_codes import RecoveryCode, looks_like_code, read_code
from cga_desktop.i18n import _
from cga_desktop.store import keys
from cga_desktop.store.keys import StudyKey

_SLOT = "recovery"
_CONTEXT = b"cga-terrain recovery code 1"


def with_code(text: str, key: StudyKey, code: RecoveryCode, made_on: date) -> str:
    """The key file ``text`` that ``code`` opens too, instead of any code before it.

    Raises:
        StudyUnreadable: not a key file of this program, or a damaged one.
    """
    slot = keys.sealed(key, code.text, context=_CONTEXT)
    content = keys.key_file_content(text)
    return keys.written({**content, _SLOT: {**slot, "made_on": made_on.isoformat()}}, key)


def made_on(text: str) -> date | None:
    """When the recovery sheet of a key file was made; None where it has none, or does not say."""
    with suppress(StudyUnreadable, KeyError, TypeError, ValueError):
        return date.fromisoformat(keys.key_file_content(text)[_SLOT]["made_on"])
    return None


def unlock(wrapped: Sequence[str], typed: str) -> StudyKey:
    """The key that a passphrase, or the code of the recovery sheet, opens in one of several files.

    Raises:
        WrongPassphrase: it opens none; where a code with a slip was typed, the slip is said.
        StudyUnreadable: the files are damaged.
    """
    try:
        return keys.unlock(wrapped, typed)
    except WrongPassphrase as wrong:
        if not looks_like_code(typed):
            raise
        try:
            code = read_code(typed)
        except BadValue as slip:
            raise _code_with_a_slip(slip) from wrong
        return _by_code(wrapped, code)


def _by_code(wrapped: Sequence[str], code: RecoveryCode) -> StudyKey:
    for text in wrapped:
        with suppress(InvalidTag, StudyUnreadable):
            content = keys.key_file_content(text)
            slot = content.get(_SLOT)
            if slot is not None:
                salt = content.get("study_salt")
                return keys.unsealed(slot, salt, code.text, context=_CONTEXT)
    raise WrongPassphrase(
        _(
            "Ce code de secours est bien recopié, mais n’ouvre pas cette étude. Rien n’a été "
            "modifié : une feuille plus récente l’a peut-être remplacé, ou il est celui d’une "
            "autre étude."
        )
    )


def _code_with_a_slip(slip: BadValue) -> WrongPassphrase:
    return WrongPassphrase(
        _("Cette phrase de passe n’ouvre pas l’étude. Si c’est le code de secours : {slip}").format(
            slip=slip
        )
    )
