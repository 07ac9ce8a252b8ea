"""The phone's modules in a real browser."""

from tests.phone_modules import browser, in_chromium, module_origin

__all__ = ["browser", "in_chromium", "module_origin"]
