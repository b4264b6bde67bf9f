"""Every word can be read and every edge be seen, on each ground, light and dark."""

from dataclasses import fields
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.ui.look.tokens import DARK, LIGHT, Tokens, contrast

GROUNDS = ("window", "surface")
UNDER_A_ROW = ("selection", "hover")
VERBATIMS = ("need", "resource", "idea", "obstacle", "perception")
WORDS = ("text", "muted", "accent", "danger", "warning", "success", *VERBATIMS)
EDGES = ("field_border", "accent", "danger")
LOOKS = {"light": LIGHT, "dark": DARK}


def pairs(*tokens: tuple[str, ...]) -> list[object]:
    return [
        pytest.param(LOOKS[look], *names, id="-".join((look, *names)))
        for look, *names in product(LOOKS, *tokens)
    ]


@pytest.mark.parametrize(("tokens", "word", "ground"), pairs(WORDS, GROUNDS))
def test_words_stand_out_from_their_ground(tokens: Tokens, word: str, ground: str) -> None:
    assert contrast(getattr(tokens, word), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize(
    ("tokens", "word", "ground"), pairs(("text", "muted", "warning"), UNDER_A_ROW)
)
def test_words_of_a_list_stand_out_in_the_row_that_is_chosen(
    tokens: Tokens, word: str, ground: str
) -> None:
    assert contrast(getattr(tokens, word), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize(("tokens", "ground"), pairs(("accent", "accent_hover")))
def test_words_on_the_accent_stand_out(tokens: Tokens, ground: str) -> None:
    assert contrast(tokens.on_accent, getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize(("tokens", "ground"), pairs(GROUNDS))
def test_words_of_a_toast_stand_out(tokens: Tokens, ground: str) -> None:
    assert contrast(getattr(tokens, ground), tokens.text) >= 4.5


@pytest.mark.parametrize(("tokens", "edge", "ground"), pairs(EDGES, GROUNDS))
def test_edges_of_fields_and_the_ring_of_the_focus_can_be_seen(
    tokens: Tokens, edge: str, ground: str
) -> None:
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_is_a_colour_and_reaches_the_style_sheet(tokens: Tokens) -> None:
    named = tokens.as_dict()
    assert set(named) == {one.name for one in fields(Tokens)}
    assert all(len(one) == 7 and one.startswith("#") for one in named.values())


COLOUR = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)  # the usual example


@given(COLOUR, COLOUR)
def test_contrast_is_the_same_both_ways_and_never_below_one(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one) >= 1
    assert contrast(one, one) == pytest.approx(1)
