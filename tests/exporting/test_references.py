import pytest

from tests.exporting import references


@pytest.mark.parametrize(("audience", "kind"), references.CASES)
def test_a_small_study_is_spelled_as_before(audience, kind):
    assert references.content(audience, kind) == references.path(audience, kind).read_bytes()


def test_every_reference_is_of_a_case():
    wanted = {references.path(*case) for case in references.CASES}
    there = {one for one in references.FOLDER.iterdir() if one.name != ".gitattributes"}
    assert there == wanted
