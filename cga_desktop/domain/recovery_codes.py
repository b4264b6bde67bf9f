"""The code of a recovery sheet: 128 random bits, written so that people can read and type it.

Twenty-six signs of Crockford's base 32 (https://www.crockford.com/base32.html: no I, L, O or U) and
two check signs, in seven groups of four. The check is a Reed–Solomon code over the 32 signs: one
wrong sign is always noticed and its group named; two wrong signs, also two that changed places,
are always noticed.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field

from cga_desktop.domain.errors import BadValue
from cga_desktop.i18n import _, ngettext

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BYTES = 16
GROUP = 4
_DATA = 26
"""Signs of five bits that hold 128 bits; the first begins with two zeros."""
LENGTH = _DATA + 2
_LIKELY = range(LENGTH - 2, LENGTH + 3)
"""How many signs somebody types who copies a code and forgets or doubles some."""
_MOST_STRANGE = 6
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def _powers() -> tuple[int, ...]:
    """The powers of the generator of the field of 32 elements (x⁵ + x² + 1)."""
    powers = [1]
    while len(powers) < len(ALPHABET) - 1:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 0b100000 else doubled)
    return tuple(powers)


_POWERS = _powers()
_LOGARITHM = {power: exponent for exponent, power in enumerate(_POWERS)}


def _times(one: int, other: int) -> int:
    if not one or not other:
        return 0
    return _POWERS[(_LOGARITHM[one] + _LOGARITHM[other]) % len(_POWERS)]


def _over(one: int, other: int) -> int:
    if not one:
        return 0
    return _POWERS[(_LOGARITHM[one] - _LOGARITHM[other]) % len(_POWERS)]


def _sums(signs: list[int]) -> tuple[int, int]:
    """Both check sums; (0, 0) for a code as it was made."""
    plain = weighted = 0
    for place, sign in enumerate(signs):
        plain ^= sign
        weighted ^= _times(_POWERS[place], sign)
    return plain, weighted


def _checked(data: list[int]) -> list[int]:
    """``data`` and the two signs that bring both sums to nothing."""
    plain, weighted = _sums(data)
    before_last, last = _POWERS[_DATA], _POWERS[_DATA + 1]
    second = _over(weighted ^ _times(before_last, plain), last ^ before_last)
    return [*data, plain ^ second, second]


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """One code.

    Attributes:
        secret: its 16 random bytes.
    """

    secret: bytes = field(repr=False)  # so that no log and no report can show it

    @property
    def groups(self) -> tuple[str, ...]:
        """The seven groups of four signs."""
        number = int.from_bytes(self.secret)
        data = [number >> 5 * place & 31 for place in reversed(range(_DATA))]
        text = "".join(ALPHABET[sign] for sign in _checked(data))
        return tuple(text[at : at + GROUP] for at in range(0, LENGTH, GROUP))

    @property
    def text(self) -> str:
        """The whole of it on one line."""
        return "-".join(self.groups)


def fresh_code() -> RecoveryCode:
    """A code nobody has."""
    return RecoveryCode(secrets.token_bytes(SECRET_BYTES))


def _signs(typed: str) -> str:
    """What was typed without spaces and dashes, in capitals, I and L as 1, O as 0."""
    shown = unicodedata.normalize("NFKC", typed)
    kept = (one for one in shown if unicodedata.category(one)[0] not in "ZC" and not _dash(one))
    return "".join(kept).upper().translate(_READ_AS)


def _dash(sign: str) -> bool:
    return unicodedata.category(sign) == "Pd"


def looks_like_code(typed: str) -> bool:
    """Whether somebody may have meant a recovery code, rightly copied or not."""
    signs = _signs(typed)
    strange = sum(one not in ALPHABET for one in signs)
    return (
        len(signs) in _LIKELY and strange <= _MOST_STRANGE and any(one.isdecimal() for one in typed)
    )


def read_code(typed: str) -> RecoveryCode:
    """The code that was typed, however it is spaced and in whatever case.

    Raises:
        BadValue: a sign is missing, too many, or wrong; the sentence says which group to look at.
    """
    signs = _signs(typed)
    for place, sign in enumerate(signs):
        if sign not in ALPHABET:
            raise _strange(place, sign)
    if len(signs) != LENGTH:
        raise _wrong_length(len(signs))
    values = [ALPHABET.index(sign) for sign in signs]
    sums = _sums(values)
    if sums != (0, 0):
        raise _wrong(signs, *sums)
    number = 0
    for value in values[:_DATA]:
        number = number << 5 | value
    if number >> 8 * SECRET_BYTES:
        raise _wrong_somewhere()
    return RecoveryCode(number.to_bytes(SECRET_BYTES))


def _strange(place: int, sign: str) -> BadValue:
    return BadValue(
        _(
            "Le groupe {number} contient « {sign} », qui n’est jamais dans un code de secours : "
            "comparez-le à la feuille."
        ).format(number=place // GROUP + 1, sign=sign)
    )


def _wrong_length(found: int) -> BadValue:
    if found < LENGTH:
        said = ngettext(
            "Il manque {n} signe au code de secours, qui en compte {all} : comparez chaque groupe "
            "à la feuille.",
            "Il manque {n} signes au code de secours, qui en compte {all} : comparez chaque groupe "
            "à la feuille.",
            LENGTH - found,
        )
    else:
        said = ngettext(
            "Il y a {n} signe de trop dans le code de secours, qui en compte {all} : comparez "
            "chaque groupe à la feuille.",
            "Il y a {n} signes de trop dans le code de secours, qui en compte {all} : comparez "
            "chaque groupe à la feuille.",
            found - LENGTH,
        )
    return BadValue(said.format(n=abs(LENGTH - found), all=LENGTH))


def _wrong(signs: str, plain: int, weighted: int) -> BadValue:
    """Where one sign is wrong, the quotient of the sums is the power of its place."""
    place = _LOGARITHM[_over(weighted, plain)] if plain and weighted else LENGTH
    if place >= LENGTH:
        return _wrong_somewhere()
    group = place // GROUP
    return BadValue(
        _(
            "Le code de secours n’est pas exact, sans doute dans le groupe {number} "
            "(« {signs} ») : comparez-le à la feuille."
        ).format(number=group + 1, signs=signs[group * GROUP : (group + 1) * GROUP])
    )


def _wrong_somewhere() -> BadValue:
    return BadValue(
        _(
            "Le code de secours n’est pas exact, à plusieurs endroits : comparez chaque groupe "
            "à la feuille."
        )
    )
