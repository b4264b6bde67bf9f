from dataclasses import replace

import pytest

from cga_desktop.domain.errors import NotFound, ServiceUnavailable
from cga_desktop.domain.places import FOUND_SCORE
from cga_desktop.operations.places import (
    complete_address,
    find_places,
    find_places_online,
    sure_place,
)
from tests.fakes import GARE, VERDUN


def test_an_address_is_found_without_a_network(workspace):
    assert find_places(workspace, text="12 avenue de Verdun, Bondy") == [VERDUN]
    assert find_places(workspace, text="93140", limit=1) == [VERDUN]
    assert find_places(workspace, text="12 avenue de Verdun", code="93010") == [VERDUN]
    assert workspace.online.asked == []


def test_a_commune_of_which_nothing_is_known_is_said_to_be_unknown(workspace):
    with pytest.raises(NotFound):
        find_places(workspace, text="12 avenue de Verdun", code="75056")


def test_an_address_is_completed_while_it_is_typed(workspace):
    assert complete_address(workspace, text="12 ave") == [VERDUN]
    assert complete_address(workspace, text="zz") == []


def test_the_service_is_asked_only_by_the_verb_that_says_so(workspace):
    assert find_places_online(workspace, text="12 avenue de Verdun") == [VERDUN]
    assert workspace.online.asked == ["12 avenue de Verdun"]
    workspace.online.reachable = False
    with pytest.raises(ServiceUnavailable):
        find_places_online(workspace, text="12 avenue de Verdun")


def test_only_a_sure_place_is_taken_without_asking_anybody(workspace):
    assert sure_place(workspace, text="12 avenue de Verdun") == VERDUN
    assert sure_place(workspace, text="rue de la Gare") is None
    assert sure_place(workspace, text="nulle part") is None
    just_sure = replace(GARE, score=FOUND_SCORE)
    workspace.finder.places = [just_sure]
    assert sure_place(workspace, text="rue de la Gare") == just_sure
