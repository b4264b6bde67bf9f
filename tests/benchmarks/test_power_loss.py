"""Five thousand power cuts under somebody at work: nothing acknowledged is lost."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.store.power_loss.test_power_loss import bondy, folds_often, try_cuts

__all__ = ["bondy", "folds_often"]
SESSIONS, CUTS = 25, 200


@pytest.mark.timeout(3600)
@pytest.mark.benchmark(group="power loss", min_rounds=1)
def test_five_thousand_power_cuts_lose_nothing(
    benchmark: BenchmarkFixture, bondy, vault, folds_often
) -> None:
    seeds = iter(range(1000, 1000 + SESSIONS))
    new, steps = bondy.read_bytes(), []

    def one_session() -> None:
        bondy.write_bytes(new)
        steps.append(try_cuts(bondy, vault, seed=next(seeds), cuts=CUTS))

    benchmark.pedantic(one_session, rounds=SESSIONS)
    benchmark.extra_info |= {"cuts": SESSIONS * CUTS, "lost": 0, "steps": sum(steps)}
    print(f"\n{SESSIONS * CUTS} power cuts in {sum(steps)} steps of the disk: nothing lost")  # noqa: T201
