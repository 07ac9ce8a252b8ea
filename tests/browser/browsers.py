"""How Chromium is started for journeys; one place, so that all run in the same browser."""

import shutil

EXECUTABLE = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
