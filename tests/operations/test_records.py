from cga_desktop.domain.records import Actor
from cga_desktop.operations.records import apply


def actor():
    return Actor(name="Les Jardins")


def test_what_differs_is_changed():
    one = actor()
    assert apply(one, {"name": "Les Jardins de Bondy", "phone": ""}) is True
    assert one.name == "Les Jardins de Bondy"


def test_what_does_not_differ_is_not_a_change():
    one = actor()
    assert apply(one, {"name": "Les Jardins", "phone": "", "lat": None}) is False
    assert apply(one, {}) is False
    assert (one.name, one.phone, one.lat) == ("Les Jardins", "", None)
