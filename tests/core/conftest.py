"""The phone's modules run in real Chromium beside the server's functions."""

from tests.phone_modules import in_chromium

__all__ = ["in_chromium"]
