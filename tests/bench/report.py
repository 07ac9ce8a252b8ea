"""The page of the benchmark: tables beside their targets, in plain Markdown."""

from datetime import date

from tests.bench.measure import BATCH_SIZE, PHONES, THREADS, Measured
from tests.bench.wire import Wire

KILOBYTE = 1000
MEGABYTE = 1_000_000
GOALS = {"put": 100, "sync": 200}  # complaints per second, on both databases
MEMORY_GOAL_MB = 150
GROWTH_GOAL = 1.5


def page(
    engines: list[Measured], wire: Wire, sizes: tuple[int, int], machine: str, day: date
) -> str:
    """Return the whole page."""
    parts = [
        "# Benchmarks",
        f"`make bench`, {day.isoformat()}. {machine}.",
        f"gunicorn with 2 workers of 8 threads, {PHONES} phones over {THREADS} kept-alive"
        " connections; the databases write through to the disk (`synchronous=FULL`, `fsync=on`)."
        " Raw: the same rows with plain INSERTs, one commit for each complaint,"
        " without form, lock, chain, signature or HTTP.",
        "## Complaints accepted per second",
        _accepted(engines, sizes),
        "## Milliseconds of one request at a time",
        _latency(engines, sizes),
        "## Where the time of one `PUT` goes",
        _costs(engines),
        "## Memory of a worker under this load",
        _memory(engines),
        "## Bytes on the wire",
        _wire(wire),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _accepted(engines: list[Measured], sizes: tuple[int, int]) -> str:
    rows = []
    for found in engines:
        rows.append([found.engine, "raw rows", "", f"{found.raw:.0f}", "1.00", ""])
        for name, results, size_of in (
            ("`PUT`, 1 a request", found.put, 1),
            (f"`POST sync`, {BATCH_SIZE} a request", found.sync, BATCH_SIZE),
        ):
            goal = GOALS["put" if size_of == 1 else "sync"]
            for size in sizes:
                rate = results[size].rate(size_of)
                share = f"{rate / found.raw:.2f}"
                rows.append([found.engine, name, f"{size:,}", f"{rate:.0f}", share, f"≥ {goal}"])
    head = ["Database", "Way", "Complaints in the table", "Per second", "Ratio to raw", "Target"]
    return _table(head, rows)


def _latency(engines: list[Measured], sizes: tuple[int, int]) -> str:
    rows = []
    for found in engines:
        for name, results in (("queue page", found.queue), ("receipt (repeat)", found.receipt)):
            small, large = (results[size] for size in sizes)
            growth = large.percentile(0.95) / small.percentile(0.95)
            rows.append(
                [
                    found.engine,
                    name,
                    *(
                        f"{result.percentile(share):.1f}"
                        for result in (small, large)
                        for share in (0.5, 0.95)
                    ),
                    f"{growth:.2f}",
                    f"< {GROWTH_GOAL}",
                ]
            )
    head = ["Database", "Request"]
    head += [f"{share} at {size:,}" for size in sizes for share in ("p50", "p95")]
    return _table([*head, "p95 grows by", "Target"], rows)


def _costs(engines: list[Measured]) -> str:
    text = []
    for found in engines:
        listed = ", ".join(f"{name} {share:.0%}" for name, share in found.costs)
        text.append(f"- {found.engine}: the largest is **{found.costs[0][0]}**. {listed}.")
    return "\n".join(text)


def _memory(engines: list[Measured]) -> str:
    rows = [
        [
            found.engine,
            f"{max(found.memory_bytes) / MEGABYTE:.0f} MB",
            f"≤ {MEMORY_GOAL_MB} MB",
        ]
        for found in engines
    ]
    return _table(["Database", "Largest resident size", "Target"], rows)


def _wire(wire: Wire) -> str:
    rows = [
        ["first visit, one language, until usable", _kb(wire.first_bytes), "≤ 60 kB"],
        ["answers of it", str(wire.first_answers), "≤ 30"],
        ["all three languages ready offline", _kb(wire.all_bytes), "≤ 150 kB"],
        ["one text complaint, up and down", _kb(wire.complaint_bytes), "≤ 5 kB"],
        ["opening offline, CPU slowed 4 times", f"{wire.open_ms:.0f} ms", "≤ 1000 ms"],
    ]
    return _table(["What", "Measured", "Target"], rows)


def _kb(size_bytes: int) -> str:
    return f"{size_bytes / KILOBYTE:.1f} kB"
