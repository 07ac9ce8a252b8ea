"""Which folded parts a web session has open: one logged look is good for ten minutes.

Separate and pure: views pass the session in. It is kept there, in the signed cookie, because a
GET writes nothing; with the number of its sign-in, so that the next person at the same browser
does not inherit it.
"""

from collections.abc import Mapping, MutableMapping
from datetime import datetime
from typing import Any

LOOK_SECONDS = 600
KEPT_LOOKS = 20  # the cookie must stay small; an older one is asked for, and logged, again
KEY = "looks"


def has_look(session: Mapping[str, Any], complaint_id: str, now: datetime) -> bool:
    """Tell whether this session has a complaint's identity open."""
    return complaint_id in _open(session, now)


def begin_look(session: MutableMapping[str, Any], complaint_id: str, now: datetime) -> None:
    """Open a complaint's identity in this session from now on."""
    looks = _open(session, now) | {complaint_id: int(now.timestamp())}
    newest = sorted(looks.items(), key=lambda look: look[1])[-KEPT_LOOKS:]
    session[KEY] = {"sid": session["sid"], "began": dict(newest)}


def _open(session: Mapping[str, Any], now: datetime) -> dict[str, int]:
    kept = session.get(KEY, {})
    if not kept or kept["sid"] != session.get("sid"):
        return {}
    return {
        id_: began for id_, began in kept["began"].items() if now.timestamp() - began < LOOK_SECONDS
    }
