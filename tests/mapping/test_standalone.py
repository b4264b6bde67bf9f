"""One file that says everything, by itself, to whoever opens it."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.mapping.plan import Plan
from cga_desktop.mapping.points import MapPoint
from cga_desktop.mapping.standalone import StandaloneMap, Unplaced, standalone_page


class Outline(HTMLParser):
    """The elements of a page, with their attributes, and the text of its table."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.table = ""
        self._in_table = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_table = self._in_table or tag == "tbody"

    def handle_endtag(self, tag: str) -> None:
        self._in_table = self._in_table and tag != "tbody"

    def handle_data(self, data: str) -> None:
        if self._in_table:
            self.table += data


def parsed(page: str) -> Outline:
    outline = Outline()
    outline.feed(page)
    outline.close()
    return outline


def shown(text: str) -> StandaloneMap:
    point = MapPoint(text, 48.9, 2.48, "actor", text, text, text, text, ((text, text),))
    return StandaloneMap(
        text, text, text, Plan(), (point,), (Unplaced("u", text, text, text),), (), (text,)
    )


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Which elements there are, and which attributes they have."""
    return [(tag, tuple(attributes)) for tag, attributes in parsed(page).elements]


ORDINARY = shape(standalone_page(shown("La Passerelle")))


@given(
    st.text(max_size=40)
    | st.sampled_from(
        [
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            '"><svg onload=alert(1)>',
            "' onclick='alert(1)",
            "<!--",
            "${data}",
            "$rows",
            "javascript:alert(1)",
        ]
    )
)
def test_no_text_changes_what_the_page_is_made_of(text: str) -> None:
    assert shape(standalone_page(shown(text))) == ORDINARY


def test_the_page_names_no_file_and_no_address_to_fetch() -> None:
    page = standalone_page(shown("La Passerelle"))
    for tag, attributes in parsed(page).elements:
        assert not {"src", "href", "action", "style"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
    assert re.findall(r"url\((?!#)", page) == []
    assert "sourceMappingURL" not in page
    assert "@import" not in page


def test_the_table_is_there_without_any_script() -> None:
    table = parsed(standalone_page(shown("La Passerelle"))).table
    assert table.count("La Passerelle") >= 4
    assert "sans place sur la carte" in table


def test_the_licences_of_what_it_contains_travel_with_it() -> None:
    page = standalone_page(shown("La Passerelle"))
    assert "Volodymyr Agafonkin" in page, "Leaflet"
    assert "supercluster" in page
