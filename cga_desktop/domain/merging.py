"""Two cards of one actor become one, and nothing that was written on either is lost.

The card that is kept says what it said; what it lacks comes from the other. What the other said
differently is put below the notes, which never leave the team. An agreement is never made wider:
only the stricter of two answers, or the answer of the very person whose contact is kept, stands.
"""

from collections.abc import Iterator
from enum import Enum

from cga_desktop.domain.drafts import LONGEST_LINE, LONGEST_PROSE
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.records import Actor
from cga_desktop.domain.texts import folded
from cga_desktop.i18n import _

CONTACT = ("contact_name", "contact_role", "phone", "email")
_PIN = ("citycode", "lat", "lon", "precision", "radius_m", "placed_by_hand")
_ADDRESS = ("address", "postcode")
_LISTS = ("audiences", "themes")
_LINES = ("website", "opening_hours")

Fields = dict[str, object]


class Contact(Enum):
    """Whose contact the one card has after a merge."""

    KEPT = "the other card has none"
    TAKEN = "this card had none"
    SAME = "the same person's"
    MIXED = "one of them has no name: what is missing comes from the other"
    OTHER = "two people: this card's stays, the other's goes below the notes"


def contact_after(kept: Actor, taken: Actor) -> Contact:
    """Whose contact the kept card has once ``taken`` is merged into it."""
    if not any(getattr(taken, name) for name in CONTACT):
        return Contact.KEPT
    if not any(getattr(kept, name) for name in CONTACT):
        return Contact.TAKEN
    if not kept.contact_name or not taken.contact_name:
        return Contact.MIXED
    return Contact.SAME if same(kept.contact_name, taken.contact_name) else Contact.OTHER


def same(one: object, other: object) -> bool:
    """Whether two values say the same: capitals, accents and spaces aside."""
    if isinstance(one, str) and isinstance(other, str):
        return folded(one).split() == folded(other).split()
    return one == other


def agreed_after(kept: bool | None, taken: bool | None, contact: Contact) -> bool | None:
    """What is agreed to after a merge: yes, no, or None for to be asked again.

    A no stands whoever said it. A yes stands where both said it, or where it was said by the person
    whose contact is kept.
    """
    if kept is False or taken is False:
        return False
    if kept and (taken or contact in (Contact.SAME, Contact.KEPT, Contact.OTHER)):
        return True
    if taken and contact in (Contact.SAME, Contact.TAKEN):
        return True
    return None


def merged_fields(kept: Actor, taken: Actor) -> Fields:
    """What changes of ``kept`` when ``taken`` is merged into it.

    Raises:
        BadValue: the two texts together are too long for one.
    """
    changes: Fields = {}
    left: list[str] = [*_other_names(kept, taken)]
    left += _merge_place(kept, taken, changes)
    left += _merge_contact(kept, taken, changes)
    for name in _LINES:
        left += _fill(kept, taken, name, changes)
    for name in _LISTS:
        left += _unite(kept, taken, name, changes)
    changes["description"] = _joined(kept.description, taken.description)
    changes["notes"] = _joined(_joined(kept.notes, taken.notes), _below(taken, left))
    return {name: new for name, new in changes.items() if new != getattr(kept, name)}


def _other_names(kept: Actor, taken: Actor) -> Iterator[str]:
    if not same(kept.name, taken.name):
        yield _("Autre nom : {name}").format(name=taken.name)
    if kept.kind != taken.kind:
        yield _("Autre type : {kind}").format(kind=ActorKind.label_of(taken.kind))


def _merge_place(kept: Actor, taken: Actor, changes: Fields) -> Iterator[str]:
    """An address is never kept beside the place of another one."""
    nowhere = kept.lat is None and not kept.address and not kept.postcode
    alike = same(_written(kept), _written(taken))
    if nowhere:
        changes.update({name: getattr(taken, name) for name in (*_ADDRESS, *_PIN)})
        return
    if alike and kept.lat is None:
        changes.update({name: getattr(taken, name) for name in _PIN})
        return
    same_point = (kept.lat, kept.lon) == (taken.lat, taken.lon)
    pinned = taken.lat is not None and not same_point and (taken.placed_by_hand or not alike)
    said = _written(taken) if not alike else ""
    if pinned:
        said = _("{address} ({lat:.5f} ; {lon:.5f})").format(
            address=said, lat=taken.lat, lon=taken.lon
        )
    if said.strip():
        yield _("Autre adresse : {address}").format(address=said.strip())


def _written(actor: Actor) -> str:
    return f"{actor.address} {actor.postcode}".strip()


def _merge_contact(kept: Actor, taken: Actor, changes: Fields) -> Iterator[str]:
    if contact_after(kept, taken) is Contact.OTHER:
        said = ", ".join(str(getattr(taken, name)) for name in CONTACT if getattr(taken, name))
        yield _("Autre contact : {contact}").format(contact=said)
        return
    for name in CONTACT:
        yield from _fill(kept, taken, name, changes)


def _fill(kept: Actor, taken: Actor, name: str, changes: Fields) -> Iterator[str]:
    mine, theirs = str(getattr(kept, name)), str(getattr(taken, name))
    if not mine:
        changes[name] = theirs
    elif theirs and not same(mine, theirs):
        yield _("{field} : {value}").format(field=_word(name), value=theirs)


def _word(name: str) -> str:
    words = {
        "website": _("Autre site"),
        "opening_hours": _("Autres horaires"),
        "contact_name": _("Autre contact"),
        "contact_role": _("Autre fonction"),
        "phone": _("Autre téléphone"),
        "email": _("Autre courriel"),
        "audiences": _("Autres publics"),
        "themes": _("Autres thèmes"),
    }
    return words[name]


def _unite(kept: Actor, taken: Actor, name: str, changes: Fields) -> Iterator[str]:
    parts = f"{getattr(kept, name)},{getattr(taken, name)}".split(",")
    words = dict.fromkeys(word.strip() for word in parts if word.strip())
    together = ", ".join(words)
    if not str(getattr(taken, name)).strip():
        return
    if len(together) <= LONGEST_LINE:
        changes[name] = together
    else:
        yield from _fill(kept, taken, name, changes)


def _joined(one: str, other: str) -> str:
    """Two texts below each other; one of them where it holds the other."""
    if other.strip() in one:
        return one
    if one.strip() in other:
        return other
    together = f"{one.rstrip()}\n\n{other}"
    if len(together) > LONGEST_PROSE:
        raise BadValue(
            _(
                "Les notes de ces deux fiches sont trop longues pour n’en faire qu’une. Rien n’a "
                "été fusionné : raccourcissez l’une d’elles."
            )
        )
    return together


def _below(taken: Actor, left: list[str]) -> str:
    if not left:
        return ""
    title = _("De la fiche « {name} » :").format(name=taken.name)
    return "\n".join([title, *(f"- {line}" for line in left)])
