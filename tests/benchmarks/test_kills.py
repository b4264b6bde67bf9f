"""A thousand users killed in the middle of their work: what is lost, and how much is missing."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from cga_desktop.operations.studies import create_study
from tests.conftest import PASSPHRASE
from tests.fakes import FakeVault
from tests.ui.killing.killer import kill_at_once

KILLS, BESIDE = 1_000, 2
LONGEST_MISSING_S = 1.0


@pytest.mark.timeout(7200)
@pytest.mark.benchmark(group="kills", min_rounds=1)
def test_a_thousand_kills_lose_nothing(benchmark: BenchmarkFixture, tmp_path) -> None:
    studies = {tmp_path / f"Bondy {number}.cgaetude": FakeVault() for number in range(BESIDE)}
    for path, vault in studies.items():
        create_study(path, name="", codes=["93010"], passphrase=PASSPHRASE, vault=vault).close()
    verdict = benchmark.pedantic(
        kill_at_once, (studies,), {"count": KILLS // BESIDE, "seed": 7}, rounds=1
    )
    benchmark.extra_info |= verdict.figures()
    print(f"\n{verdict.figures()}")  # noqa: T201
    assert verdict.lost == []
    assert verdict.damage == []
    assert max(verdict.missing_s) <= LONGEST_MISSING_S
