"""The start page, and the switch of the language that every page carries."""

import re
from urllib.parse import urlsplit

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from intermediary.accounts.permissions import public
from intermediary.core.errors import BadRequest
from intermediary.core.languages import LANGUAGES, remember_language
from intermediary.public import blueprint

#: A path of this site: browsers read "//" and "/\" as the beginning of another host.
LOCAL_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*", re.ASCII)


@blueprint.get("/")
@public
def start() -> str:
    """Show the doors: resident, teacher, official."""
    return render_template("public/start.html")


@blueprint.post("/language")
@public
def language() -> AnyResponse:
    """Remember the visitor's language on this device, and go back to the page they came from.

    A page that was the answer to a post asks to `repeat` it: 307 makes the browser send it again,
    so that the slip code stands in no address.
    """
    code, back = request.form.get("language", ""), request.form.get("next", "/")
    if code not in LANGUAGES or not _is_local(back):
        raise BadRequest
    status = 307 if request.form.get("repeat") else 303
    return remember_language(redirect(back, code=status), code)


def _is_local(path: str) -> bool:
    parts = urlsplit(path)
    return not parts.scheme and not parts.netloc and LOCAL_PATH.fullmatch(path) is not None
