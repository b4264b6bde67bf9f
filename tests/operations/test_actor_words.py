import pytest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import BadValue
from cga_desktop.domain.kinds import ActorKind
from cga_desktop.operations.actor_words import CITY, FIELD_WORDS, actor_kind, vocabulary_keys


@pytest.mark.parametrize("kind", list(ActorKind))
def test_a_kind_goes_by_its_code_and_by_its_french_word(kind):
    assert actor_kind(kind.value) == kind.value
    assert actor_kind(kind.label) == kind.value
    assert actor_kind(f"  {kind.label.upper()} ") == kind.value


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Commerces", "shop"),
        ("collectivite", "local_authority"),
        ("Collectif d'habitant·es", "collective"),
        ("asso", "association"),
        ("Entreprise", "company"),
        ("personne ressource", "resource_person"),
    ],
)
def test_a_kind_goes_by_the_words_people_write_in_tables(word, kind):
    assert actor_kind(word) == kind


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(BadValue, match="association, collectivité, structure sociale"):
        actor_kind("extraterrestre")


def test_every_field_with_words_is_a_field_of_an_actor():
    assert set(FIELD_WORDS) - {CITY} <= set(ActorDraft.model_fields)


def test_no_word_names_two_fields():
    words = [word for several in FIELD_WORDS.values() for word in several]
    assert len(words) == len(set(words))


def test_themes_and_audiences_become_the_keys_of_the_vocabulary():
    assert vocabulary_keys("Santé ; Logement et hébergement") == "sante, logement-hebergement"
    assert vocabulary_keys("numerique|Numérique, Étudiant·es") == "numerique, etudiants"
    assert vocabulary_keys("Pétanque, sport") == "Pétanque, sport"
    assert vocabulary_keys(" ; ") == ""
