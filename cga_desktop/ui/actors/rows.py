"""Actors as rows of the list, and in which order."""

from collections.abc import Sequence
from enum import Enum

from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.places import Precision
from cga_desktop.domain.records import Actor
from cga_desktop.i18n import _
from cga_desktop.ui.look.symbols import symbol_icon
from cga_desktop.ui.widgets.rows import Row

TO_CHECK = "to-check"
_UNSURE = frozenset({Precision.STREET.value, Precision.MUNICIPALITY.value})


class Order(Enum):
    """By what the list is sorted."""

    NAME = "name"
    KIND = "kind"
    LATEST = "latest"

    @property
    def label(self) -> str:
        """The words on the chooser."""
        return {
            Order.NAME: _("Par nom"),
            Order.KIND: _("Par type"),
            Order.LATEST: _("Derniers modifiés"),
        }[self]


def in_order(found: Sequence[Actor], order: Order) -> list[Actor]:
    """Actors, given by name, in another order; those that are equal in it stay by name."""
    if order is Order.KIND:
        return sorted(found, key=lambda actor: ActorKind.label_of(actor.kind))
    if order is Order.LATEST:
        return sorted(found, key=lambda actor: actor.updated_at, reverse=True)
    return list(found)


def actor_row(actor: Actor) -> Row:
    """One actor: its name, what it is, where, and whether its place should be checked."""
    unsure = actor.lat is None or (actor.precision in _UNSURE and not actor.placed_by_hand)
    kind = ActorKind.label_of(actor.kind)
    return Row(
        id=actor.id,
        title=actor.name,
        subtitle=f"{kind} · {actor.address}" if actor.address else kind,
        mark=_("à vérifier") if unsure else "",
        picture=symbol_icon(actor.kind),
        groups=frozenset({actor.kind, TO_CHECK} if unsure else {actor.kind}),
    )
