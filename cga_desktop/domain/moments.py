"""Moments: kept as ISO 8601 text with an offset, shown as a person would say them.

Text keeps the offset that SQLite's own dates lose, sorts in UTC, and is the same in the file, the
command line and the shared file.
"""

import re
from datetime import UTC, date, datetime

from cga_desktop.i18n import _

NARROW_SPACE = "\u202f"
_WHOLE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?[+-]\d\d:\d\d", re.ASCII)
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def now() -> str:
    """This moment in UTC, to the millisecond: ``2026-05-12T15:30:00.000+00:00``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def local_now() -> str:
    """This moment with the offset of this computer, to the minute, as an interview's date."""
    return datetime.now(UTC).astimezone().isoformat(timespec="minutes")


def parse(text: str) -> datetime:
    """The moment that ``text`` writes, in local time; a date alone means its midnight.

    Raises:
        ValueError: not ISO 8601, or out of the calendar of this computer.
    """
    moment = datetime.fromisoformat(text)
    try:
        return moment.astimezone()
    except (OverflowError, OSError) as error:  # year 1 or 9999; Windows before 1970
        raise ValueError(text) from error


def _day_alone(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def written(text: str) -> str:
    """The one spelling in which a typed moment is kept: a day, or a time with its offset.

    Raises:
        ValueError: not ISO 8601.
    """
    moment, alone = parse(text), _day_alone(text)
    if alone is not None:
        return alone.isoformat()
    if _WHOLE.fullmatch(text):
        return text
    offset_kept = datetime.fromisoformat(text)
    return (offset_kept if offset_kept.tzinfo else moment).isoformat()


def order(text: str) -> tuple[datetime, str]:
    """A sorting key: when it was, whatever offset it is written with; the unreadable come first."""
    try:
        return parse(text), text
    except ValueError:
        return _BEFORE_ALL, text


def _days() -> tuple[str, ...]:
    return (
        _("lundi"),
        _("mardi"),
        _("mercredi"),
        _("jeudi"),
        _("vendredi"),
        _("samedi"),
        _("dimanche"),
    )


def _months() -> tuple[str, ...]:
    return (
        _("janvier"),
        _("février"),
        _("mars"),
        _("avril"),
        _("mai"),
        _("juin"),
        _("juillet"),
        _("août"),
        _("septembre"),
        _("octobre"),
        _("novembre"),
        _("décembre"),
    )


def day(moment: date) -> str:
    """``3 novembre 2026``; the first of a month is ``1er``."""
    number = _("1er") if moment.day == 1 else str(moment.day)
    return f"{number} {_months()[moment.month - 1]} {moment.year}"


def on_day(text: str) -> str:
    """``lundi 3 novembre``, with the year where it is not this one, of a moment of ISO 8601.

    Raises:
        ValueError: not a moment.
    """
    moment = parse(text)
    number = _("1er") if moment.day == 1 else str(moment.day)
    said = f"{_days()[moment.weekday()]} {number} {_months()[moment.month - 1]}"
    if moment.year != datetime.now(UTC).astimezone().year:
        said += f" {moment.year}"
    return said


def on_day_at(text: str) -> str:
    """``le lundi 3 novembre à 14 h 05``, inside a sentence.

    Raises:
        ValueError: not a moment.
    """
    moment = parse(text)
    time = f"{moment.hour}{NARROW_SPACE}h{NARROW_SPACE}{moment.minute:02}"
    return _("le {day} à {time}").format(day=on_day(text), time=time)


def day_and_time(text: str) -> str:
    """``lundi 3 novembre, 14 h 05``, with the year where it is not this one.

    A day alone is said without a time; what is not a moment comes back as it is.
    """
    try:
        moment = parse(text)
    except ValueError:
        return text
    said = on_day(text)
    if _day_alone(text) is not None:
        return said
    return f"{said}, {moment.hour}{NARROW_SPACE}h{NARROW_SPACE}{moment.minute:02}"


def clock(text: str) -> str:
    """``14:03:22`` in local time."""
    return parse(text).strftime("%H:%M:%S")
