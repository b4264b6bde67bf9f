import pytest

from cga_desktop.domain.drafts import ActorDraft
from cga_desktop.domain.errors import NotWritten
from cga_desktop.operations.actors import add_actor
from cga_desktop.operations.demonstration_exports import FORMATS, renew_exports


def test_a_second_run_replaces_what_the_first_one_wrote(workspace, tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    first = renew_exports(workspace, folder=folder)
    assert [one.format for one in first] == list(FORMATS)
    add_actor(workspace, draft=ActorDraft.filled({"name": "Chez Léa", "kind": "shop"}))
    second = renew_exports(workspace, folder=folder)
    assert [one.path for one in second] == [one.path for one in first]
    assert sorted(folder.iterdir()) == sorted(one.path for one in second)
    assert all(one.bytes == one.path.stat().st_size for one in second)
    (table,) = (one.path for one in second if one.path.suffix == ".csv")
    assert "Chez Léa" in table.read_text("utf-8-sig")


def test_a_folder_that_is_gone_gets_its_sentence(workspace, tmp_path):
    with pytest.raises(NotWritten, match="n’existe pas"):
        renew_exports(workspace, folder=tmp_path / "absent")
