from cga_desktop.domain.records import Actor
from cga_desktop.operations.records import apply

LONG_AGO = "2020-01-01T00:00:00.000+00:00"


def actor():
    return Actor(name="Les Jardins", updated_at=LONG_AGO)


def test_what_differs_is_changed_and_the_moment_is_kept():
    one = actor()
    assert apply(one, {"name": "Les Jardins de Bondy", "phone": ""}) is True
    assert one.name == "Les Jardins de Bondy"
    assert one.updated_at > LONG_AGO


def test_what_does_not_differ_is_not_a_change():
    one = actor()
    assert apply(one, {"name": "Les Jardins", "phone": "", "lat": None}) is False
    assert apply(one, {}) is False
    assert one.updated_at == LONG_AGO
