"""The closed lists of a complaint with their words: kinds, scopes, outcomes, states, reasons.

Separate because forms, the desk, the public page and the phone must offer the same choices.
"""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

LANGUAGE_CHOICES = ("ps", "ur", "en")

KINDS = {
    "complaint": _l("Complaint"),
    "service_request": _l("Service request"),
    "information_request": _l("Information request"),
    "suggestion": _l("Suggestion"),
    "development_demand": _l("Development demand"),
}
GENDERS = {
    "female": _l("Female"),
    "male": _l("Male"),
    "other": lazy_pgettext("gender", "Other"),
}
MONEY_ASKED = {
    "unsaid": _l("Not said"),
    "no": _l("No"),
    "yes": _l("Yes, money was asked"),
}
CONSENT_METHODS = {"witness": _l("Said it before a witness")}
CONSENT_SCOPES = {
    "name": _l("Share my name with the office"),
    "phone": _l("Share my phone number with the office"),
    "voice": _l("Share my voice with the office"),
    "story": _l("My case may be told without my name"),
}
STATES = {
    "received": _l("Received"),
    "needs_attention": _l("Needs a correction"),
    "under_review": _l("Under review"),
    "returned": _l("Returned with a question"),
    "assigned": _l("Assigned to an office"),
    "in_progress": _l("In progress"),
    "claimed": _l("Claimed resolved"),
    "confirmed": _l("Confirmed"),
    "unconfirmed": _l("Not confirmed"),
    "disputed": _l("Disputed"),
    "declined": _l("Declined"),
    "merged": _l("Merged"),
    "withdrawn": _l("Withdrawn"),
}
CLAIM_OUTCOMES = {
    "done": _l("Done"),
    "partly": _l("Partly done"),
    "not_possible": _l("Not possible"),
}
FEEDBACK_OUTCOMES = {
    "solved": _l("Yes, it is solved"),
    "partly": _l("Partly solved"),
    "not_solved": _l("No, it is not solved"),
}
CONDUCT = {
    "good": _l("They treated us well"),
    "fair": _l("Neither well nor badly"),
    "bad": _l("They treated us badly"),
}
EVIDENCE_SEEN = {
    "yes": _l("Yes, I saw the work"),
    "no": _l("No, I saw nothing"),
    "unsaid": _l("Not said"),
}
DECLINE_REASONS = {
    "outside_remit": _l("No office of the province can decide this."),
    "court": _l("The matter is before a court."),
    "no_details": _l("Too little is known, and a question was not answered."),
    "development": _l("This is a wish for a new project. It was passed to the planners."),
    "private": _l("This is a matter between private persons."),
    "answered_before": _l("The same matter was answered before."),
}
REOPEN_REASONS = {
    "no_work": _l("No work was done"),
    "partly": _l("Only a part was done"),
    "nobody_came": _l("Nobody came"),
    "not_lasting": _l("It did not last"),
    "other": lazy_pgettext("reason", "Another reason"),
}
WITHDRAW_REASONS = {
    "solved_otherwise": _l("It was solved in another way"),
    "changed_mind": _l("I no longer want it"),
    "corrected": _l("It was sent again with corrections"),
    "other": lazy_pgettext("reason", "Another reason"),
}
EVENTS = {
    "complaint:received": _l("The complaint was received."),
    "complaint:repaired": _l("The details were corrected."),
    "complaint:review_started": _l("The district officer began the review."),
    "complaint:returned": _l("The district officer asked a question."),
    "complaint:answered": _l("The question was answered."),
    "complaint:lapsed": _l("The time to answer is over."),
    "complaint:assigned": _l("The complaint was assigned to an office."),
    "complaint:handed_back": _l("The office handed the complaint back."),
    "complaint:accepted": _l("The office began its work."),
    "complaint:claimed": _l("The office says that it is resolved."),
    "complaint:claim_accepted": _l("The district officer accepted the office's claim."),
    "complaint:claim_sent_back": _l("The district officer sent the claim back to the office."),
    "complaint:confirmed": _l("The resident confirmed that it is solved."),
    "complaint:disputed": _l("The resident says that it is not solved."),
    "complaint:reopened": _l("The complaint was opened again."),
    "complaint:declined": _l("The complaint was declined."),
    "complaint:merged": _l("The complaint was merged with another about the same matter."),
    "complaint:unmerged": _l("The complaint was separated again."),
    "complaint:withdrawn": _l("The complaint was withdrawn."),
    "complaint:consent_changed": _l("The consent was changed."),
    "complaint:feedback_given": _l("Feedback was recorded."),
    "complaint:act_noted": _l("Something came too late to change the case; it was kept as a note."),
}
