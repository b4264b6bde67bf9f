import pytest
from pydantic import ValidationError

from cga_desktop.operations.guides import GuideFile, add_guide, default_guides
from cga_desktop.store.queries import study as queries

GUIDE = {
    "key": "marche",
    "kind": "resident",
    "version": 3,
    "title": "Sur le marché",
    "introduction": "Bonjour.",
    "closing": "Merci.",
    "sections": [
        {"title": "Ici", "questions": [{"key": "un", "wording": "Un ?"}]},
        {
            "title": "Ensemble",
            "questions": [
                {"key": "deux", "wording": "Deux ?", "help": "Relance."},
                {"key": "trois", "wording": "Trois ?"},
            ],
        },
    ],
}


def test_one_guide_of_each_kind_travels_with_the_program():
    guides = default_guides()
    assert {one.kind for one in guides} == {"resident", "actor"}
    for guide in guides:
        keys = [question.key for section in guide.sections for question in section.questions]
        assert len(set(keys)) == len(keys)


def test_a_new_study_holds_them_and_its_themes(study):
    with study.reading() as session:
        kept = queries.guides(session)
        asked = [one.wording for one in queries.questions(session, kept[0].id)]
        themes = [one.name for one in queries.themes(session)]
    assert {one.key for one in kept} == {one.key for one in default_guides()}
    assert asked
    assert "Équipement et alimentation" in themes
    assert themes.index("Éducation") < themes.index("Emploi") < themes.index("Sport")


def test_questions_keep_their_order_section_and_help(study):
    with study.writing() as session:
        made = add_guide(session, GuideFile.model_validate(GUIDE))
    with study.reading() as session:
        questions = queries.questions(session, made.id)
    assert (made.version, made.introduction, made.closing) == (3, "Bonjour.", "Merci.")
    assert [(one.position, one.section, one.key, one.help) for one in questions] == [
        (1, "Ici", "un", ""),
        (2, "Ensemble", "deux", "Relance."),
        (3, "Ensemble", "trois", ""),
    ]


def test_the_newest_version_of_a_guide_comes_first(study):
    with study.writing() as session:
        for version in (2, 10, 9):
            add_guide(session, GuideFile.model_validate({**GUIDE, "version": version}))
    with study.reading() as session:
        versions = [one.version for one in queries.guides(session) if one.key == "marche"]
        residents = queries.guides(session, kind="resident")
    assert versions == [10, 9, 2]
    assert {one.kind for one in residents} == {"resident"}


@pytest.mark.parametrize(
    "wrong", [{"key": None}, {"sections": "x"}, {"extra": 1}, {"version": "deux"}]
)
def test_a_guide_file_of_another_shape_is_refused(wrong):
    with pytest.raises(ValidationError):
        GuideFile.model_validate({**GUIDE, **wrong})
