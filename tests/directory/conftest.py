"""The phone's modules run in real Chromium on the published directory."""

from tests.phone_modules import browser, in_chromium, module_origin

__all__ = ["browser", "in_chromium", "module_origin"]
