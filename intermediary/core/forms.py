"""The base of every form: WTForms' own messages in the visitor's language.

Separate because WTForms ships no Pashto and no Urdu; its sentences stand in our catalogue.
"""

from typing import Any

from flask_wtf import FlaskForm

from intermediary.core.languages import text_domain


class _Messages:
    """What WTForms asks for; it fills in the values itself."""

    def gettext(self, string: str) -> str:
        return text_domain().unfilled(string)

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        return text_domain().unfilled(singular, plural, num)


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with CSRF protection that speaks the visitor's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, _form: Any) -> _Messages:
            """Return our catalogue instead of WTForms' own."""
            return _Messages()
