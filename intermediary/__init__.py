"""Wasila, the go-between: complaints on behalf of residents, offline, in three languages."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from intermediary import (
    accounts,
    complaints,
    demo,
    directory,
    field,
    public,
    review,
    sync,
    wording,
)
from intermediary.config import load_config
from intermediary.core import assets, db, errors, keys, languages, logs, paths, proxies, security

FLOOR = (proxies, keys, logs, security, errors, db, languages, assets)
FEATURES = (accounts, directory, complaints, field, sync, review, wording, public, demo)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Return the configured application; `overrides` replace settings by name.

    Raises:
        ConfigError: a setting cannot be used.
        KeysMissing: production without its keys.

    """
    app = Flask(__name__, template_folder=str(paths.TEMPLATES), static_folder=None)
    app.config.from_mapping(load_config(overrides))
    for part in (*FLOOR, *FEATURES):
        part.init_app(app)
    return app
