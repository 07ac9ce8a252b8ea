"""The translation desk: every sentence in three languages, changed without a restart."""

from flask import Blueprint, Flask

from intermediary.core import phone
from intermediary.core.languages import set_override_source
from intermediary.wording import catalogue
from intermediary.wording.explanations import pieces
from intermediary.wording.releases import PublishedWording

blueprint = Blueprint("wording", __name__, url_prefix="/wording")


def init_app(app: Flask) -> None:
    """Offer published wording to the floor, the catalogue to phones, and the desk's pages."""
    from intermediary.wording import release_views, views  # noqa: F401  # routes hang on it

    set_override_source(PublishedWording())
    phone.offer_part(
        app,
        "catalogue",
        content_type="application/json",
        render=catalogue.catalogue_bytes,
        version=catalogue.catalogue_version,
    )
    app.jinja_env.filters["pieces"] = pieces
    app.register_blueprint(blueprint)
