"""Security headers on every answer.

Separate so that one test can prove them for every route (SECURITY.md 5.2 G15). No nonce is
needed: there is no inline script or style anywhere.
"""

import uuid

from flask import Flask, Response, g, request
from flask_wtf import CSRFProtect

#: Every form carries a token; the sync door exempts itself and checks Origin instead (SYNC.md 2).
csrf = CSRFProtect()

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "font-src 'none'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types intermediary-worker",  # registering the worker needs a policy of this name
    )
)
#: For answers that no browser shows as a page; the long one would double a short JSON answer.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
SCRIPTED = frozenset({"text/html", "text/javascript"})  # pages, and the worker
HEADERS = {
    "Referrer-Policy": "same-origin",  # no-referrer breaks every HTTPS form (SECURITY.md 6.6)
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
}
HSTS = "max-age=31536000; includeSubDomains"


def _name_request() -> None:
    g.request_id = str(uuid.uuid4())


def _add_headers(response: Response) -> Response:
    is_scripted = response.mimetype in SCRIPTED
    policy = CONTENT_SECURITY_POLICY if is_scripted else DATA_POLICY
    response.headers.setdefault("Content-Security-Policy", policy)
    for name, value in (HEADERS | (PAGE_HEADERS if is_scripted else {})).items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    # Pages may hold a resident's words: nothing dynamic is kept unless a view says so.
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def init_app(app: Flask) -> None:
    """Add the headers to every answer, error pages included."""
    csrf.init_app(app)
    app.before_request(_name_request)
    app.after_request(_add_headers)
