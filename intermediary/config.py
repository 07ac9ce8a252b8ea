"""Every setting: name, default, unit, meaning; read from INTERMEDIARY_* in the environment.

Separate so that an operator finds all knobs on one page, and a wrong one stops the start.
"""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MODES = ("demo", "production")
ORIGIN_MAX_BYTES = 54  # so that the slip's QR code fits one fixed size


class ConfigError(RuntimeError):
    """The configuration cannot be used; the message says which setting and why."""


@dataclass(frozen=True)
class Setting:
    """One setting; `default` is text as it would stand in the environment."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("MODE", "production", "demo (loopback only, sample people) or production"),
    Setting("DATA", "var", "folder for everything the running copy writes"),
    Setting("DATABASE_URL", "", "SQLAlchemy URL; empty: SQLite in DATA"),
    Setting("KEYS", "", "folder of key files; empty: DATA/keys"),
    Setting("STATIC_BUILD", "", "folder of built static files; empty: DATA/static"),
    Setting("ORIGIN", "http://127.0.0.1:8000", "address under which people reach the site"),
    Setting("BIND", "127.0.0.1:8000", "address and port that the server listens on"),
    Setting("WORKERS", "2", "server processes"),
    Setting("THREADS", "8", "threads of each process"),
    Setting("SYNC_AT_ONCE", "6", "phones that each process serves at once; others come back later"),
    Setting("FIELD_WORKER", "on", "off: phones put the offline app away, not the work"),
    Setting("TRUSTED_PROXIES", "0", "number of proxies whose X-Forwarded-* is believed"),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_mode(mode: str, origin: str, bind: str) -> None:
    """Refuse a mode that the addresses do not fit.

    Raises:
        ConfigError: demo mode reachable from outside, or production without https.

    """
    if mode not in MODES:
        raise ConfigError(f"INTERMEDIARY_MODE is {mode!r}; it must be one of {', '.join(MODES)}.")
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ConfigError(f"INTERMEDIARY_ORIGIN is {origin!r}; write https://host without a path.")
    if len(origin.rstrip("/").encode()) > ORIGIN_MAX_BYTES:
        raise ConfigError(f"INTERMEDIARY_ORIGIN is longer than {ORIGIN_MAX_BYTES} bytes.")
    bind_host = bind.rpartition(":")[0]
    if mode == "demo" and not (_is_loopback(parts.hostname) and _is_loopback(bind_host)):
        raise ConfigError(
            "Demo mode has public passwords, so it listens on loopback only."
            " Set INTERMEDIARY_MODE=production to be reached from outside."
        )
    if mode == "production" and parts.scheme != "https" and not _is_loopback(parts.hostname):
        raise ConfigError("INTERMEDIARY_ORIGIN must begin with https:// in production.")


def load_config(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the Flask configuration: settings, then what follows from them, then `overrides`.

    Raises:
        ConfigError: a setting cannot be used.

    """
    overrides = dict(overrides or {})
    values: dict[str, Any] = {
        s.name: str(overrides.pop(s.name, os.environ.get(f"INTERMEDIARY_{s.name}", s.default)))
        for s in SETTINGS
    }
    check_mode(values["MODE"], values["ORIGIN"], values["BIND"])
    if values["FIELD_WORKER"] not in {"on", "off"}:
        raise ConfigError("INTERMEDIARY_FIELD_WORKER must be on or off.")
    for name in ("WORKERS", "THREADS", "SYNC_AT_ONCE", "TRUSTED_PROXIES"):
        if not values[name].isdecimal():
            raise ConfigError(f"INTERMEDIARY_{name} is {values[name]!r}; it must be a number.")
        values[name] = int(values[name])
    data = Path(values["DATA"]).resolve()
    data.mkdir(parents=True, exist_ok=True)
    is_secure = urlsplit(values["ORIGIN"]).scheme == "https"
    values |= {
        "ORIGIN": values["ORIGIN"].rstrip("/"),
        "DATA": str(data),
        "STATIC_BUILD": values["STATIC_BUILD"] or str(data / "static"),
        "KEYS": values["KEYS"] or str(data / "keys"),
        "SQLALCHEMY_DATABASE_URI": _database_url(values["DATABASE_URL"], data),
        "MAX_CONTENT_LENGTH": 256 * 1024,  # bytes; the largest JSON body (SYNC.md 3)
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        "MAX_FORM_PARTS": 200,
        "SESSION_COOKIE_NAME": "__Host-session" if is_secure else "session",
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_REFRESH_EACH_REQUEST": False,  # sent when it changed, not with every answer
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=7),
        "WTF_CSRF_TIME_LIMIT": None,  # bound to the session; an hour is shorter than a power cut
    }
    return values | overrides


def _database_url(url: str, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'intermediary.db'}"
    # Operators write postgresql://; the driver is psycopg 3.
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
