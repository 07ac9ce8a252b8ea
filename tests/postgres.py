"""A throw-away PostgreSQL cluster: started once for a test run, on a free port, then stopped."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

SETTINGS = {
    "fsync": "off",  # a test run survives no power cut, and need not
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
}
USER = "postgres"


def _binary(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise RuntimeError(f"PostgreSQL's {name} is missing; `make test` installs it")
    return path


def _as_postgres(command: list[str]) -> None:
    # The server refuses to run as root.
    prefix = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A running cluster; `url(name)` addresses one of its databases."""

    def __init__(self, settings: dict[str, str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wasila-pg-"))
        self.port = _free_port()
        data = self.folder / "data"
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam(USER).pw_uid, -1)
        _as_postgres([
            _binary("initdb"), "-D", str(data), "-U", USER, "-A", "trust", "--no-sync",
            "-E", "UTF8", "--locale=C.UTF-8",
        ])  # fmt: skip
        chosen = {**SETTINGS, **(settings or {})}
        options = " ".join(f"-c {key}={value}" for key, value in chosen.items())
        options += f" -p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        self._control("start", "-o", options, "-l", str(self.folder / "log"))

    def _control(self, verb: str, *more: str) -> None:
        _as_postgres([_binary("pg_ctl"), "-D", str(self.folder / "data"), "-w", *more, verb])

    def stop(self) -> None:
        """Stop the cluster and delete it."""
        try:
            self._control("stop", "-m", "immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def server(self) -> str:
        """The address of the cluster, without a database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}"


def create_database(server: str, name: str, template: str | None = None) -> str:
    """Create a database, as a copy of a template if one is named, and return its address."""
    copy = f' TEMPLATE "{template}"' if template else ""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"{copy}')
    return f"{server}/{name}"


def drop_database(server: str, name: str) -> None:
    """Drop a database, whoever still holds it."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
