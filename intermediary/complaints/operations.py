"""Every verb that moves a complaint, on one page; each is one change and one event."""

from intermediary.complaints.acts import record_act
from intermediary.complaints.answers import (
    answer_question,
    change_consent,
    confirm_complaint,
    dispute_complaint,
    record_feedback,
    reopen_complaint,
    withdraw_complaint,
)
from intermediary.complaints.handling import (
    accept_complaint,
    claim_complaint,
    hand_back_complaint,
)
from intermediary.complaints.merging import merge_complaints, unmerge_complaint
from intermediary.complaints.registration import register_complaint
from intermediary.complaints.repair import repair_complaint
from intermediary.complaints.triage import (
    accept_claim,
    assign_complaint,
    decline_complaint,
    return_complaint,
    send_back_claim,
    start_review,
)

__all__ = [
    "accept_claim",
    "accept_complaint",
    "answer_question",
    "assign_complaint",
    "change_consent",
    "claim_complaint",
    "confirm_complaint",
    "decline_complaint",
    "dispute_complaint",
    "hand_back_complaint",
    "merge_complaints",
    "record_act",
    "record_feedback",
    "register_complaint",
    "reopen_complaint",
    "repair_complaint",
    "return_complaint",
    "send_back_claim",
    "start_review",
    "unmerge_complaint",
    "withdraw_complaint",
]
