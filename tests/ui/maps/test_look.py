"""The page of the map wears the colours of the window, and its words can be read on its ground."""

import re

import pytest

from cga_desktop.assets import asset
from cga_desktop.ui.look.tokens import DARK, LIGHT, Tokens, contrast
from cga_desktop.ui.maps.view import PAPER

SHEET = asset("web/map/map.css").read_text("utf-8")


def colours(selector: str) -> dict[str, str]:
    """The colours that one block of the style sheet declares, without their "--cga-"."""
    block = re.search(rf"{re.escape(selector)} \{{(.*?)\}}", SHEET, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--cga-([\w-]+): (#[0-9a-f]{6});", block[1]))


GROUNDS = [
    pytest.param(colours(":root"), LIGHT, id="light"),
    pytest.param(colours(':root[data-theme="dark"]'), DARK, id="dark"),
]


@pytest.mark.parametrize(("page", "tokens"), GROUNDS)
def test_the_page_has_the_tokens_of_the_window(page: dict[str, str], tokens: Tokens) -> None:
    for name in ("window", "surface", "border", "text", "muted", "accent", "on_accent"):
        assert page[name.replace("_", "-")].upper() == getattr(tokens, name), name


@pytest.mark.parametrize(("page", "tokens"), GROUNDS)
@pytest.mark.parametrize("ground", ["ground", "commune"])
@pytest.mark.parametrize(
    "words", ["text", "muted", "street-name", "landmark", "commune-name", "accent"]
)
def test_every_word_of_the_map_can_be_read(
    page: dict[str, str], tokens: Tokens, ground: str, words: str
) -> None:
    assert contrast(page[words], page[ground]) >= 4.5


@pytest.mark.parametrize(("page", "tokens"), GROUNDS)
def test_the_widget_has_the_ground_of_its_page(page: dict[str, str], tokens: Tokens) -> None:
    assert PAPER[tokens is DARK].lower() == page["ground"]
