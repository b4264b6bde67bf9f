import pytest

from cga_desktop.geocoding.spelling import best_spelling, with_full_type


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Allee des Roses", "Allée des Roses"),
        ("Av du Moulin", "Avenue du Moulin"),
        ("Pl Gauguin", "Place Gauguin"),
        ("Residence des Floralies", "Résidence des Floralies"),
        ("Rue des Essais", "Rue des Essais"),
        ("R des Essais", "R des Essais"),
        ("Hameau", "Hameau"),
        ("Le Bourg", "Le Bourg"),
    ],
)
def test_the_type_of_a_street_is_written_out_and_the_rest_left_alone(written, shown):
    assert with_full_type(written) == shown


@pytest.mark.parametrize(
    ("spellings", "best"),
    [
        ({"Av du Mal Foch", "Avenue du Maréchal Foch"}, "Avenue du Maréchal Foch"),
        ({"RUE DE L EGALITE", "Rue de l’Égalité"}, "Rue de l’Égalité"),
        ({"Rue de l’Egalite", "Rue de l’Égalité"}, "Rue de l’Égalité"),
        ({"RUE HAUTE"}, "RUE HAUTE"),
    ],
)
def test_the_fullest_spelling_is_shown(spellings, best):
    assert best_spelling(spellings) == best
