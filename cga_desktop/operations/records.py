"""What writing any record has in common."""

from collections.abc import Mapping

from cga_desktop.domain.records import Record


def apply(record: Record, changes: Mapping[str, object]) -> bool:
    """Give ``record`` its changed values; whether anything differs from before."""
    differing = {name: new for name, new in changes.items() if getattr(record, name) != new}
    for name, new in differing.items():
        setattr(record, name, new)
    return bool(differing)
