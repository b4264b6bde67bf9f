from cga_desktop.domain.certificates import BackupLine, Certificate
from cga_desktop.operations.certificate_words import (
    all_counted,
    certificate_parts,
    certificate_text,
)


def certificate(**changes):
    return Certificate(
        **{
            "id": "01a2",
            "study": "Bondy 2026",
            "kind": "interview",
            "reference": "01a1",
            "at": "2026-11-23T01:14:00.000+00:00",
            "reason": "demande",
            "finished": True,
            **changes,
        }
    )


def headings(made):
    return [heading for heading, _lines in certificate_parts(made)]


def test_what_it_is_about_is_counted_first():
    counts = {"answer": 3, "consent": 1, "interview": 1, "newer": 2}
    said = all_counted(counts).replace("\u202f", " ").replace("\u00a0", " ")
    assert said == "1 entretien, 3 réponses, 1 accord ou refus, 2 autres fiches"


def test_what_is_left_to_do_is_said_only_where_something_is():
    assert "Ce qui reste à faire" not in headings(certificate())
    waiting = certificate(finished=False, unfinished=("Le disque est plein.",))
    assert "Ce qui reste à faire" in headings(waiting)
    assert "réécrit en entier" not in certificate_text(waiting)
    assert "réécrit en entier" in certificate_text(certificate())


def test_each_copy_is_named():
    copies = (BackupLine(name="a.cgacopie", rewritten=True),
              BackupLine(name="b.cgacopie", rewritten=False))  # fmt: skip
    said = certificate_text(certificate(backups=copies)).replace("\u00a0", " ")
    assert "a.cgacopie : réécrite" in said
    assert "b.cgacopie : illisible" in said
    assert "Aucune copie" in certificate_text(certificate())


def test_files_and_unsaved_texts_are_said_where_there_were_some():
    said = certificate_text(certificate(media=2, unsaved=1))
    assert "2 fichiers" in said
    assert "1 texte non enregistré" in said
    assert "secours" not in certificate_text(certificate())


def test_somebody_without_a_name_and_a_kind_of_a_newer_program_are_said_too():
    said = certificate_text(certificate(kind="cooperationidea"))
    assert "personne qui n’a pas donné son nom" in said
    assert "cooperationidea" in said
