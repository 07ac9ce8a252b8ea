"""The contract with the phone (docs/sync.md): complaints and acts in, receipts and changes out."""

from importlib import import_module

from flask import Blueprint, Flask

from intermediary.core.security import csrf

blueprint = Blueprint("sync", __name__, url_prefix="/sync/v1")
VIEWS = (
    "protocol_views",
    "shedding_views",
    "item_views",
    "batch_views",
    "device_views",
    "feed_views",
)


def init_app(app: Flask) -> None:
    """Add the endpoints; they take no CSRF token but check where a request comes from."""
    for module in VIEWS:
        import_module(f"{__name__}.{module}")
    import_module(f"{__name__}.shedding_views").init_app(app)
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)
