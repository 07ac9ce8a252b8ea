"""Phones as a load: pre-made requests over kept-alive connections, one thread each.

Bounded in count: every run sends what it was given and ends.
"""

import http.client
import itertools
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

TIMEOUT_S = 60


@dataclass(frozen=True)
class Request:
    """One prepared request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None


@dataclass(frozen=True)
class Result:
    """What came of a run: seconds of the whole, milliseconds of each, and answers by status."""

    seconds: float
    times_ms: list[float]
    statuses: dict[int, int]

    def rate(self, items_per_request: int = 1) -> float:
        """Return items per second."""
        return len(self.times_ms) * items_per_request / self.seconds

    def percentile(self, share: float) -> float:
        """Return the time (ms) that this share of the requests stayed below."""
        ordered = sorted(self.times_ms)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class _Client:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def send(self, request: Request) -> tuple[int, bytes, float]:
        start = time.perf_counter()
        try:
            status, body = self._once(request)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.connection.close()  # the server closed a connection that it had kept long enough
            status, body = self._once(request)
        return status, body, (time.perf_counter() - start) * 1000

    def _once(self, request: Request) -> tuple[int, bytes]:
        self.connection.request(request.method, request.path, request.body, request.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def run(port: int, requests: Sequence[Request], threads: int) -> Result:
    """Send all requests once, shared among so many connections.

    Raises:
        RuntimeError: an answer was no success; a benchmark of refusals would be worth nothing.

    """
    waiting = iter(list(requests))
    lock = threading.Lock()
    times: list[float] = []
    statuses: list[int] = []
    faults: list[str] = []

    def work() -> None:
        client = _Client(port)
        while not faults:
            with lock:
                request = next(waiting, None)
            if request is None:
                break
            status, body, took = client.send(request)
            with lock:
                times.append(took)
                statuses.append(status)
            if not _is_success(request, status, body):
                faults.append(f"{request.method} {request.path}: {status} {body[:300]!r}")
        client.connection.close()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    start = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - start
    if faults:
        raise RuntimeError(faults[0])
    counted = {key: len(list(group)) for key, group in itertools.groupby(sorted(statuses))}
    return Result(seconds, times, counted)


def _is_success(request: Request, status: int, body: bytes) -> bool:
    if status not in {200, 201}:
        return False
    if not request.path.endswith("/sync"):
        return True
    return all(result["status"] in {200, 201} for result in json.loads(body)["results"])
