"""Errors with a name, a status and a sentence for the person; shown as a page or as problem+json.

Separate so that operations can refuse in the domain's own words and no view needs a `try`.
"""

import random
import uuid
from typing import Any, ClassVar

import structlog
from flask import Flask, Response, g, jsonify, render_template, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

log = structlog.get_logger()


class DomainError(Exception):
    """A refusal that a person can understand: what happened, and what to do next."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 422
    #: What the phone does: now, later, after-login, after-update, user or never (SYNC.md 4).
    retry: ClassVar[str] = "user"
    message: Any = _l("This could not be done. Please look at it again.")

    def __init__(self, message: Any = None, *, fields: list[dict[str, str]] | None = None) -> None:
        super().__init__(self.code)
        if message is not None:
            self.message = message
        self.fields = fields


class NotFound(DomainError):
    """Unknown, or not for this person: both answer alike."""

    code = "not-found"
    status = 404
    retry = "never"
    message = _l("We could not find this. Go back and choose from the list.")


class BadRequest(DomainError):
    """The request cannot be read."""

    code = "bad-request"
    status = 400
    message = _l("Your browser sent something that we could not read. Go back and try again.")


class Unavailable(DomainError):
    """The server cannot work just now; nothing was stored."""

    code = "unavailable"
    status = 503
    retry = "later"
    message = _l("The service is busy. Nothing is lost. Please try again in a minute.")


class Unexpected(DomainError):
    """Our own fault."""

    code = "internal"
    status = 500
    retry = "later"
    message = _l("Something went wrong on our side. Nothing you saved is lost. Please try again.")


HTTP_ERRORS: dict[int, tuple[str, str, Any]] = {
    400: ("bad-request", "user", BadRequest.message),
    401: ("login", "after-login", _l("Please sign in first.")),
    403: ("forbidden", "user", _l("This is not open to your account.")),
    404: ("not-found", "never", NotFound.message),
    405: ("method", "later", _l("This page cannot be used in this way. Go back and try again.")),
    408: ("timeout", "later", _l("The connection was too slow. Please try again.")),
    411: ("length-required", "user", BadRequest.message),
    413: ("too-large", "user", _l("This is too large to send.")),
    415: ("type", "user", BadRequest.message),
    429: ("too-many", "later", _l("Too many tries. Please wait a few minutes, then try again.")),
    500: ("internal", "later", Unexpected.message),
    503: ("unavailable", "later", Unavailable.message),
}
#: What stands above the sentence on the page; the sentence itself says what to do next.
TITLES: dict[int, Any] = {
    401: _l("Please sign in"),
    403: _l("Not open to your account"),
    404: _l("Not found"),
    409: _l("Changed meanwhile"),
    413: _l("Too large"),
    429: _l("Please wait"),
    500: _l("Something went wrong"),
    503: _l("The service is busy"),
}
TITLE = _l("This did not work")
COME_BACK_SECONDS = (30, 300)
UNEXPECTED = (500, "internal", "later", Unexpected.message)


def wants_problem() -> bool:
    """Tell whether this request is answered with problem+json rather than a page."""
    if request.path.startswith("/sync/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def problem(
    status: int, code: str, retry: str, message: Any, fields: list[dict[str, str]] | None = None
) -> Response:
    """Return an RFC 9457 answer; `retry` tells the phone what to do (SYNC.md 4)."""
    body: dict[str, Any] = {
        "type": f"urn:intermediary:problem:{code}",
        "title": str(message),
        "status": status,
        "detail": str(message),
        "code": code,
        "retry": retry,
        "instance": f"urn:uuid:{g.get('request_id') or uuid.uuid4()}",
    }
    if fields is not None:
        body["fields"] = fields
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def answer(status: int, code: str, retry: str, message: Any, fields: Any = None) -> Response:
    """Return the refusal in the form that the client reads."""
    if wants_problem():
        return problem(status, code, retry, message, fields)
    page = render_template(
        "errors/error.html",
        status=status,
        code=code,
        message=message,
        title=TITLES.get(status, TITLE),
    )
    return Response(page, status=status, mimetype="text/html")


def come_back(response: Response) -> Response:
    """Say when to come back: not everybody at the same moment (SYNC.md 4)."""
    seconds = random.randint(*COME_BACK_SECONDS)  # noqa: S311 - jitter, no secret
    response.headers["Retry-After"] = str(seconds)
    return response


def _on_domain_error(error: DomainError) -> Response:
    log.info("refused", code=error.code, status=error.status)
    response = answer(error.status, error.code, error.retry, error.message, error.fields)
    return come_back(response) if error.status == 503 else response


def _on_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # type: ignore[return-value]  # a werkzeug Response serves as well
    code, retry, message = HTTP_ERRORS.get(status, ("http", "user", BadRequest.message))
    response = answer(status, code, retry, message)
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods or ())  # type: ignore[attr-defined]
    return response


def _on_unreadable(error: Exception) -> Response:
    log.warning("unreadable", kind=type(error).__name__)
    return answer(400, "bad-request", "user", BadRequest.message)


def _on_database_trouble(error: OperationalError | IntegrityError) -> Response:
    log.error("database", kind=type(error.orig).__name__)
    return come_back(answer(503, "unavailable", "later", Unavailable.message))


def _on_unexpected(error: Exception) -> Response:
    log.error("unexpected", kind=type(error).__name__, exc_info=error)
    return answer(*UNEXPECTED)


def init_app(app: Flask) -> None:
    """Register the handlers: no view needs a `try`."""
    app.register_error_handler(DomainError, _on_domain_error)
    app.register_error_handler(HTTPException, _on_http_error)
    # Deep nesting, lone surrogates and NUL bytes reach us as these three (SECURITY.md 6.19).
    for unreadable in (RecursionError, UnicodeError, DataError):
        app.register_error_handler(unreadable, _on_unreadable)
    # Of a row that somebody else wrote first, the next try finds the truth.
    for trouble in (OperationalError, IntegrityError):
        app.register_error_handler(trouble, _on_database_trouble)
    app.register_error_handler(Exception, _on_unexpected)
