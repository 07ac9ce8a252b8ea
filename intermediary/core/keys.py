"""The server's secrets, one file each, outside the database.

Separate so that a stolen dump or backup opens nothing (SECURITY.md 2.2 A9).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask, current_app

KEY_NAMES = ("session", "slip", "receipt")
KEY_BYTES = 32


class KeysMissing(RuntimeError):
    """A key file is missing, short or readable by others: the server must not start."""


@dataclass(frozen=True)
class KeyRing:
    """The loaded secrets; each file holds 32 random bytes in hexadecimal."""

    session: bytes
    slip: bytes
    receipt: bytes

    @cached_property
    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.receipt)

    @cached_property
    def public_key(self) -> bytes:
        """The 32 raw bytes of the Ed25519 key that checks receipts."""
        return self._signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @cached_property
    def key_id(self) -> str:
        """A short name of the receipt key: 16 hexadecimal digits of its hash."""
        return hashlib.sha256(self.public_key).hexdigest()[:16]

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature over the bytes."""
        return self._signer.sign(data)

    def slip_hash(self, code: str) -> bytes:
        """Return the 32-byte HMAC under which a slip code (17 ASCII digits) is stored."""
        return hmac.digest(self.slip, code.encode("ascii"), "sha256")

    def derive(self, info: str) -> bytes:
        """Return 32 bytes bound to a purpose, the same on every call."""
        return HKDF(SHA256(), KEY_BYTES, None, info.encode()).derive(self.session)


def make_keys(folder: Path) -> list[str]:
    """Write the key files that are missing, readable by the owner alone; return their names."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    for name in KEY_NAMES:
        path = folder / f"{name}.key"
        if path.exists():
            continue
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(KEY_BYTES) + "\n")
        made.append(name)
    return made


def load_keys(folder: Path) -> KeyRing:
    """Read the key files.

    Raises:
        KeysMissing: a file is missing, malformed, all alike, or open to other users.

    """
    values = {}
    for name in KEY_NAMES:
        path = folder / f"{name}.key"
        try:
            value = bytes.fromhex(path.read_text())
        except (OSError, ValueError) as error:
            raise KeysMissing(
                f"The key '{name}' is missing or unreadable. Run `intermediary keys make` once, and"
                " keep the folder out of the database backup."
            ) from error
        if len(value) != KEY_BYTES or len(set(value)) < 8:
            raise KeysMissing(f"The key '{name}' is not {KEY_BYTES} random bytes. Make a new one.")
        if path.stat().st_mode & 0o077:
            raise KeysMissing(f"The key '{name}' can be read by other users. Run chmod 600 on it.")
        values[name] = value
    return KeyRing(**values)


def keys() -> KeyRing:
    """Return the secrets of the running app."""
    ring: KeyRing = current_app.extensions["intermediary_keys"]
    return ring


def init_app(app: Flask) -> None:
    """Load the secrets; demo mode makes its own."""
    folder = Path(app.config["KEYS"])
    if app.config["MODE"] == "demo":
        make_keys(folder)
    ring = load_keys(folder)
    app.extensions["intermediary_keys"] = ring
    app.config["SECRET_KEY"] = ring.derive("flask-session").hex()
