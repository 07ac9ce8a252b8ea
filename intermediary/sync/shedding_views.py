"""Shedding: a phone that comes when all places are taken is told to come back, before it sends.

Separate because the desk shares the server's threads: a morning of many phones leaves it some.
"""

import threading

from flask import Flask, current_app, g, request

from intermediary.core.errors import Unavailable
from intermediary.sync import blueprint

EXTENSION = "intermediary_sync_places"
SENDING = frozenset({"POST", "PUT"})


def init_app(app: Flask) -> None:
    """Make the places of this process."""
    app.extensions[EXTENSION] = threading.BoundedSemaphore(app.config["SYNC_AT_ONCE"])


@blueprint.before_request
def take_place() -> None:
    """Take a place, or refuse before the body is read.

    Raises:
        Unavailable: all are taken.

    """
    if request.method not in SENDING:
        return
    if not current_app.extensions[EXTENSION].acquire(blocking=False):
        raise Unavailable
    g.sync_place = True


@blueprint.teardown_request
def give_place_back(_error: BaseException | None) -> None:
    """Give the place to the next phone, however the request ended."""
    if g.pop("sync_place", False):
        current_app.extensions[EXTENSION].release()
