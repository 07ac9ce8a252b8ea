"""Wasila, the go-between: complaints registered on behalf of residents, offline, in three languages."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from flask import Flask

from intermediary.config import load_config
from intermediary.core import paths

FLOOR = ("proxies", "keys", "logs", "security", "errors", "db", "languages", "assets")
FEATURES = (
    "accounts", "directory", "complaints",
    "field", "sync", "review", "wording", "public",
    "demo",
)  # fmt: skip


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Return the configured application; `overrides` replace settings by name.

    Raises:
        ConfigError: a setting cannot be used.
        KeysMissing: production without its keys.

    """
    app = Flask(__name__, template_folder=str(paths.TEMPLATES), static_folder=None)
    app.config.from_mapping(load_config(overrides))
    from importlib.util import find_spec

    for part in FLOOR:
        if not find_spec(f"intermediary.core.{part}"):
            continue
        import_module(f"intermediary.core.{part}").init_app(app)
    for feature in FEATURES:
        if not find_spec(f"intermediary.{feature}"):
            continue
        module = import_module(f"intermediary.{feature}")
        if hasattr(module, "init_app"):
            module.init_app(app)
    return app
