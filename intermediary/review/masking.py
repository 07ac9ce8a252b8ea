"""Identity as the desk shows it: enough to tell residents apart, never in full (DOMAIN.md 7).

Separate and pure, so that no page can forget it.
"""

DOTS = "•"
PHONE_HEAD, PHONE_TAIL = 2, 2  # 03•••••••67: a handful of digits, far too few to find a person by
CNIC_HEAD, CNIC_TAIL = 2, 1


def mask_name(name: str | None) -> str:
    """Return the first letter of each word; the length of the name is not told."""
    return " ".join(f"{word[0]}{DOTS * 3}" for word in (name or "").split())


def mask_phone(phone: str | None) -> str:
    """Return a number as 03•••••••67."""
    return _mask(phone or "", PHONE_HEAD, PHONE_TAIL)


def mask_cnic(cnic: str | None) -> str:
    """Return an identity card number as 17•••-•••••••-1."""
    return _mask(cnic or "", CNIC_HEAD, CNIC_TAIL)


def _mask(text: str, head: int, tail: int) -> str:
    hidden = "".join(DOTS if char.isdigit() else char for char in text[head:-tail])
    return text[:head] + hidden + text[-tail:] if len(text) > head + tail else DOTS * len(text)
