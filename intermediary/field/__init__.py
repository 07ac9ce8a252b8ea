"""The teacher's app: its shell for work without a signal, its worker, and the one plain page."""

from flask import Blueprint, Flask

from intermediary.core import phone
from intermediary.field import shell

blueprint = Blueprint("field", __name__, url_prefix="/field")


def init_app(app: Flask) -> None:
    """Add the pages, and the shell to what phones keep."""
    from intermediary.field import views  # noqa: F401  # its routes hang on the blueprint

    phone.offer_part(
        app,
        "shell",
        content_type="text/html; charset=utf-8",
        render=shell.shell_page,
        version=shell.shell_version,
    )
    app.register_blueprint(blueprint)
