"""Copies of a study kept against accidents: what they are, and which of many are worth keeping."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from cga_desktop.domain.kinds import Kind
from cga_desktop.i18n import _

COPY_SUFFIX = ".cgacopie"
DAYS, WEEKS, MONTHS = 7, 4, 12
"""How many days, weeks and months keep their last copy."""
_AHEAD = timedelta(days=1)
"""A copy dated further ahead was made while the computer's clock was wrong."""


class Why(Kind):
    """What a copy was made for."""

    DAILY = "daily"
    MIGRATION = "migration"
    BY_HAND = "by_hand"

    @classmethod
    def _words(cls) -> dict[str, str]:
        return {
            "daily": _("copie du jour"),
            "migration": _("avant une mise à jour"),
            "by_hand": _("à la demande"),
        }


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy, verified when it was made.

    Attributes:
        path: its file.
        made_at: when, with its offset.
        why: what for.
        size: bytes of the file.
        media: how many recordings and photos it refers to.
    """

    path: Path
    made_at: datetime
    why: Why
    size: int
    media: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored copy became.

    Attributes:
        study: the new study's file.
        made_at: when the copy had been made.
        media: how many recordings and photos came with it.
        missing_media: names of those it refers to and that are nowhere.
    """

    study: Path
    made_at: datetime
    media: int
    missing_media: tuple[str, ...]


def to_keep(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which copies to keep: the last of each of 7 days, 4 weeks and 12 months that have one.

    Days without a copy do not count, so that time alone never takes the last copies away. Copies
    dated after tomorrow are kept and count for nothing: a clock that was wrong pushes none out.

    Args:
        moments: when the copies were made, each with its offset.
        now: this moment, with the offset in which days begin.
    """
    local = {one: one.astimezone(now.tzinfo) for one in moments}
    ahead = {one for one, there in local.items() if there > now + _AHEAD}
    dated = sorted(((there, one) for one, there in local.items() if one not in ahead), reverse=True)
    kept = ahead
    rules: tuple[tuple[int, Callable[[date], object]], ...] = (
        (DAYS, lambda day: day),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    )
    for count, span in rules:
        last_of: dict[object, datetime] = {}
        for there, one in dated:
            last_of.setdefault(span(there.date()), one)
        kept |= set(list(last_of.values())[:count])
    return kept


def is_due(moments: Iterable[datetime], now: datetime) -> bool:
    """Whether today has no copy yet."""
    return all(one.astimezone(now.tzinfo).date() != now.date() for one in moments)
