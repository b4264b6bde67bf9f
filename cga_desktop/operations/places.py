"""Finding where an address is."""

from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.places import FOUND_SCORE, Place
from cga_desktop.i18n import _
from cga_desktop.operations.workspace import Workspace


def find_places(
    workspace: Workspace, *, text: str, code: str | None = None, limit: int = 5
) -> list[Place]:
    """Places answering an address, best first, without a network."""
    return workspace.finder.search(text, limit=limit, code=code)


def complete_address(workspace: Workspace, *, text: str, limit: int = 8) -> list[Place]:
    """Addresses beginning like what is being typed."""
    return workspace.finder.complete(text, limit=limit)


def find_places_online(workspace: Workspace, *, text: str, limit: int = 5) -> list[Place]:
    """The same from the national address service; the address leaves the computer.

    Raises:
        ServiceUnavailable: the service did not answer.
    """
    return workspace.online.search(text, limit=limit)


def sure_place(workspace: Workspace, *, text: str, code: str | None = None) -> Place | None:
    """The place of an address, where it can be taken without asking anybody."""
    found = workspace.finder.search(text, limit=1, code=code)
    return found[0] if found and found[0].score >= FOUND_SCORE else None


def refuse_half_a_point(lat: float | None, lon: float | None) -> None:
    """A position is a latitude and a longitude.

    Raises:
        BadValue: one without the other.
    """
    if (lat is None) != (lon is None):
        raise half_a_point()


def half_a_point() -> BadValue:
    """What is said of a latitude without a longitude, or the other way round."""
    return BadValue(_("Il manque la latitude ou la longitude : donnez les deux."))
