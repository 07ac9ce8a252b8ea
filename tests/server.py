"""The production server as a process of its own: started, killed and started again on one port."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from intermediary.serve import gunicorn_arguments

START_SECONDS = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """gunicorn with the product's own settings, on a database of the test."""

    def __init__(
        self, folder: Path, url: str, *, workers: int = 2, static: Path | None = None
    ) -> None:
        self.folder, self.port, self.workers = folder, free_port(), workers
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "INTERMEDIARY_MODE": "demo",
            "INTERMEDIARY_DATA": str(folder),
            "INTERMEDIARY_DATABASE_URL": url,
            "INTERMEDIARY_STATIC_BUILD": str(static or folder / "static"),
            "INTERMEDIARY_ORIGIN": self.origin,
            "INTERMEDIARY_BIND": f"127.0.0.1:{self.port}",
            "INTERMEDIARY_LOG_LEVEL": "WARNING",
        }
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        """Start and wait until it answers."""
        command = gunicorn_arguments(f"127.0.0.1:{self.port}", self.workers, 8, 0)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)
        return self

    def _answers(self) -> bool:
        request = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as link:
                link.sendall(request)
                return link.recv(12).endswith(b"200")
        except OSError:
            return False

    def stop(self) -> None:
        """Let it finish its requests and end; then its port is closed."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait(timeout=START_SECONDS)
        self.process = None

    def command(self, *arguments: str) -> str:
        """Run an `intermediary` command against this server's data, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "intermediary.cli", *arguments],
            env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout
