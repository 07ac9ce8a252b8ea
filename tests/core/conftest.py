"""The phone's modules run in real Chromium beside the server's functions."""

from tests.phone_modules import browser, in_chromium, module_origin

__all__ = ["browser", "in_chromium", "module_origin"]
