"""Reading the corpus: texts may be written as [[part, times], …], bytes as {"hex": …}."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a corpus file."""
    rows: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return rows


def text_of(value: Any) -> Any:
    """Return a text as it is typed; `%n` in a repeated part counts, so that keys differ."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "".join(
            "".join(part.replace("%n", str(n)) for n in range(times)) for part, times in value
        )
    return value


def bytes_of(value: Any) -> bytes:
    """Return a body as it is sent."""
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"])
    return str(text_of(value)).encode("utf-8", "surrogatepass")


def changed(item: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of an item with dotted names set; null takes the name away."""
    copy: dict[str, Any] = json.loads(json.dumps(item))
    for name, value in changes.items():
        *path, last = name.split(".")
        place = copy
        for step in path:
            place = place.setdefault(step, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = text_of(value)
    return copy
