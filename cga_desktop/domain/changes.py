"""What an operation touched, so that each view can decide whether to reload."""

from dataclasses import dataclass
from enum import Flag, auto
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Changes(Flag):
    """Kinds of things that may have changed; combine with ``|``."""

    NONE = 0
    STUDY = auto()
    ACTORS = auto()
    INTERVIEWS = auto()
    OBSERVATIONS = auto()
    TERRITORIES = auto()
    SETTINGS = auto()
    EVERYTHING = STUDY | ACTORS | INTERVIEWS | OBSERVATIONS | TERRITORIES | SETTINGS


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """What an operation answers: its value, and what it changed."""

    value: T_co
    changes: Changes = Changes.NONE


class FieldChanges(dict[str, object]):
    """Names of fields and their new values, as a form gathers them."""

    def then(self, later: "FieldChanges") -> "FieldChanges":
        """These changes followed by ``later`` ones."""
        return FieldChanges({**self, **later})

    def apart(self) -> "list[FieldChanges]":
        """Each change on its own, so that one refused value does not take the others with it."""
        return [FieldChanges({name: value}) for name, value in self.items()]
