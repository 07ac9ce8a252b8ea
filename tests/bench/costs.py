"""Where the time of one accepted complaint goes: shares of the whole, by the profiler."""

import cProfile
import pstats

from flask import Flask

from tests.bench.phones import BenchPhone

REQUESTS = 300
#: What a reader of the table knows by name → (end of the file's path, function).
PARTS = {
    "commit (disk)": ("", "<method 'commit' of"),
    "form: build": ("complaints/forms.py", "form_from_json"),
    "form: validate": ("core/forms.py", "validate"),
    "rows, reference, receipt": ("complaints/registration.py", "_rows_of"),
    "inserts": ("core/db.py", "insert_new"),
    "event and chain": ("ledger/chain.py", "_seal"),
    "credential": ("accounts/devices.py", "sender_of"),
    "account lock": ("complaints/history.py", "lock_account"),
    "body: length, digest, JSON": ("sync/body.py", "read_body"),
}


def shares(app: Flask, phone: BenchPhone, first: int) -> list[tuple[str, float]]:
    """Return each part's share (0 to 1) of a PUT inside one process, the largest first."""
    client = app.test_client(use_cookies=False)
    requests = [phone.put(number) for number in range(first, first + REQUESTS)]
    profiler = cProfile.Profile()
    for request in requests[:20]:
        client.put(request.path, data=request.body, headers=request.headers)
    profiler.enable()
    for request in requests[20:]:
        client.put(request.path, data=request.body, headers=request.headers)
    profiler.disable()
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    whole = sum(own for _calls, _all, own, _cumulative, _callers in stats.values())
    found = []
    for name, (file, function) in PARTS.items():
        seconds = max(
            (
                cumulative
                for (path, _line, called), (_c, _a, _o, cumulative, _k) in stats.items()
                if path.endswith(file) and called.startswith(function)
            ),
            default=0.0,
        )
        found.append((name, seconds / whole))
    return sorted(found, key=lambda part: -part[1])
