"""`intermediary serve`: gunicorn with threads, set up so that slow phones cannot stall it.

Separate from cli.py because these settings are part of the product (SECURITY.md 3, 6.13).
"""

import os
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from intermediary.config import ConfigError, check_mode

REQUESTS_PER_WORKER = 20_000  # then a fresh process, against slow leaks
REQUEST_JITTER = 2_000
TIMEOUT_S = 60  # of a silent worker; threads keep beating while a phone is slow
GRACEFUL_S = 30


def gunicorn_arguments(bind: str, workers: int, threads: int, proxies: int) -> list[str]:
    """Return gunicorn's command line; its control socket is off, it is not ours to expose."""
    return [
        sys.executable, "-m", "gunicorn",
        "--bind", bind,
        "--workers", str(workers),
        "--worker-class", "gthread",
        "--threads", str(threads),
        "--timeout", str(TIMEOUT_S),
        "--graceful-timeout", str(GRACEFUL_S),
        "--max-requests", str(REQUESTS_PER_WORKER),
        "--max-requests-jitter", str(REQUEST_JITTER),
        "--forwarded-allow-ips", "*" if proxies else "127.0.0.1",
        "--no-control-socket",
        "--log-level", "warning",
        "intermediary:create_app()",
    ]  # fmt: skip


@click.command("serve")
@click.option("--bind", help="Address and port; default INTERMEDIARY_BIND.")
@with_appcontext
def serve_command(bind: str | None) -> None:
    """Serve the site with gunicorn."""
    config = current_app.config
    bind = bind or config["BIND"]
    try:
        check_mode(config["MODE"], config["ORIGIN"], bind)  # the option is as strong as the setting
    except ConfigError as error:
        raise click.ClickException(f"Cannot start: {error}") from error
    arguments = gunicorn_arguments(
        bind, config["WORKERS"], config["THREADS"], config["TRUSTED_PROXIES"]
    )
    os.execv(arguments[0], arguments)  # noqa: S606 - no shell, our own arguments
