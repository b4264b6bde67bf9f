"""The vault of those who keep no key; it does not load the system's keyring."""


class NoVault:
    """A vault that keeps nothing, for unattended runs and the demonstration study."""

    def get(self, name: str) -> bytes | None:  # noqa: ARG002  (the port's signature)
        """Nothing is kept."""
        return None

    def put(self, name: str, key: bytes) -> bool:  # noqa: ARG002  (the port's signature)
        """Nothing is kept."""
        return False

    def forget(self, name: str) -> bool:  # noqa: ARG002  (the port's signature)
        """Nothing was kept."""
        return True
