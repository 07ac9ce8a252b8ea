"""Structured logs: JSON lines whose keys are on a list, so that no personal word can slip in.

Separate because an allow-list beats any redaction (SECURITY.md 3).
"""

import logging
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict

ALLOWED_KEYS = frozenset({
    "event", "level", "timestamp", "request_id", "method", "endpoint", "status", "duration_ms",
    "code", "kind", "count", "id", "reference", "user_id", "release", "msgid_hash", "language",
    "exception", "build",
})  # fmt: skip


def keep_allowed(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Drop every key that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS}


def frames_only(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Turn an exception into file and line names: its message may quote a resident."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames = []
        traceback = error.__traceback__
        while traceback is not None:
            code = traceback.tb_frame.f_code
            frames.append(
                f"{code.co_filename.rpartition('/')[2]}:{traceback.tb_lineno} {code.co_name}"
            )
            traceback = traceback.tb_next
        event["exception"] = [type(error).__name__, *frames[-12:]]
    return event


def _start_timer() -> None:
    g.started_at = time.perf_counter()


def _log_request(response: Response) -> Response:
    started_at = g.get("started_at")
    structlog.get_logger().info(
        "request",
        method=request.method,
        endpoint=request.endpoint,  # never the path: it may carry an id typed by a person
        status=response.status_code,
        duration_ms=round((time.perf_counter() - started_at) * 1000, 1) if started_at else None,
        request_id=g.get("request_id"),
    )
    return response


def init_app(app: Flask) -> None:
    """Configure structlog and log one line per request."""
    level = logging.getLevelNamesMapping().get(app.config["LOG_LEVEL"], logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            frames_only,
            keep_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    app.before_request(_start_timer)
    app.after_request(_log_request)
