"""As much of JSON Schema as the contract's description uses; anything else is an error."""

import re
from typing import Any

IGNORED = {"format", "description", "contentEncoding"}
KNOWN = IGNORED | {
    "$ref", "type", "enum", "const", "anyOf", "required", "properties", "additionalProperties",
    "items", "maxItems", "maxLength", "minimum", "pattern",
}  # fmt: skip
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
    "integer": int,
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], shapes: dict[str, Any], at: str = "$") -> list[str]:
    """Return what of a value does not fit a schema, with its place."""
    unknown = set(schema) - KNOWN
    assert not unknown, f"{unknown} is not understood"
    if "$ref" in schema:
        return faults(value, shapes[schema["$ref"].rpartition("/")[2]], shapes, at)
    if "anyOf" in schema:
        tries = [faults(value, choice, shapes, at) for choice in schema["anyOf"]]
        return [] if any(not found for found in tries) else tries[0]
    found = _own_faults(value, schema, at)
    if isinstance(value, dict):
        for name, part in value.items():
            inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            if inner:
                found += faults(part, inner, shapes, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for place, item in enumerate(value):
            found += faults(item, schema["items"], shapes, f"{at}[{place}]")
    return found


def _own_faults(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    is_number = isinstance(value, int) and not isinstance(value, bool)
    checks = {
        "type": not kinds or any(_is(value, kind) for kind in kinds),
        "enum": value in schema.get("enum", [value]),
        "const": value == schema.get("const", value),
        "required": not isinstance(value, dict) or set(schema.get("required", [])) <= set(value),
        "maxItems": not isinstance(value, list) or len(value) <= schema.get("maxItems", 1e9),
        "maxLength": not isinstance(value, str) or len(value) <= schema.get("maxLength", 1e9),
        "minimum": not is_number or value >= schema.get("minimum", value),
        "pattern": not isinstance(value, str) or bool(re.search(schema.get("pattern", ""), value)),
    }
    return [f"{at}: {name}" for name, is_fine in checks.items() if not is_fine]


def _is(value: Any, kind: str) -> bool:
    if kind == "integer" and isinstance(value, bool):
        return False
    return isinstance(value, TYPES[kind])
