import pytest
from hypothesis import given
from hypothesis import strategies as st

from cga_desktop.domain.drafts import LONGEST_LINE, LONGEST_PROSE, ActorDraft
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.domain.merging import (
    CONTACT,
    Contact,
    agreed_after,
    contact_after,
    merged_fields,
    same,
)
from cga_desktop.domain.records import Actor

WORDS = st.sampled_from(["", "Régie", "regie", "Les Mains du canal", "12 rue Roux", "a, b", "b, c"])
POINT = st.sampled_from([None, (48.9, 2.48), (48.91, 2.49)])


@st.composite
def actors(draw):
    line = ("address", "postcode", *CONTACT, "website", "opening_hours", "audiences", "themes")
    values = {name: draw(WORDS) for name in (*line, "description", "notes")}
    point = draw(POINT)
    place = (
        {"lat": point[0], "lon": point[1], "precision": "number", "citycode": "93010"}
        if point
        else {}
    )
    return Actor(
        name=draw(WORDS.filter(bool)),
        kind=draw(st.sampled_from([one.value for one in ActorKind])),
        placed_by_hand=draw(st.booleans()) and point is not None,
        **values,
        **place,
    )


def merged(kept, taken):
    return kept.model_copy(update=merged_fields(kept, taken))


def everything_in(actor):
    return " ".join(str(value) for value in actor.model_dump().values())


@given(actors(), actors())
def test_nothing_written_is_lost(kept, taken):
    said = everything_in(merged(kept, taken)).casefold()
    for name in ActorDraft.model_fields.keys() - {"citycode", "precision"}:  # which follow the pin
        for value in (getattr(kept, name), getattr(taken, name)):
            parts = value.split(",") if isinstance(value, str) else []
            for part in parts:
                known = part.strip().casefold() in said or part.strip() == taken.kind
                assert known or same(part, getattr(kept, name)), (name, part)
    if taken.kind != kept.kind:
        assert ActorKind.label_of(taken.kind).casefold() in said


@given(actors(), actors())
def test_what_the_kept_card_says_stays(kept, taken):
    after = merged(kept, taken)
    for name in (*CONTACT, "name", "kind", "website", "opening_hours", "address"):
        assert not getattr(kept, name) or getattr(after, name) == getattr(kept, name)
    for name in ("notes", "description"):
        assert getattr(kept, name).strip() in getattr(after, name)
    if kept.lat is not None:
        assert (after.lat, after.lon) == (kept.lat, kept.lon)


@given(actors(), actors())
def test_an_address_is_never_beside_the_place_of_another(kept, taken):
    after = merged(kept, taken)
    of_one = [(one.address, one.postcode, one.lat, one.lon) for one in (kept, taken)]
    alike = same(kept.address, taken.address) and same(kept.postcode, taken.postcode)
    assert alike or (after.address, after.postcode, after.lat, after.lon) in of_one


@given(actors(), actors())
def test_merging_again_changes_nothing(kept, taken):
    once = merged(kept, taken)
    again = merged(once, taken)
    assert again.model_dump() == once.model_dump()


@given(actors())
def test_an_actor_merged_with_its_own_copy_stays_as_it_is(actor):
    twin = actor.model_copy(update={"id": "another"})
    after = merged(actor, twin).model_dump()
    for name in ("audiences", "themes"):
        mine = [one.strip() for one in getattr(actor, name).split(",") if one.strip()]
        assert after.pop(name) in (getattr(actor, name), ", ".join(mine))
    assert {name: getattr(actor, name) for name in after} == after


@given(actors(), actors())
def test_the_merged_card_can_be_saved(kept, taken):
    values = merged(kept, taken)
    ActorDraft.filled({name: getattr(values, name) for name in ActorDraft.model_fields})


def card(**fields):
    return Actor(**{"name": "Régie", **fields})


def test_what_was_said_differently_stands_below_the_notes_with_its_word():
    kept = card(phone="01 11", contact_name="Marie", website="regie.fr", notes="Ouverte.")
    taken = card(
        name="La Régie", phone="01 22", contact_name="marie", website="laregie.fr", kind="shop",
        notes="Accueil chaleureux.",
    )  # fmt: skip
    assert merged(kept, taken).notes.splitlines() == [
        "Ouverte.",
        "",
        "Accueil chaleureux.",
        "",
        "De la fiche « La Régie »\u00a0:".replace("« ", "«\u00a0").replace(" »", "\u00a0»"),
        "- Autre nom\u00a0: La Régie",
        "- Autre type\u00a0: commerce",
        "- Autre téléphone\u00a0: 01 22",
        "- Autre site\u00a0: laregie.fr",
    ]


def test_another_persons_contact_is_not_mixed_with_this_ones():
    kept, taken = card(contact_name="Marie"), card(contact_name="Paul", phone="06 99")
    after = merged(kept, taken)
    assert (after.contact_name, after.phone) == ("Marie", "")
    assert "Autre contact\u00a0: Paul, 06 99" in after.notes


def test_lists_are_united_and_kept_within_a_line():
    assert merged(card(themes="a, b"), card(themes="b, c")).themes == "a, b, c"
    long = ", ".join(f"thème {number}" for number in range(40))
    after = merged(card(themes=long), card(themes="x" * 480))
    assert len(after.themes) <= LONGEST_LINE
    assert "x" * 480 in after.notes


def test_texts_too_long_together_are_refused():
    with pytest.raises(BadValue, match="trop longues"):
        merged_fields(card(notes="a" * LONGEST_PROSE), card(notes="b"))


@pytest.mark.parametrize(
    ("kept", "taken", "contact"),
    [
        ({"contact_name": "Marie"}, {}, Contact.KEPT),
        ({}, {"phone": "06"}, Contact.TAKEN),
        ({"contact_name": "Zoé"}, {"contact_name": "zoe"}, Contact.SAME),
        ({"phone": "01"}, {"contact_name": "Paul"}, Contact.MIXED),
        ({"contact_name": "Marie"}, {"contact_name": "Paul"}, Contact.OTHER),
        ({}, {}, Contact.KEPT),
    ],
)
def test_whose_contact_it_is(kept, taken, contact):
    assert contact_after(card(**kept), card(**taken)) is contact


SAID = st.sampled_from([True, False, None])


@given(SAID, SAID, st.sampled_from(Contact))
def test_an_agreement_is_never_made_wider(kept, taken, contact):
    after = agreed_after(kept, taken, contact)
    if False in (kept, taken):
        assert after is False
    elif after:
        assert kept or taken
        whose = kept if contact in (Contact.KEPT, Contact.OTHER) else taken
        assert whose or contact is Contact.SAME or (kept and taken)
    if kept and taken:
        assert after is True
