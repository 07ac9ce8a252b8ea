"""Sample people and complaints for `make run`: password `demo-<name>`, demo mode only.

A database in which they were loaded is marked, and production refuses it.
"""

from flask import Flask

from intermediary.demo.cli import demo_group
from intermediary.demo.mark import refuse_marked


def init_app(app: Flask) -> None:
    """Add the command group `intermediary demo` in demo mode; else refuse the demo's database."""
    if app.config["MODE"] == "demo":
        app.cli.add_command(demo_group)
    else:
        refuse_marked(app)
