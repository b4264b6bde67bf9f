"""How long finding an address takes, beside floors measured in the same run.

The floors are what no geocoder can do without: reading the file for an import; comparing what was
typed once with every street's name for a search. So the figures mean the same on any computer.
"""

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from rapidfuzz import fuzz, process

from cga_desktop.geocoding.ban import BanAddress, ReadingCount, read_ban
from cga_desktop.geocoding.gazetteer import Gazetteer
from cga_desktop.geocoding.offline import OfflineGeocoder
from tests.geocoding import noise

QUERIES = 500
MOST_TO_IMPORT = 40.0
"""Times reading the rows of the same file."""
MOST_FOR_HALF, MOST_FOR_95 = 2.0, 10.0
"""Times comparing the text with every street's name."""


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


@pytest.fixture(scope="module")
def bondy_file(shared_data: Path) -> Path:
    return shared_data / "ban_93010_bondy.csv"


@pytest.fixture(scope="module")
def addresses(bondy_file: Path) -> list[BanAddress]:
    return list(read_ban(bondy_file, ReadingCount()))


@pytest.fixture
def finder(bondy_file: Path, tmp_path: Path) -> Iterator[OfflineGeocoder]:
    with Gazetteer(tmp_path) as gazetteer:
        gazetteer.import_file(bondy_file)
        finder = OfflineGeocoder(gazetteer)
        finder.search("12 avenue de Verdun")
        finder.complete("12 av")
        yield finder


def floor(texts: Sequence[str], addresses: Sequence[BanAddress]) -> float:
    """Seconds for comparing one text with every street's name, in the middle of many."""
    names = sorted({one.street for one in addresses})
    return median(
        timed(lambda text=text: process.extract(text, names, scorer=fuzz.WRatio, limit=5))
        for text in texts
    )


def report(benchmark: BenchmarkFixture, seconds: Sequence[float], least: float) -> None:
    """Write the ratios down and hold them to their bounds."""
    p95 = quantiles(seconds, n=20)[-1]
    benchmark.extra_info |= {
        "half within, times the floor": round(median(seconds) / least, 2),
        "95 % within, times the floor": round(p95 / least, 2),
        "floor, ms": round(least * 1e3, 3),
        "half within, ms": round(median(seconds) * 1e3, 3),
        "95 % within, ms": round(p95 * 1e3, 3),
        "a second": round(len(seconds) / sum(seconds)),
    }
    assert median(seconds) <= MOST_FOR_HALF * least
    assert p95 <= MOST_FOR_95 * least


def test_importing_bondy(benchmark: BenchmarkFixture, bondy_file: Path, tmp_path: Path) -> None:
    def read() -> int:
        with bondy_file.open(encoding="utf-8", newline="") as file:
            return sum(1 for _row in csv.reader(file, delimiter=";"))

    least = median(timed(read) for _time in range(5))
    with Gazetteer(tmp_path) as gazetteer:
        benchmark.pedantic(gazetteer.import_file, args=(bondy_file,), rounds=5)
    taken = benchmark.stats.stats.median
    benchmark.extra_info["times reading the rows"] = round(taken / least, 1)
    assert taken <= MOST_TO_IMPORT * least


def test_searching_noisy_addresses(
    benchmark: BenchmarkFixture, finder: OfflineGeocoder, addresses: list[BanAddress]
) -> None:
    texts = [query.text for query in noise.queries(addresses, QUERIES, seed=3)]
    least = floor(texts, addresses)
    seconds: list[float] = []

    def search_all() -> None:
        seconds[:] = [timed(lambda text=text: finder.search(text)) for text in texts]

    benchmark.pedantic(search_all, rounds=3, warmup_rounds=1)
    report(benchmark, seconds, least)


def test_completing_while_typing(
    benchmark: BenchmarkFixture, finder: OfflineGeocoder, addresses: list[BanAddress]
) -> None:
    texts = [
        query.text[:end]
        for query in noise.queries(addresses, QUERIES // 5, seed=4)
        for end in range(2, len(query.text), 4)
    ]
    least = floor(texts, addresses)
    seconds: list[float] = []

    def complete_all() -> None:
        seconds[:] = [timed(lambda text=text: finder.complete(text)) for text in texts]

    benchmark.pedantic(complete_all, rounds=3, warmup_rounds=1)
    report(benchmark, seconds, least)


def test_reversing(
    benchmark: BenchmarkFixture, finder: OfflineGeocoder, addresses: list[BanAddress]
) -> None:
    points = [(one.lat + 0.0001, one.lon) for one in addresses[:: len(addresses) // QUERIES]]
    least = floor([one.street for one in addresses[::40]], addresses)
    seconds: list[float] = []

    def reverse_all() -> None:
        seconds[:] = [timed(lambda at=at: finder.reverse(*at)) for at in points]

    benchmark.pedantic(reverse_all, rounds=3, warmup_rounds=1)
    report(benchmark, seconds, least)
