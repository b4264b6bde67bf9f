"""Looking into drawings."""

from collections.abc import Iterable, Iterator

from cga_desktop.domain.drawing import Area, Drawing, Line, Page, Shape, Window, Words


def flat(shapes: Iterable[Shape]) -> Iterator[Area | Line | Words]:
    """All shapes, those in windows too."""
    for shape in shapes:
        if isinstance(shape, Window):
            yield from flat(shape.shapes)
        else:
            yield shape


def words(page: Page, tag: str | None = None) -> list[Words]:
    """The words of a page, of one tag."""
    found = [one for one in flat(page.shapes) if isinstance(one, Words)]
    return [one for one in found if tag is None or one.tag == tag]


def text(drawing: Drawing) -> str:
    """Everything that can be read in a drawing."""
    return "\n".join(one.text for page in drawing.pages for one in words(page))


def tagged(page: Page, beginning: str) -> list[Area | Line | Words]:
    """The shapes whose tag begins so."""
    return [one for one in flat(page.shapes) if one.tag.startswith(beginning)]


def middle(area: Area) -> tuple[float, float]:
    """The centre of a symmetrical symbol."""
    points = area.rings[0]
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)
