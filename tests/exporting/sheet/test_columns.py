from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.drawing import Words
from cga_desktop.exporting.sheet.columns import Row, height_in, poured, split
from cga_desktop.exporting.sheet.frame import Box


def row(name, height=10.0, heading=False):
    return Row(height, lambda x, y: [Words(name, (x, y), 2)], heading)


ROWS = st.lists(st.builds(row, st.just("r"), st.floats(1, 30), st.booleans()), max_size=40)


def places(shapes):
    return {one.text: one.at for one in shapes}


def test_rows_go_down_a_column_then_to_the_next():
    shapes, rest = poured([row("a"), row("b"), row("c")], split(Box(0, 5, 50, 20), 2, 10))
    assert places(shapes) == {"a": (0, 5), "b": (0, 15), "c": (30, 5)}
    assert rest == []


def test_a_heading_never_ends_a_column():
    rows = [row("a"), row("titre", heading=True), row("b")]
    shapes, _rest = poured(rows, split(Box(0, 0, 50, 25), 2, 10))
    assert places(shapes) == {"a": (0, 0), "titre": (30, 0), "b": (30, 10)}


def test_what_does_not_fit_is_given_back():
    _shapes, rest = poured([row("a"), row("b")], [Box(0, 0, 10, 10)])
    assert [one.draw(0, 0)[0].text for one in rest] == ["b"]


@given(ROWS)
def test_pouring_page_after_page_ends_with_every_row_drawn_once(rows):
    drawn, rest, pages = 0, rows, 0
    while rest:
        shapes, rest = poured(rest, split(Box(0, 0, 50, 28), 2, 2))
        drawn += len(shapes)
        pages += 1
        assert pages <= len(rows)
    assert drawn == len(rows)


@given(ROWS, st.integers(1, 4))
def test_the_height_found_for_some_columns_holds_all_rows(rows, count):
    height = height_in(rows, count)
    _shapes, rest = poured(rows, split(Box(0, 0, 100, height), count, 0))
    assert not rest
    assert height <= sum(one.height for one in rows) + 1e-6
