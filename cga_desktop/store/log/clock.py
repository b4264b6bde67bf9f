"""The hybrid logical clock: moments that never go back, even where the computer's clock does.

48 bits of Unix milliseconds and 16 of a counter, in one integer that sorts. Kulkarni et al.,
"Logical Physical Clocks", OPODIS 2014.
"""

import time
from datetime import UTC, datetime, timedelta

_COUNTER_BITS = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall() -> int:
    """The computer's clock as a clock value, in Unix milliseconds shifted."""
    return time.time_ns() // 1_000_000 << _COUNTER_BITS


def after(last: int) -> int:
    """A clock value for now: after ``last``, whatever the computer's clock says."""
    return max(wall(), last + 1)


def milliseconds(value: int) -> int:
    """The Unix milliseconds of a clock value."""
    return value >> _COUNTER_BITS


def at(moment: str) -> int:
    """The first clock value of an ISO 8601 moment.

    Raises:
        ValueError: not a moment.
    """
    found = datetime.fromisoformat(moment)
    whole = (found if found.tzinfo else found.astimezone()).astimezone(UTC) - _EPOCH
    return (whole.days * 86_400_000 + whole.seconds * 1000 + whole.microseconds // 1000) << (
        _COUNTER_BITS
    )


def end_of(moment: str) -> int:
    """The last clock value of an ISO 8601 moment, to the millisecond."""
    return at(moment) | (1 << _COUNTER_BITS) - 1


def moment(value: int) -> str:
    """A clock value as ISO 8601 in UTC, to the millisecond; the epoch where it is beyond dates."""
    try:
        found = _EPOCH + timedelta(milliseconds=milliseconds(value))
    except OverflowError:
        found = _EPOCH
    return found.isoformat(timespec="milliseconds")
