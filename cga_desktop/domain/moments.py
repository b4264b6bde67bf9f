"""Moments: kept as ISO 8601 text with an offset, shown as a person would say them.

Text keeps the offset that SQLite's own dates lose, sorts in UTC, and is the same in the file, the
command line and the shared file.
"""

from datetime import UTC, date, datetime

from cga_desktop.i18n import _

NARROW_SPACE = "\u202f"


def now() -> str:
    """This moment in UTC, to the millisecond: ``2026-05-12T15:30:00.000+00:00``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def local_now() -> str:
    """This moment with the offset of this computer, to the minute, as an interview's date."""
    return datetime.now(UTC).astimezone().isoformat(timespec="minutes")


def parse(text: str) -> datetime:
    """The moment that ``text`` writes, in local time; a date alone means its midnight.

    Raises:
        ValueError: not ISO 8601.
    """
    moment = datetime.fromisoformat(text)
    return moment.astimezone()


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


def day_and_time(text: str) -> str:
    """``lundi 3 novembre, 14 h 05``, with the year where it is not this one; as it is if unread."""
    try:
        moment = parse(text)
    except ValueError:
        return text
    number = _("1er") if moment.day == 1 else str(moment.day)
    said = f"{_days()[moment.weekday()]} {number} {_months()[moment.month - 1]}"
    if moment.year != datetime.now(UTC).astimezone().year:
        said += f" {moment.year}"
    return f"{said}, {moment.hour}{NARROW_SPACE}h{NARROW_SPACE}{moment.minute:02}"


def clock(text: str) -> str:
    """``14:03:22`` in local time."""
    return parse(text).strftime("%H:%M:%S")
