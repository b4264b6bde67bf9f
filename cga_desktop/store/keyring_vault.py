"""The system's keyring, where there is one: it saves people from typing their passphrase."""

import base64
import logging

import keyring
from keyring.errors import NoKeyringError

_SERVICE = "CGA Terrain"
_logger = logging.getLogger(__name__)


class SystemVault:
    """Keys in the keyring of the system; without one, every answer is "no" and nothing breaks.

    Keyring backends raise whatever their platform raises (D-Bus, COM, Security framework), with no
    class in common, so any exception here means one thing: ask for the passphrase.
    """

    def get(self, name: str) -> bytes | None:
        """The key kept under ``name``, or None."""
        try:
            text = keyring.get_password(_SERVICE, name)
            return base64.b64decode(text, validate=True) if text else None
        except Exception as error:  # noqa: BLE001  (see above)
            _logger.info("no key from the keyring: %s", type(error).__name__)
            return None

    def put(self, name: str, key: bytes) -> bool:
        """Keep ``key`` under ``name``; False where the system keeps none."""
        try:
            keyring.set_password(_SERVICE, name, base64.b64encode(key).decode())
        except Exception as error:  # noqa: BLE001  (see above)
            _logger.info("the keyring keeps no key: %s", type(error).__name__)
            return False
        return True

    def forget(self, name: str) -> bool:
        """Remove the key kept under ``name``, if any; whether none is kept there any more."""
        try:
            keyring.delete_password(_SERVICE, name)
        except Exception as error:  # noqa: BLE001  (see above)
            _logger.info("nothing to forget in the keyring: %s", type(error).__name__)
            return self._keeps_nothing(name)
        return True

    def _keeps_nothing(self, name: str) -> bool:
        """Backends refuse to delete what is not there, and also what they will not delete."""
        try:
            return keyring.get_password(_SERVICE, name) is None
        except NoKeyringError:
            return True
        except Exception:  # noqa: BLE001  (see above)
            return False
