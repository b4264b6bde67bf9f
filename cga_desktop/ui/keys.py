"""Keys as they are written on a French keyboard."""

_WRITTEN = {"Ctrl": "Ctrl", "Shift": "Maj", "Return": "Entrée"}


def readable_keys(keys: str) -> str:
    """``Ctrl + Maj + Entrée`` for ``Ctrl+Shift+Return``."""
    parts = keys.replace("++", "+plus").split("+")
    return " + ".join("+" if part == "plus" else _WRITTEN.get(part, part) for part in parts)
