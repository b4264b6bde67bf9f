"""Addresses as people type them, made from well written ones; the same for the same seed."""

import random
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from cga_desktop.geocoding.ban import BanAddress
from cga_desktop.geocoding.text import words
from cga_desktop.geocoding.vocabulary import LINKING_WORDS, STREET_TYPES


class Query(NamedTuple):
    """What was typed, what noise it holds, and the address that was meant."""

    text: str
    kind: str
    meant: BanAddress


SHORT_TYPES = {
    "allee": ["all", "All.", "allée"],
    "avenue": ["av", "Av.", "ave"],
    "boulevard": ["bd", "Bld", "boul."],
    "chemin": ["ch.", "che"],
    "impasse": ["imp", "Imp."],
    "passage": ["pass.", "psg"],
    "place": ["pl", "Pl."],
    "residence": ["rés.", "res"],
    "route": ["rte", "Rte."],
    "rue": ["r", "R.", "r."],
    "square": ["sq", "Sq."],
}
ASIDES = ("Bât B", "Bat. 3", "Esc 2", "Appt 14", "BP 12", "Bâtiment C", "2e étage", "Hall A")
BEFORE = ("Résidence Les Lilas", "Chez Mme Diallo", "Association Le Figuier", "Centre social")


def number_of(one: BanAddress) -> str:
    return f"{one.number} {one.suffix}".strip()


def plain(text: str) -> str:
    """Without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def with_typo(word: str, chance: random.Random) -> str:
    """One letter swapped, lost, doubled or replaced, never the first."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "lose", "double", "replace"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "lose":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + chance.choice("aeiourstnl") + word[at + 1 :]


def mistyped(name: str, chance: random.Random, errors: int = 1) -> str:
    parts = name.split()
    for _error in range(errors):
        long = [at for at, part in enumerate(parts) if len(part) > 4 and part.isalpha()]
        if long:
            at = chance.choice(long)
            parts[at] = with_typo(parts[at], chance)
    return " ".join(parts)


def abbreviated(name: str, chance: random.Random) -> str:
    first, _space, rest = name.partition(" ")
    return f"{chance.choice(SHORT_TYPES.get(plain(first).lower(), [first]))} {rest}"


def without_type(name: str) -> str:
    first, _space, rest = name.partition(" ")
    return rest if "".join(words(first)) in STREET_TYPES else name


def shortened(name: str) -> str:
    """Without the first of several telling words: « rue (Roger) Salengro »."""
    kept = name.split()
    telling = [at for at, part in enumerate(kept) if at and not set(words(part)) <= LINKING_WORDS]
    if len(telling) > 1:
        del kept[telling[0]]
    return " ".join(kept)


def typed(one: BanAddress, chance: random.Random) -> dict[str, Callable[[], str]]:
    """Every kind of noise, by name."""
    number, street, town = number_of(one), one.street, one.town
    where = f"{one.postcode} {town}"
    return {
        "clean": lambda: f"{number} {street}, {where}",
        "capitals": lambda: plain(f"{number} {street} {where}").upper(),
        "no accents": lambda: plain(f"{number} {street} {town}").lower(),
        "abbreviated": lambda: f"{number} {abbreviated(street, chance)} {town}",
        "no town": lambda: f"{number} {street}",
        "town first": lambda: f"{town}, {number} {street}",
        "postcode first": lambda: f"{where}, {number}, {street}",
        "cedex": lambda: f"{number} {street} {where} CEDEX",
        "number last": lambda: f"{street} {number}, {town}",
        "range": lambda: f"{one.number}-{one.number + 2} {street}, {where}",
        "spoken range": lambda: f"{one.number} à {one.number + 4} {street} {town}",
        "aside": lambda: f"{number} {street}, {chance.choice(ASIDES)}, {where}",
        "before": lambda: f"{chance.choice(BEFORE)}, {number} {street}, {where}",
        "glued number": lambda: f"{number.replace(' ', '')}{street}, {town}".replace(
            number.replace(" ", ""), f"{number.replace(' ', '')}, ", 1
        ),
        "one error": lambda: f"{number} {mistyped(street, chance)}, {town}",
        "error without accents": lambda: plain(
            f"{number} {mistyped(abbreviated(street, chance), chance)} {town}"
        ).lower(),
        "town mistyped": lambda: f"{number} {street} {with_typo(town, chance)}",
        "no type": lambda: f"{number} {without_type(street)}, {town}",
        "first name left out": lambda: f"{number} {shortened(street)}, {town}",
    }


def queries(addresses: list[BanAddress], how_many: int, seed: int) -> list[Query]:
    """``how_many`` addresses drawn at random, each with one kind of noise in turn.

    Where a name without its type or first name would also be another street's, the query is
    written in full: nobody could know which was meant.
    """
    chance = random.Random(seed)  # noqa: S311  (a repeatable draw, no secret)
    bare = _names(addresses, without_type)
    short = _names(addresses, shortened)
    drawn: list[Query] = []
    while len(drawn) < how_many:
        one = chance.choice(addresses)
        ways = typed(one, chance)
        kind = list(ways)[len(drawn) % len(ways)]
        ambiguous = (kind == "no type" and len(bare[words(without_type(one.street))]) > 1) or (
            kind == "first name left out" and len(short[words(shortened(one.street))]) > 1
        )
        if kind in ("range", "spoken range") and one.suffix:
            continue
        drawn.append(Query(ways["clean"]() if ambiguous else ways[kind](), kind, one))
    return drawn


def _names(
    addresses: list[BanAddress], change: Callable[[str], str]
) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    names: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for street in {one.street for one in addresses}:
        names.setdefault(words(change(street)), set()).add(words(street))
    return names


ELSEWHERE = (
    ("Paris", "75011"),
    ("Paris", "75019"),
    ("Saint-Denis", "93200"),
    ("Pantin", "93500"),
    ("Montreuil", "93100"),
    ("Drancy", "93700"),
    ("Aulnay-sous-Bois", "93600"),
    ("Noisy-le-Sec", "93130"),
    ("Villemomble", "93250"),
    ("Rosny-sous-Bois", "93110"),
    ("Lyon", "69007"),
    ("Marseille", "13005"),
    ("Lille", "59000"),
    ("Chalon-sur-Saône", "71100"),
    ("Bourg-en-Bresse", "01000"),
    ("Pessac", "33600"),
    ("Vierzon", "18100"),
    ("Montluçon", "03100"),
    ("Saint-Brieuc", "22000"),
    ("Bondoufle", "91070"),
)
COMMON_STREETS = (
    "rue de Rivoli",
    "avenue Jean Jaurès",
    "rue de la République",
    "avenue de la République",
    "place de la République",
    "rue Victor Hugo",
    "avenue Victor Hugo",
    "rue Pasteur",
    "avenue Pasteur",
    "rue Carnot",
    "rue des Écoles",
    "rue de la Gare",
    "boulevard Voltaire",
    "rue Gambetta",
    "rue du Moulin",
    "rue Henri Barbusse",
    "rue Édouard Vaillant",
    "avenue Gallieni",
    "chemin des Vignes",
    "rue du Général Leclerc",
)


def elsewhere(streets: list[str], how_many: int, seed: int) -> list[str]:
    """Addresses of other towns, half of them on streets that the gazetteer has too."""
    chance = random.Random(seed)  # noqa: S311  (a repeatable draw, no secret)
    made: list[str] = []
    for turn in range(how_many):
        street = chance.choice(streets if turn % 2 else COMMON_STREETS)
        town, postcode = chance.choice(ELSEWHERE)
        number = chance.randrange(1, 90)
        ways = (
            f"{number} {street}, {postcode} {town}",
            f"{number} {street}, {town}",
            f"{number} {street} {town}",
            plain(f"{number} {street} {postcode} {town}").upper(),
            f"{postcode} {town}, {number} {street}",
            f"{number} {street} {postcode}",
        )
        made.append(ways[turn % len(ways)])
    return made
