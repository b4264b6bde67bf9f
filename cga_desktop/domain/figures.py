"""Numbers as French readers expect them."""

from cga_desktop.domain.moments import NARROW_SPACE


def figure(number: int) -> str:
    """``8 413``, with a narrow no-break space between thousands."""
    return f"{number:,}".replace(",", NARROW_SPACE)
