"""Where templates, static files, translations and migrations lie: in the package, or one level up.

An installed wheel carries them inside the package; an editable copy has them beside it.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def _beside_or_inside(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


TEMPLATES = _beside_or_inside("templates")
STATIC = _beside_or_inside("static")
TRANSLATIONS = _beside_or_inside("translations")
MIGRATIONS = PACKAGE / "migrations"
