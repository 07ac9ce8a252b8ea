"""Long: the server dies again and again while phones send; what was acknowledged is never lost."""

import random
import threading
import time
from http.client import HTTPException
from typing import Any

import pytest
from flask import Flask

from intermediary import ledger
from intermediary.complaints.models import Complaint
from intermediary.complaints.verify import altered_complaints
from intermediary.core.db import db
from tests.server import Server
from tests.sync.conftest import Send
from tests.sync.phone import Phone

DEATHS = 10
SENDERS = 4
DEATH_AFTER_SECONDS = (0.5, 2.0)


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_no_acknowledged_complaint_is_lost_when_the_server_dies_again_and_again(
    app: Flask, phone: Phone, send: Send, server: Server
) -> None:
    is_over = threading.Event()
    receipts: dict[str, dict[str, Any]] = {}

    def work() -> None:
        while not is_over.is_set():
            item = phone.complaint()
            while item["id"] not in receipts and not is_over.is_set():
                try:
                    status, said = send(item)
                except (OSError, ValueError, HTTPException):  # dead, or cut short
                    time.sleep(0.05)
                    continue
                if status in {200, 201}:
                    receipts[item["id"]] = said["receipt"]

    senders = [threading.Thread(target=work) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    for _ in range(DEATHS):
        time.sleep(random.uniform(*DEATH_AFTER_SECONDS))
        server.kill()
        server.start()
    is_over.set()
    for sender in senders:
        sender.join()
    with app.app_context():
        for id_, receipt in receipts.items():
            stored = db.session.get_one(Complaint, id_)
            assert stored.reference == receipt["reference"]
        assert ledger.verify_chain().is_intact
        assert altered_complaints() == []
    assert len(receipts) > DEATHS
