"""Make sure that the tests have a browser, fonts and PostgreSQL, or say what to install."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NASKH = Path("/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf")


def missing_packages() -> list[str]:
    """Return the Debian packages that are not there yet."""
    wanted = []
    if not shutil.which("chromium"):
        wanted.append("chromium")
    if not NASKH.exists():
        wanted.append("fonts-noto-core")
    if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and not shutil.which("initdb"):
        wanted.append("postgresql")
    return wanted


def main() -> None:
    """Install what is missing when root on Debian; otherwise say so and fail."""
    wanted = missing_packages()
    if not wanted:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            "The tests need these packages: " + " ".join(wanted) + "\n"
            "Install them, on Debian or Ubuntu with: sudo apt-get install " + " ".join(wanted)
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
    subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)
    still = missing_packages()
    if still:
        sys.exit("Still missing after the installation: " + " ".join(still))


if __name__ == "__main__":
    main()
