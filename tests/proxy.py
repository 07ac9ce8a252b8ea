"""A TCP proxy on loopback: it counts what goes over the wire, and its listener can be taken away.

Separate from tests/server.py because a phone must not notice which of the two is gone.
"""

import contextlib
import re
import socket
import threading
from dataclasses import dataclass, field

PIECE_BYTES = 65_536
STATUS_LINE = b"HTTP/1.1 "
REQUEST_LINE = re.compile(rb"^[A-Z]+ (\S+) HTTP/1\.1\r$", re.MULTILINE)


@dataclass
class Traffic:
    """Bytes in both directions, heads included, and answers, since the last `reset`."""

    up_bytes: int = 0
    down_bytes: int = 0
    answers: int = 0
    #: Addresses asked for, in order.
    asked: list[str] = field(default_factory=list)

    @property
    def total_bytes(self) -> int:
        """Return what a prepaid data plan counts."""
        return self.up_bytes + self.down_bytes


class Proxy:
    """Forwards connections to a server's port; `cut` and `mend` are the loss of the signal."""

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.traffic = Traffic()
        self.is_deaf = (
            False  # answers are lost on the way: the server did it, the phone cannot know
        )
        self._lock = threading.Lock()
        self._links: set[socket.socket] = set()
        self._listener = self._listen(0)
        self.port = int(self._listener.getsockname()[1])
        self.origin = f"http://127.0.0.1:{self.port}"

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target_port))
            except OSError:
                near.close()
                continue
            with self._lock:
                self._links |= {near, far}
            for source, sink, is_up in ((near, far, True), (far, near, False)):
                threading.Thread(
                    target=self._forward, args=(source, sink, is_up), daemon=True
                ).start()

    def _forward(self, source: socket.socket, sink: socket.socket, is_up: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE_BYTES):
                self._count(piece, is_up)
                if is_up or not self.is_deaf:
                    sink.sendall(piece)
        for link in (source, sink):
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._links -= {source, sink}
        source.close()

    def _count(self, piece: bytes, is_up: bool) -> None:
        with self._lock:
            if is_up:
                self.traffic.up_bytes += len(piece)
                self.traffic.asked += [path.decode() for path in REQUEST_LINE.findall(piece)]
            else:
                self.traffic.down_bytes += len(piece)
                self.traffic.answers += piece.count(STATUS_LINE)

    def reset(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self.traffic = Traffic()

    def cut(self) -> None:
        """Take the listener and all connections away: the phone has no signal."""
        self._close_listener()
        with self._lock:
            links = list(self._links)
        for link in links:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def _close_listener(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
        self._listener.close()

    def mend(self) -> None:
        """Listen again on the same port."""
        self._listener = self._listen(self.port)

    def stop(self) -> None:
        """End for good."""
        self.cut()
