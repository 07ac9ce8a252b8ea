"""The phone's modules run in real Chromium on the published directory."""

from tests.phone_modules import in_chromium

__all__ = ["in_chromium"]
