"""``FIELD=VALUE`` words of a command line, read into fields."""

from collections.abc import Mapping, Sequence

import typer

from cga_desktop.domain.errors import BadValue
from cga_desktop.i18n import _

_YES = frozenset({"oui", "yes", "true", "vrai", "1", "o", "y"})
_NO = frozenset({"non", "no", "false", "faux", "0", "n"})


def pairs(words: Sequence[str], *, what: str = "CHAMP=VALEUR") -> dict[str, str]:
    """Each ``name=value`` of the command line; a value may hold ``=``, the last of a name wins.

    Raises:
        typer.BadParameter: a word without ``=``.
    """
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(
                _("« {word} » n’est pas de la forme {form}.").format(word=word, form=what)
            )
        found[name.strip()] = value
    return found


def under(prefix: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Fields named ``prefix.something``, by that something."""
    return {
        name.removeprefix(f"{prefix}."): value
        for name, value in fields.items()
        if name.startswith(f"{prefix}.")
    }


def plain_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields whose name has no dot."""
    return {name: value for name, value in fields.items() if "." not in name}


def yes_or_no(value: str) -> bool | None:
    """What was said: yes, no, or, where the value is empty, not asked yet.

    Raises:
        BadValue: neither.
    """
    word = value.strip().casefold()
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue(
        _("« {value} » ne dit ni oui ni non : écrivez « oui », « non », ou rien.").format(
            value=value
        )
    )
