"""What consent allows: the one place that decides what of a person may leave the study."""

from collections.abc import Iterable

from cga_desktop.domain.kinds import Purpose
from cga_desktop.domain.records import Consent

NOTICE_VERSION = 1
"""Version of the information notice read to people before they answer."""


def asked_for(kind: str) -> tuple[Purpose, ...]:
    """The purposes asked in an interview of this kind: an inhabitant is never on the map."""
    everyone = (Purpose.NOTES, Purpose.RECORDING, Purpose.QUOTING)
    if kind == "actor":
        return (*everyone, Purpose.MAP, Purpose.RECONTACT)
    return (*everyone, Purpose.RECONTACT)


def allows(consents: Iterable[Consent], purpose: Purpose) -> bool:
    """Whether somebody said yes to ``purpose`` and nobody said no or took it back since.

    Silence is a no. Where the same person was asked several times, a single no wins.
    """
    said = [one for one in consents if one.purpose == purpose and one.granted is not None]
    return bool(said) and all(one.granted and one.withdrawn_at is None for one in said)
