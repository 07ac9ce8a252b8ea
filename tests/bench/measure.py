"""One database engine, measured from an empty table to a full one; returns plain numbers."""

import subprocess
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

from flask import Flask

from intermediary.core.db import db
from tests import factories, postgres
from tests.bench import costs, rows
from tests.bench.load import Request, Result, run
from tests.bench.phones import BenchPhone, make_phones, taking_turns
from tests.conftest import make_app
from tests.server import Server

PHONES = 24
THREADS = 8
PUTS = 1200
BATCHES = 160
BATCH_SIZE = 10
PAGES = 200
RAW_ROWS = 1000


@dataclass
class Measured:
    """Numbers of one engine; rates per second, times in milliseconds, memory in bytes."""

    engine: str
    raw: float = 0.0
    put: dict[int, Result] = field(default_factory=dict)
    sync: dict[int, Result] = field(default_factory=dict)
    receipt: dict[int, Result] = field(default_factory=dict)
    queue: dict[int, Result] = field(default_factory=dict)
    memory_bytes: list[int] = field(default_factory=list)
    costs: list[tuple[str, float]] = field(default_factory=list)


def measure(
    engine: str, folder: Path, cluster: postgres.Cluster, sizes: tuple[int, int]
) -> Measured:
    """Measure one engine at both table sizes."""
    url = _address(engine, folder, cluster, "bench")
    server = Server(folder, url, workers=2)
    server.environment["INTERMEDIARY_SYNC_AT_ONCE"] = str(THREADS)  # measured, not shed
    for command in (("db", "upgrade"), ("directory", "load")):
        server.command(*command)
    app = make_app(folder, url, ORIGIN=server.origin)
    phones = make_phones(app, PHONES)
    officer = factories.make_person(app, "district_officer")
    found = Measured(engine)
    sent = 0
    for size in sizes:
        rows.fill(app, phones, sent, size)
        sent = max(sent, size)
        _drop_connections(app)
        server.start()
        try:
            sent = _measure_size(found, size, server, phones, officer, sent)
        finally:
            server.stop()
    found.raw = _raw_rate(engine, folder, cluster, url)
    found.costs = costs.shares(app, phones[0], sent)
    _drop_connections(app)
    return found


def _measure_size(
    found: Measured,
    size: int,
    server: Server,
    phones: list[BenchPhone],
    officer: factories.Person,
    sent: int,
) -> int:
    turn = taking_turns(phones)
    puts = [next(turn).put(number) for number in range(sent, sent + PUTS)]
    sent += PUTS
    run(server.port, puts[:100], THREADS)  # both workers are warm
    found.put[size] = run(server.port, puts[100:], THREADS)
    batches = [
        next(turn).batch(range(start, start + BATCH_SIZE))
        for start in range(sent, sent + BATCHES * BATCH_SIZE, BATCH_SIZE)
    ]
    sent += BATCHES * BATCH_SIZE
    found.sync[size] = run(server.port, batches, THREADS)
    found.receipt[size] = run(server.port, puts[:PAGES], 1)  # repeats: the stored receipt again
    cookie = sign_in(server, officer)
    queue = Request("GET", "/review/queue", {"Cookie": cookie, "Accept-Language": "en"})
    run(server.port, [queue] * 10, 1)
    found.queue[size] = run(server.port, [queue] * PAGES, 1)
    found.memory_bytes = worker_memory(server)
    return sent


def _raw_rate(engine: str, folder: Path, cluster: postgres.Cluster, url: str) -> float:
    raw_url = _address(engine, folder, cluster, "raw")
    Server(folder, raw_url).command("db", "upgrade")
    Server(folder, raw_url).command("directory", "load")
    threads = 1 if engine == "sqlite" else THREADS
    return rows.insert_raw(raw_url, rows.read_rows(url, RAW_ROWS), threads)


def _address(engine: str, folder: Path, cluster: postgres.Cluster, name: str) -> str:
    if engine == "sqlite":
        return f"sqlite:///{folder / name}.db"
    return postgres.create_database(cluster.server, name)


def _drop_connections(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def sign_in(server: Server, person: factories.Person) -> str:
    """Sign in over HTTP, and return the session's cookie."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{server.origin}/accounts/login"
    token = factories.TOKEN.search(opener.open(address).read().decode())
    values = {
        "username": person.username,
        "password": person.password,
        "csrf_token": token[1] if token else "",
    }
    opener.open(address, urllib.parse.urlencode(values).encode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def worker_memory(server: Server) -> list[int]:
    """Return the resident bytes of each worker process."""
    if server.process is None:
        return []
    listed = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(server.process.pid)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [int(line) * 1024 for line in listed.stdout.split()]
