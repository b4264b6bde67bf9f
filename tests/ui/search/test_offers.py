from cga_desktop.ui.actions import Action
from cga_desktop.ui.look.phosphor import glyph
from cga_desktop.ui.rooms import Room
from cga_desktop.ui.search.lines import Line
from cga_desktop.ui.search.offers import begins, offers


def choices(text, possible=lambda _action: True):
    return [line.choice for line in offers(text, possible=possible)]


def test_everything_is_offered_before_anything_is_typed():
    assert set(choices("")) == {*Action, *Room}


def test_the_beginnings_of_words_find_an_action_accents_aside():
    assert choices("entr hab") == [Action.NEW_RESIDENT_INTERVIEW]
    assert choices("RETABLIR") == [Action.REDO]
    assert choices("tretien") == []


def test_what_begins_as_typed_comes_first():
    first = choices("acteur")
    assert first[0] is Room.ACTORS
    assert Action.NEW_ACTOR in first
    assert begins(Line("Acteurs"), "acteur")
    assert not begins(Line("Nouvel acteur"), "acteur")


def test_only_what_is_possible_is_offered():
    assert choices("terminer") == [Action.FINISH_INTERVIEW]
    assert choices("terminer", possible=lambda action: action is Action.QUIT) == []


def test_each_has_its_keys_beside_it():
    lines = {line.choice: line.word for line in offers("", possible=lambda _action: True)}
    assert lines[Action.NEW_RESIDENT_INTERVIEW] == "Ctrl + N"
    assert lines[Room.MAP] == "Ctrl + 4"


def test_every_action_and_room_has_a_picture_to_draw(qapp):
    for one in Action:
        assert not glyph(one.words.icon, "#000000").isNull()
    for room in Room:
        assert not glyph(room.icon, "#000000").isNull()
