"""`make bench`: throughput, latency, memory and bytes on the wire, side by side in one run.

Prints the table and keeps it in docs/benchmarks.md with the machine's description. The tables hold
1,000 and 100,000 complaints, which takes half an hour to fill; `--large` takes another number, and
`--small` 300 and 3,000 without a page, to try the bench itself.
"""

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests import postgres
from tests.bench import report
from tests.bench.measure import Measured, measure
from tests.bench.wire import Wire, measure_wire

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
FIRST, LARGE = 1_000, 100_000
SMALL = (300, 3_000)
#: As a careful operator runs it: what was acknowledged survives a power cut.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def describe_machine() -> str:
    """Return what the numbers were measured on, without its name."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory_gib:.0f} GiB memory,"
        f" {platform.system()} {platform.release().split('-')[0]},"
        f" Python {platform.python_version()}; the load runs on the same cores"
    )


def main() -> None:
    """Measure everything and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="small tables, no page")
    parser.add_argument("--large", type=int, default=LARGE, help="complaints in the full table")
    chosen = parser.parse_args()
    sizes = SMALL if chosen.small else (FIRST, chosen.large)
    cluster = postgres.Cluster(DURABLE)
    try:
        engines = [_measure_engine(engine, cluster, sizes) for engine in ("sqlite", "postgresql")]
    finally:
        cluster.stop()
    wire = _measure_wire()
    page = report.page(engines, wire, sizes, describe_machine(), datetime.now(UTC).date())
    sys.stdout.write(page)
    if not chosen.small:
        PAGE.write_text(page)


def _measure_engine(engine: str, cluster: postgres.Cluster, sizes: tuple[int, int]) -> Measured:
    with tempfile.TemporaryDirectory(prefix="wasila-bench-") as folder:
        return measure(engine, Path(folder), cluster, sizes)


def _measure_wire() -> Wire:
    with tempfile.TemporaryDirectory(prefix="wasila-bench-") as folder:
        return measure_wire(Path(folder))


if __name__ == "__main__":
    main()
