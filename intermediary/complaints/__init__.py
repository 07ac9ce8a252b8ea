"""Complaints: the nouns, their lifecycle and history, and every verb that moves one.

Separate from the doors, so that a form, the phone's queue and the desk obey the same rules.
"""

from flask import Flask

from intermediary.complaints import commands, vocabulary


def init_app(app: Flask) -> None:
    """Add the command that verifies history, and let templates name states and events."""
    app.jinja_env.globals["vocabulary"] = vocabulary
    app.cli.add_command(commands.verify_command)
