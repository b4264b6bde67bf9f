"""The page of the map: made by folium, and no stranger in it."""

import json
import re
import subprocess
import sys

import pytest

from cga_desktop.assets import asset
from cga_desktop.mapping.leaflet import map_page
from cga_desktop.mapping.page import ORIGIN, PAGE_SCRIPTS
from cga_desktop.mapping.symbols import SYMBOLS
from cga_desktop.mapping.words import page_words

OUR_SCRIPTS = sorted(path.name for path in asset("web/map").glob("*.js"))


def test_every_address_in_the_page_is_our_own() -> None:
    page = map_page()
    addresses = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)""", page)
    assert len(addresses) >= 12
    assert [one for one in addresses if not one.startswith(f"{ORIGIN}/")] == []
    assert re.findall(r"https?:|//cdn|unpkg|openstreetmap", page) == []


def test_every_file_the_page_names_travels_with_the_program() -> None:
    named = re.findall(rf"{ORIGIN}/(web/[^\"]+)", map_page())
    assert {f"web/map/{name}.js" for name in PAGE_SCRIPTS} < set(named)
    for name in named:
        assert asset(name).is_file()


def test_the_page_carries_symbols_and_words_for_its_scripts() -> None:
    found = re.search(r'id="cga-data">(.*?)</script>', map_page(), re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert [symbol["key"] for symbol in data["symbols"]] == list(SYMBOLS)
    assert data["words"]["legend"] == "Légende"


def test_the_page_is_in_french_and_under_a_policy() -> None:
    page = map_page()
    assert '<html lang="fr">' in page
    assert "default-src 'none'" in page
    assert "unsafe-inline" not in page


def test_every_word_the_scripts_ask_for_exists_and_is_used() -> None:
    text = "".join(asset(f"web/map/{name}").read_text("utf-8") for name in OUR_SCRIPTS)
    asked = set(re.findall(r"\bwords\.(\w+)", text))
    own = {"close", "found_one", "found_many"}  # of the exported page
    assert asked - own == set(page_words()) - {"lang"}


def test_a_window_without_a_map_does_not_wait_for_folium() -> None:
    program = "import sys, cga_desktop.ui.maps.view; sys.exit('folium' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603  (this very Python)


@pytest.mark.parametrize("name", OUR_SCRIPTS)
def test_our_scripts_write_text_as_text_and_hold_no_words_of_their_own(name: str) -> None:
    text = asset(f"web/map/{name}").read_text("utf-8")
    code = re.sub(r"//.*", "", text.replace('"http://www.w3.org/2000/svg"', "SVG"))
    assert re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", code) == []
    assert re.findall(r"[éèàùçÉ]", code) == [], "words belong to mapping.words"
    assert "http" not in code
