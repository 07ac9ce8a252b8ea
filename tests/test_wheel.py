"""An installed wheel serves by itself: templates, static files and compiled wording are in it."""

import http.client
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from intermediary.core.languages import LANGUAGES
from intermediary.wording.extraction import compile_catalogs
from tests.server import free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 90


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from this tree without the network."""
    compile_catalogs()
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable, "-m", "pip", "wheel", "-qq", "--disable-pip-version-check", "--no-deps",
            "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT),
        ],
        check=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_everything_that_an_installed_copy_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        "intermediary/templates/base.html",
        "intermediary/templates/field/shell.html",
        "intermediary/static/field/service-worker.js",
        "intermediary/static/js/field.js",
        "intermediary/migrations/versions/0001_first_tables.py",
        "intermediary/directory/data/categories.json",
        "intermediary/core/formats.json",
    }
    wanted |= {
        f"intermediary/translations/{code}/LC_MESSAGES/messages.mo"
        for code in LANGUAGES
        if code != "en"
    }
    assert wanted - names == set()
    assert not [name for name in names if name.startswith("tests/") or "/var/" in name]


class Installed:
    """The wheel in a folder of its own, run from another one."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.home, self.port = folder / "elsewhere", free_port()
        self.home.mkdir()
        target = folder / "site"
        subprocess.run(
            [
                sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check",
                "--no-deps", "--no-index", "--root-user-action=ignore", "--target", str(target),
                str(wheel),
            ],
            check=True,
        )  # fmt: skip
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(target),
            "INTERMEDIARY_MODE": "demo",
            "INTERMEDIARY_DATA": str(folder / "data"),
            "INTERMEDIARY_ORIGIN": f"http://127.0.0.1:{self.port}",
            "INTERMEDIARY_BIND": f"127.0.0.1:{self.port}",
        }

    def run(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "intermediary.cli", *arguments],
            check=True, cwd=self.home, env=self.environment, capture_output=True,
        )  # fmt: skip

    def serve(self) -> subprocess.Popen[bytes]:
        """Start the server and return when it says that it listens."""
        return subprocess.Popen(
            [sys.executable, "-m", "intermediary.cli", "serve"],
            cwd=self.home, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def get(self, path: str) -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        link.request("GET", path, headers={"Accept-Language": "ps"})
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, text


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Iterator[Installed]:
    """Return a running installed copy."""
    copy = Installed(wheel, tmp_path)
    for arguments in (("db", "upgrade"), ("directory", "load")):
        copy.run(*arguments)
    process = copy.serve()
    try:
        wait_for(copy, process)
        yield copy
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(START_SECONDS)


def wait_for(copy: Installed, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            copy.get("/healthz")
        except OSError:
            continue
        return
    raise RuntimeError("the installed copy did not start")


def test_an_installed_copy_serves_from_another_folder(installed: Installed) -> None:
    status, start = installed.get("/")
    assert status == 200
    assert 'lang="ps"' in start
    assert "وسیله" in start, "the wording is Pashto"
    status, shell = installed.get("/field/shell/ps")
    assert (status, 'dir="rtl"' in shell) == (200, True)
    script = next(part for part in shell.split('"') if part.endswith(".js"))
    assert installed.get(script)[0] == 200
    assert installed.get("/readyz")[0] == 200
    assert list(installed.home.iterdir()) == []
