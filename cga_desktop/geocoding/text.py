"""What somebody typed becomes a few readings: number, street, town, postcode.

French addresses are ambiguous ("8 mai 1945" is a street, "8, mai" is not; "Rue de Romainville" is
in Bondy), so nothing is decided here: every sensible reading is given, and `matching` scores them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cga_desktop.geocoding.vocabulary import (
    ABBREVIATIONS,
    BUILDING_WORDS,
    CARDINALS,
    LINKING_WORDS,
    MONTHS,
    PLAIN_TYPES,
)

MAX_LENGTH = 300
"""Characters of a query that are read; an address is far shorter."""
MAX_READINGS = 12
LONGEST_TOWN = 5
"""Words of a town's name: « Les Pavillons-sous-Bois » has four."""

Words = tuple[str, ...]
TownTest = Callable[[Words], bool]
"""Whether these words are the name of a town."""

_ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "−": "-"}
    | {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
    | {"°": " ", "º": " ", "\r": " ", "\n": ",", ";": ",", "(": ",", ")": ",", "\t": " "}
)
_SUFFIX = r"bis|ter|quater|quinquies|[a-km-qs-z]"
_SPOKEN_ORDINAL = re.compile(r"\b(\d+)(?:er|ere|eme|ieme|nd|nde)\b")
_DIGIT_LETTER = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)")
_WORD = re.compile(r"[a-z0-9]+")
_POSTCODE = re.compile(r"(?<![\w'])(\d{5})(?!\w)|(?<=[a-z,] )(\d{2} \d{3})(?= [a-z]|\s*$)")
_NUMBER = re.compile(
    rf"(?<![\w'])(?P<value>\d{{1,4}})(?:\s*(?P<suffix>{_SUFFIX})(?!['\w]|\s*\d))?"
    rf"(?:\s*(?:[-/&,]|\b(?:a|au|et)\b)\s*(?P<until>\d{{1,4}})(?:\s*(?:{_SUFFIX})(?!['\w]))?)*"
    r"(?!\w)"
)
_PARTS_OF_BUILDINGS = (
    "bat|bt|batiment|esc|escalier|hall|appt?|apt|appartement|porte|pte|lot|boite|bal|digicode"
    "|interphone|logement|entree"
)
_ASIDE = re.compile(
    "|".join(
        (
            r"\bcedex(?: \d{1,2}\b)?",
            r"\b(?:bp|b\.p\.?|cs|tsa)\s*\d{1,6}\b",
            r"\b\d{1,2}\s?e?\s?etage\b|\betage \d{1,2}\b|\brez de chaussee\b|\brdc\b",
            rf"\b(?:{_PARTS_OF_BUILDINGS})\b\.?\s?(?:n\s?)?(?:\d{{1,4}}\s?[a-z]?|[a-z]\d{{0,3}})(?![\w'])",
            r"\b(?:face au|en face du|a cote du|pres du|devant le|derriere le)\b(?= \d)",
            r"\b(?:a l')?angle\b(?: (?:de la|des|du|de l'|de))?",
            r"\b(?:chez|c/o)\b[^,\d]*(?=[,\d])",
            r"\b(?:n|no|num|numero)\b\.?\s*(?=\d)",
            r",?\s*\b(?:france|ile de france|idf|seine[ -]saint[ -]denis|93)\s*$",
        )
    )
)
"""What stands in an address and is not part of it."""


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A number as typed: « 12 bis », or « 12-14 » with ``until`` = 14."""

    value: int
    suffix: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of understanding an address.

    Attributes:
        number: the house number, None where there is none.
        street: words of the street's or the place's name, normalised.
        town: words of the town, as far as one is named.
        postcode: five digits, or empty.
        aside: words that this reading leaves out, before or after the street.
        holds_town: whether the street's name, in this reading, ends or begins with a town's.
    """

    number: HouseNumber | None
    street: Words
    town: Words = ()
    postcode: str = ""
    aside: Words = ()
    holds_town: bool = False


def fold(text: str) -> str:
    """``text`` in lower-case ASCII with its punctuation, digits set apart from letters.

    Folding twice changes nothing.
    """
    decomposed = unicodedata.normalize("NFKD", text[:MAX_LENGTH].translate(_ALIKE).casefold())
    plain = decomposed.translate(_ALIKE).encode("ascii", "ignore").decode("ascii").lower()
    plain = _DIGIT_LETTER.sub(" ", _SPOKEN_ORDINAL.sub(r"\1", plain))
    return " ".join(plain.split())[:MAX_LENGTH].rstrip()


def _expanded(tokens: list[str]) -> Iterator[str]:
    for position, token in enumerate(tokens):
        if token == "r" and position == 0 and len(tokens) > 1:  # noqa: S105  (a word, no secret)
            yield "rue"
        else:
            yield from ABBREVIATIONS.get(token, token).split()


def words_of_folded(folded: str) -> Words:
    """The words of a folded text, abbreviations written out."""
    return tuple(_expanded(_WORD.findall(folded)))


def words(text: str) -> Words:
    """The words of an address or a name in their one normal spelling."""
    return words_of_folded(fold(text))


def normalise(text: str) -> str:
    """``text`` in its one normal spelling; normalising twice changes nothing.

    >>> normalise("Av. du Mal-Foch")
    'avenue du marechal foch'
    """
    return " ".join(words(text))


def _split_postcode(folded: str) -> tuple[str, str, str]:
    """Text before the postcode, the postcode, text after it; without one all is « before »."""
    found = list(_POSTCODE.finditer(folded))
    if not found:
        return folded, "", ""
    last = found[-1]
    code = (last[1] or last[2]).replace(" ", "")
    return folded[: last.start()].rstrip(" -"), code, folded[last.end() :].strip(" -")


def _stated_town(after: str) -> tuple[str, str]:
    """What follows a postcode: the town, up to a comma, a number or a street, and the rest."""
    town, comma, rest = after.lstrip(" ,").partition(",")
    for match in re.finditer(r"[a-z0-9]+", town):
        word = ABBREVIATIONS.get(match[0], match[0])
        if word.isdigit() or word in PLAIN_TYPES:
            return town[: match.start()], f"{town[match.start() :]}{comma}{rest}"
    return town, rest


def _numbers(body: str, is_town: TownTest) -> Iterator[tuple[HouseNumber, str, str]]:
    """Every number that may be the house number, with the text before and after it."""
    for match in _NUMBER.finditer(body):
        before, after = body[: match.start()], body[match.end() :]
        if _inside_a_name(before, after, is_town):
            continue
        until = match["until"]
        yield (
            HouseNumber(int(match["value"]), match["suffix"] or "", int(until) if until else None),
            before,
            after,
        )


def _inside_a_name(before: str, after: str, is_town: TownTest) -> bool:
    """Whether a number stands within a name: another came before, and a name goes on after."""
    if not any(letter.isdigit() for letter in before):
        return False
    followed = words_of_folded(after)
    ends = not followed or after.lstrip().startswith(",") or is_town(followed)
    return not ends and followed[0] not in PLAIN_TYPES


def _town_splits(street: Words, is_town: TownTest) -> Iterator[tuple[Words, Words]]:
    """(street, town) for each town found at the end or the beginning."""
    end = len(street)
    if end > 1 and street[-1] in CARDINALS:
        end -= 1
    for size in range(1, min(LONGEST_TOWN, end) + 1):
        if is_town(street[end - size : end]):
            yield street[: end - size], street[end - size : end]
        if size < len(street) and is_town(street[:size]):
            yield street[size:], street[:size]


def _second_street(street: Words) -> int | None:
    """Where a second street or a building begins inside ``street``, if one does."""
    for position in range(1, len(street)):
        starts = street[position] in PLAIN_TYPES or street[position] in BUILDING_WORDS
        if starts and _may_begin(street, position):
            return position
    return None


def _may_begin(street: Words, position: int) -> bool:
    """Whether a name may begin here: after a telling word, or after « et (de la) »."""
    before = position - 1
    while before > 0 and street[before] in LINKING_WORDS - {"et"}:
        before -= 1
    return street[before] == "et" or street[position - 1] not in LINKING_WORDS | PLAIN_TYPES


def _cuts(street: Words) -> Iterator[tuple[Words, Words]]:
    """(street, aside): whole, and cut where a second street or a building begins."""
    yield street, ()
    position = _second_street(street)
    if position is None:
        return
    if street[position] in PLAIN_TYPES:
        yield street[position:], street[:position]
    if street[0] in PLAIN_TYPES:
        yield street[:position], street[position:]


def _street_texts(
    body: str, is_town: TownTest
) -> Iterator[tuple[HouseNumber | None, Words, Words]]:
    """(number, street and perhaps town, words aside) for every way of placing the number."""
    everything = words_of_folded(body)
    dated_or_unnumbered = True
    for number, before, after in _numbers(body, is_town):
        left, right = words_of_folded(before), words_of_folded(after)
        if right:
            yield number, right, left
        if left:
            yield number, left, right
        if not left and right and right[0] in PLAIN_TYPES:
            dated_or_unnumbered = False
        if not left and not right:
            dated_or_unnumbered = True
    if dated_or_unnumbered or any(word in MONTHS for word in everything):
        yield None, everything, ()


def _readings(body: str, postcode: str, stated: Words, is_town: TownTest) -> Iterator[Reading]:
    for number, text, aside in _street_texts(body, is_town):
        splits = list(_town_splits(text, is_town))
        for named, town in [(text, ()), *splits]:
            for street, left_out in _cuts(named):
                others = aside + left_out
                elsewhere = _town_aside(others, is_town)
                yield Reading(
                    number=number,
                    street=street,
                    town=stated or town or elsewhere,
                    postcode=postcode,
                    aside=() if elsewhere else others,
                    holds_town=bool(splits) and not town,
                )


def _town_aside(others: Words, is_town: TownTest) -> Words:
    """The town, where the words left out are its name (and perhaps a number)."""
    name = tuple(word for word in others if not word.isdigit())
    return name if name and is_town(name) else ()


def read_address(text: str, is_town: TownTest = lambda _words: False) -> list[Reading]:
    """The readings of ``text``, at most `MAX_READINGS`, likeliest first.

    Args:
        text: anything: what was typed, pasted or imported.
        is_town: tells the names of towns, so that « Rue de Romainville » can be read both ways.
    """
    before, postcode, after = _split_postcode(_ASIDE.sub(" ", fold(text)))
    stated_text, rest = _stated_town(after)
    stated = words_of_folded(stated_text)
    if len(stated) > 1 and stated[-1] in CARDINALS:
        stated = stated[:-1]
    body = ", ".join(part for part in (before.strip(" ,-"), rest.strip(" ,-")) if part)
    found = dict.fromkeys(_readings(body, postcode, stated, is_town))
    return list(found)[:MAX_READINGS]
