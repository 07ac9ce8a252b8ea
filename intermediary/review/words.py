"""What the desk calls roles, channels, acts, looks and faults."""

from flask_babel import lazy_gettext as _l

from intermediary.complaints.looks import IDENTITY_LOOKED

LANGUAGE_NAMES = {"ps": _l("Pashto"), "ur": _l("Urdu"), "en": _l("English")}
ROLES = {
    "resident": _l("Resident"),
    "intermediary": _l("Intermediary"),
    "headmaster": _l("Headmaster"),
    "district_officer": _l("District officer"),
    "department_officer": _l("Office"),
    "auditor": _l("Auditor"),
    "clock": _l("The clock"),
}
CHANNELS = {
    "intermediary": _l("through the intermediary"),
    "slip": _l("with the slip"),
    "sms": _l("by SMS"),
    "call_back": _l("by a call back"),
    "desk": _l("at the desk"),
}
ACTS = {
    "answer": _l("Answer"),
    "repair": _l("Correction"),
    "feedback": _l("Feedback"),
    "confirm": _l("Confirmation"),
    "dispute": _l("Dispute"),
    "reopen": _l("Opening again"),
    "withdraw": _l("Withdrawal"),
    "consent": _l("Change of the consent"),
}
LOOKS = {
    IDENTITY_LOOKED: _l(
        "Somebody looked at the resident's details, with names and numbers hidden."
    ),
}
FAULTS = {
    "required": _l("It is missing."),
    "unknown": _l("It is not on our lists."),
    "retired": _l("It is no longer used."),
    "format": _l("It cannot be read."),
    "check-digit": _l("A digit is wrong."),
    "too-long": _l("It is too long."),
    "future": _l("It lies in the future."),
}
