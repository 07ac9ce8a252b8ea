"""Sample people and complaints for `make run`: password `demo-<name>`, demo mode only."""

from flask import Flask

from intermediary.demo.cli import demo_group


def init_app(app: Flask) -> None:
    """Add the command group `intermediary demo`, in demo mode alone."""
    if app.config["MODE"] == "demo":
        app.cli.add_command(demo_group)
