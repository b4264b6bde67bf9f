import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from cga_desktop.domain.backups import Why
from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import (
    PassphraseNeeded,
    StudyDamaged,
    StudyUnreadable,
    UserError,
    WrongPassphrase,
)
from cga_desktop.domain.records import Actor, InterviewGuide, Study, Territory
from cga_desktop.domain.repairs import LostChanges, Repair, sentences
from cga_desktop.operations import repair
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.backups import back_up_now, kept_backups
from cga_desktop.operations.care import check_study
from cga_desktop.operations.erasing import erase
from cga_desktop.operations.repair import repair_study
from cga_desktop.operations.studies import open_study
from cga_desktop.operations.workspace import Workspace
from cga_desktop.store import backups, keys
from cga_desktop.store.no_vault import NoVault
from tests.conftest import PASSPHRASE, PROJECT
from tests.fakes import FakeFinder, FakeOnline, FakePrinter
from tests.studies.keep_a_study import PASSPHRASE_OF_PAST_STUDIES

PAGE = 4096


@pytest.fixture
def closed(study):
    """A study with one actor and a copy, closed; its path."""
    with study.writing() as session:
        session.add(Actor(name="Les Mains du canal"))
    back_up_now(study)
    study.close()
    return study.path


def damage_first_page(path, *, salt=False):
    content = bytearray(path.read_bytes())
    start = 0 if salt else 16
    content[start:PAGE] = os.urandom(PAGE - start)
    path.write_bytes(content)


def names(database):
    with database.reading() as session:
        found = session.exec(select(Actor.name)).all()
    database.close()
    return found


@pytest.mark.parametrize("salt", [False, True])
@pytest.mark.parametrize("how", ["keyring", "passphrase"])
def test_a_study_that_does_not_open_is_known_to_be_damaged_and_is_mended(closed, vault, how, salt):
    damage_first_page(closed, salt=salt)
    given_ = (
        {"vault": vault} if how == "keyring" else {"vault": NoVault(), "passphrase": PASSPHRASE}
    )
    with pytest.raises(StudyDamaged, match="n’a pas été modifié"):
        open_study(closed, **given_)
    done = repair_study(closed, **given_)
    assert done.complete
    assert names(open_study(closed, **given_)) == ["Les Mains du canal"]
    assert repair_study(closed, **given_) is None


def test_a_study_that_lost_its_copies_and_its_first_page_is_damaged_all_the_same(closed, vault):
    shutil.rmtree(backups.default_root())
    damage_first_page(closed, salt=True)
    with pytest.raises(StudyDamaged):
        open_study(closed, vault=vault)
    done = repair_study(closed, vault=NoVault(), passphrase=PASSPHRASE)
    assert done.complete
    assert done.copy_made_at is None


def test_an_empty_file_with_copies_is_mended_from_them(closed, vault):
    closed.write_bytes(b"")
    with pytest.raises(StudyDamaged):
        open_study(closed, vault=vault)
    done = repair_study(closed, vault=vault)
    assert not done.complete
    assert names(open_study(closed, vault=vault)) == ["Les Mains du canal"]


def test_a_copy_from_before_a_real_deletion_still_mends_the_study(closed, vault):
    """The deletion rewrote the copy: what it says of itself is numbered as in the study."""
    database = open_study(closed, vault=vault)
    work = Workspace(database, FakeFinder(), FakeOnline(), FakePrinter())
    gone = add_actor(work, draft=ActorDraft(name="Quelqu’un")).value
    add_actor(work, draft=ActorDraft(name="Arrivé après la copie"))
    erase(work, record_id=gone.id, reason="demande de la personne")
    add_actor(work, draft=ActorDraft(name="Arrivé après l’effacement"))
    database.close()
    damage_first_page(closed)
    done = repair_study(closed, vault=vault)
    assert done.copy_made_at is not None
    assert done.complete
    mended = open_study(closed, vault=vault)
    assert check_study(mended) == []
    assert set(names(mended)) == {
        "Les Mains du canal",
        "Arrivé après la copie",
        "Arrivé après l’effacement",
    }


def test_a_wrong_key_file_is_not_damage(closed, vault, tmp_path):
    other = keys.wrap(keys.fresh_key(), "autre phrase de passe")
    keys.key_file(closed).write_text(other, encoding="utf-8")
    vault.kept.clear()
    before = closed.read_bytes()
    open_study(closed, vault=vault, passphrase=PASSPHRASE).close()  # the program's own copy knows
    shutil.rmtree(os.environ["CGA_HOME"])
    vault.kept.clear()
    keys.key_file(closed).write_text(other, encoding="utf-8")
    with pytest.raises(StudyUnreadable) as said:
        open_study(closed, vault=vault, passphrase=PASSPHRASE)
    assert not isinstance(said.value, StudyDamaged)
    assert closed.read_bytes() == before


def test_nobody_types_for_nothing_and_a_wrong_passphrase_changes_nothing(closed):
    damage_first_page(closed)
    before = sorted(closed.parent.iterdir()), closed.read_bytes()
    with pytest.raises(WrongPassphrase):
        repair_study(closed, vault=NoVault(), passphrase="une autre phrase de passe")
    with pytest.raises(PassphraseNeeded):
        repair_study(closed, vault=NoVault())
    with pytest.raises(PassphraseNeeded):
        repair_study(closed, vault=NoVault(), ask=lambda: None)
    assert (sorted(closed.parent.iterdir()), closed.read_bytes()) == before
    assert repair_study(closed, vault=NoVault(), ask=lambda: PASSPHRASE).complete


def test_a_study_of_which_hardly_anything_is_left_opens_and_can_be_worked_with(closed, vault):
    shutil.rmtree(backups.default_root())
    content = closed.read_bytes()
    closed.write_bytes(content[:PAGE])
    done = repair_study(closed, vault=vault)
    assert not done.complete
    assert not done.records_whole
    assert "le nom de l’étude" in done.emptied
    database = open_study(closed, vault=vault)
    with database.reading() as session:
        assert session.exec(select(Study.name)).all() == ["Bondy"]
        assert session.exec(select(Territory.code)).all()
        assert session.exec(select(InterviewGuide.kind)).all()
    assert database.problems() == []
    database.close()


def test_a_repair_cut_short_is_ended_when_the_study_is_opened(closed, vault, monkeypatch):
    class Cut(BaseException):
        pass

    def cut(*_given):
        raise Cut

    damage_first_page(closed)
    with monkeypatch.context() as patch:
        patch.setattr(repair.damage, "put_in_place", cut)
        with pytest.raises(Cut):
            repair_study(closed, vault=vault)
    assert names(open_study(closed, vault=vault)) == ["Les Mains du canal"]
    assert list(closed.parent.glob("*abîmée*.cgaetude"))


def test_an_older_study_is_copied_before_it_is_brought_to_this_version(tmp_path, vault):
    kept = PROJECT / "tests" / "studies" / "schema_1.cgaetude"
    for file in (kept, keys.key_file(kept)):
        shutil.copy(file, tmp_path)
    path = tmp_path / kept.name
    database = open_study(path, vault=vault, passphrase=PASSPHRASE_OF_PAST_STUDIES)
    (copy,) = kept_backups(database).copies
    assert copy.why is Why.MIGRATION
    database.close()
    again = open_study(path, vault=vault, passphrase=PASSPHRASE_OF_PAST_STUDIES)
    assert kept_backups(again).copies == (copy,)
    again.close()


def test_an_older_study_that_is_damaged_is_mended_too(tmp_path, vault):
    kept = PROJECT / "tests" / "studies" / "schema_1.cgaetude"
    for file in (kept, keys.key_file(kept)):
        shutil.copy(file, tmp_path)
    path = tmp_path / kept.name
    damage_first_page(path)
    given_ = {"vault": NoVault(), "passphrase": PASSPHRASE_OF_PAST_STUDIES}
    with pytest.raises(StudyDamaged):
        open_study(path, **given_)
    done = repair_study(path, **given_)
    assert done.rows > 0
    assert names(open_study(path, **given_)) == ["Les Jardins de Bondy"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_damaged_opening_and_repairing_say_sentences(closed, vault, data):
    whole = vault_bytes(closed)
    changed = bytearray(whole)
    for _hit in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(changed)))
        end = min(len(changed), start + data.draw(st.sampled_from([1, 16, PAGE, 50_000])))
        changed[start:end] = data.draw(st.sampled_from([bytes(end - start), b""]))
    for left in closed.parent.glob("*.cgaetude*"):
        if left != keys.key_file(closed):
            left.unlink()
    closed.write_bytes(changed)
    with suppress(UserError):
        open_study(closed, vault=vault).close()
    done = repair_study(closed, vault=vault)
    if done is not None:
        assert sentences(done)
    assert "Les Mains du canal" in names(open_study(closed, vault=vault))


_WHOLE = {}


def vault_bytes(path):
    """The study as it was before the first example."""
    return _WHOLE.setdefault(path, path.read_bytes())


# Said


def repaired(closed, **changes):
    given_ = {
        "study": closed,
        "aside": closed.with_name("Bondy (abîmée).cgaetude"),
        "copy_made_at": None,
        "changes": 1,
        "rows": 0,
        "lost": (),
        "end_known": True,
        "records_whole": True,
        "older": (),
        "emptied": (),
        "pages": 80,
        "unread": 2,
    }
    return Repair(**given_ | changes)


def ordinary(said):
    return " ".join(said).replace("\u00a0", " ").replace("\u202f", " ")


def test_when_nothing_is_missing_that_is_said(closed):
    said = ordinary(sentences(repaired(closed)))
    assert "Bondy (abîmée).cgaetude" in said
    assert "1 changement relu" in said
    assert "Rien ne manque" in said


def test_a_copy_that_had_everything_is_said(closed):
    made_at = datetime(2025, 5, 12, 9, tzinfo=UTC)
    said = ordinary(sentences(repaired(closed, copy_made_at=made_at, changes=0)))
    assert "rien de plus récent n’a été lu" in said


def test_what_is_missing_is_counted_dated_and_named(closed):
    lost = (
        LostChanges(12, 14, "2025-05-12T10:00:00+00:00", "2025-05-12T10:05:00+00:00"),
        LostChanges(20, 20, "2025-05-12T11:00:00+00:00", ""),
    )
    titles = tuple(f"H-{number:03}" for number in range(14))
    said = ordinary(
        sentences(repaired(closed, lost=lost, older=titles, emptied=("Acteur retrouvé",)))
    )
    assert "4 changements n’ont pas pu être relus : n° 12 à 14 (entre le lundi 12 mai 2025" in said
    assert "n° 20 (après le" in said
    assert "seule leur histoire a un trou" in said
    assert "H-000, H-001" in said
    assert "et 2 autres" in said
    assert "Retrouvé sans son contenu, à compléter : Acteur retrouvé" in said


def test_what_cannot_be_known_is_said(closed):
    said = ordinary(sentences(repaired(closed, end_known=False, records_whole=False)))
    assert "ne dit plus jusqu’où" in said
    assert "peut manquer" in said
