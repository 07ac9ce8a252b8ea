"""Raw HTTP against the real server: what no client library would send."""

import json
import re
import socket
from collections.abc import Iterator

import pytest

from tests.conftest import Databases
from tests.corpus.reading import bytes_of, rows_of
from tests.server import Server

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
CODE = re.compile(rb'"code": ?"([a-z-]+)"')


@pytest.fixture
def server(engine: str, databases: Databases) -> Iterator[Server]:
    """Return the running server."""
    url = databases.fresh(engine)
    running = Server(databases.folder, url).start()
    yield running
    running.stop()
    databases.drop(url)


def exchange(server: Server, request: bytes) -> tuple[int, str]:
    """Send bytes, close our side, and return status and problem code of the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as link:
        link.sendall(request)
        link.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := link.recv(65536):
            answer += chunk
    status, code = STATUS.match(answer), CODE.search(answer)
    return int(status[1]) if status else 0, code[1].decode() if code else ""


def test_raw_requests_get_a_clear_answer_and_the_server_goes_on(server: Server) -> None:
    wrong = []
    for row in rows_of("http"):
        status, code = exchange(server, bytes_of(row["request"]))
        if status not in row["status"] or code != row.get("code", code):
            wrong.append(f"{row['name']}: {status} {code}")
    assert wrong == []
    assert exchange(server, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")[0] == 200
    for line in server.log.read_text().splitlines():
        assert '"level": "error"' not in line, json.dumps(line)
