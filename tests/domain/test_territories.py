import pytest
from pydantic import ValidationError

from cga_desktop.domain.errors import NotFound
from cga_desktop.domain.territories import TerritoryFacts, embedded_territories, territory_facts


def test_the_three_communes_travel_with_the_program_in_order_of_name():
    assert [one.name for one in embedded_territories().values()] == [
        "Bondy",
        "Épinay-sur-Seine",
        "Romainville",
    ]
    assert all(code == one.code for code, one in embedded_territories().items())


@pytest.mark.parametrize("code", ["93010", "93031", "93063"])
def test_each_commune_lies_where_it_should_and_says_where_its_facts_come_from(code):
    facts = territory_facts(code)
    assert 48.8 < facts.lat < 49.0
    assert 2.2 < facts.lon < 2.6
    assert all(postcode.startswith("93") for postcode in facts.postcodes)
    assert len(facts.landmarks) >= 15
    assert all(one.source for one in facts.landmarks)
    assert all(one.licence for one in facts.sources)
    for ring in facts.outline:
        assert ring[0] == ring[-1]
        assert all(2.2 < lon < 2.6 and 48.8 < lat < 49.0 for lon, lat in ring)


def test_a_commune_nobody_prepared_is_not_found_and_the_known_ones_are_named():
    with pytest.raises(NotFound, match=r"75056.*Bondy \(93010\)"):
        territory_facts("75056")


def test_facts_nobody_declared_are_refused():
    one = territory_facts("93010").model_dump()
    with pytest.raises(ValidationError):
        TerritoryFacts.model_validate({**one, "population": 53_000})
    with pytest.raises(ValidationError):
        TerritoryFacts.model_validate({**one, "code": "../93"})
