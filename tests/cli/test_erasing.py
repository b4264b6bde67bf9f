"""``erase``: gone for good, with a certificate."""

from tests.store.pages import content_of

NOTES = "Elle garde les petits de Wenceslao."


def interview(cga, file, **fields):
    given = [f"{name}={value}" for name, value in fields.items()]
    return cga("--json", "interviews", "add", file, "--kind", "resident", *given).document["id"]


def test_it_is_gone_and_certified(cga, file):
    made = interview(cga, file, notes=NOTES)
    answer = cga("--json", "erase", file, made, "--reason", "demande", "--by", "Awa")
    assert answer.code == 0
    certificate = answer.document["certificate"]
    assert certificate["finished"]
    assert (certificate["reference"], certificate["by"]) == (made, "Awa")
    assert certificate["reason"] == "demande"
    assert certificate["records"]["interview"] == 1
    assert certificate["out_of_reach"]
    assert cga("--json", "interviews", "list", file).document == []
    assert "Wenceslao" not in cga("--json", "dump", file).out


def test_no_page_of_the_file_says_it_any_more(cga, file, world):
    from cga_desktop.operations.studies import open_study
    from tests.conftest import PASSPHRASE

    made = interview(cga, file, notes=NOTES)
    database = open_study(file, vault=world.vault, passphrase=PASSPHRASE)
    key = database.key.key
    database.close()
    assert b"Wenceslao" in content_of(file, key)
    assert cga("erase", file, made, "--reason", "demande").code == 0
    assert b"Wenceslao" not in content_of(file, key)


def test_the_certificate_is_read_by_people_too(cga, file, actor):
    answer = cga("erase", file, actor, "--reason", "demande")
    assert answer.code == 0
    assert answer.out.startswith("Certificat d’effacement définitif")
    assert "pseudonyme" in answer.out


def test_certificates_can_be_read_again(cga, file, actor):
    assert "Rien n’a été effacé" in cga("certificates", file).out
    made = cga("--json", "erase", file, actor, "--reason", "demande").document["certificate"]
    assert cga("--json", "certificates", file).document == [made]
    assert made["reference"] in cga("certificates", file).out


def test_what_cannot_be_erased_is_a_sentence(cga, file, actor):
    assert cga("erase", file, "nobody", "--reason", "demande").code == 1
    assert cga("erase", file, actor, "--reason", "  ").code == 1
    assert cga("erase", file, actor).code == 2
    cga("interviews", "add", file, "--kind", "actor", f"actor={actor}")
    refused = cga("erase", file, actor, "--reason", "demande")
    assert refused.code == 1
    assert "entretien porte sur cet acteur" in refused.err
    done = cga("erase", file, actor, "--reason", "demande", "--with-interviews")
    assert done.code == 0
    assert cga("erase", file, actor, "--reason", "demande").code == 1


def test_what_is_left_to_do_is_an_answer_in_part(cga, file, actor, tmp_path):
    from cga_desktop.settings import Settings, save_settings

    save_settings(Settings(backup_folder=str(tmp_path / "clé absente")))
    answer = cga("--json", "erase", file, actor, "--reason", "demande")
    assert answer.code == 3
    assert "clé absente" in answer.document["certificate"]["unfinished"][0]


def test_two_cards_become_one(cga, file, actor):
    twin = cga("--json", "actors", "add", file, "name=Les mains du canal", "phone=01 48").document
    answer = cga("--json", "actors", "merge", file, actor, twin["id"])
    assert answer.code == 0
    assert (answer.document["id"], answer.document["phone"]) == (actor, "01 48")
    assert len(cga("--json", "actors", "list", file).document) == 1
    assert cga("undo", file).code == 0
    assert len(cga("--json", "actors", "list", file).document) == 2
