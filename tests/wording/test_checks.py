"""The checks of a translation: each one, hostile texts, and what passes does no harm."""

import re
import unicodedata

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from intermediary.core.languages import LANGUAGES
from intermediary.core.placeholders import fill, fills_in
from intermediary.wording.checks import BIDI, check, errors_of
from intermediary.wording.explanations import EXPLANATIONS, explain
from intermediary.wording.messages import sentences

ONE = ("%(done)s of %(total)d slips are <b>here</b>.",)
TWO = ("%(num)d slip of %(name)s", "%(num)d slips of %(name)s")

ERRORS = [
    ("Save", "", "empty"),
    ("Save", "  ", "empty"),
    ("Save", "…", "empty"),
    ("Hello %(name)s", "سلام", "placeholder-missing"),
    ("Hello %(name)s", "سلام %(nam)s", "placeholder-missing"),
    ("Hello %(name)s", "سلام %(name)d", "placeholder-extra"),
    ("Hello %(name)s", "%(name)s %(name)s سلام", "placeholder-extra"),
    ("Hello", "سلام %(name)s", "placeholder-extra"),
    ("Only here", "یوازې ۱۰۰% دلته", "percent"),
    ("Hello", "%s", "percent"),
    ("Hello %(name)s", "%(name)50000000s سلام", "percent"),
    ("Hello %(name)s", "سلام %%(name)s", "percent"),
    ("Hello %(name)s", "%(name) s سلام", "percent"),
    ("Save {x}", "خوندي {y}", "braces"),
    ("Save", "خوندي {", "braces"),
    ("Save", "{{ 7*7 }} خوندي", "braces"),
    ("Save", "<script>alert(1)</script>", "markup"),
    ("Save", "<script src=x", "markup"),
    ("Save", "خوندي &amp; بند", "markup"),
    ("Save", 'خوندي " x', "markup"),
    ("A < B here", "A > B دلته", "markup"),
    ("<b>Take</b> care", "<i>پام</i> وکړئ", "markup"),
    ("Call", "ز\u202eنګ", "bidi"),
    ("Call", "زنګ\u200f", "bidi"),
    ("Call", "ز\u200bنګ", "invisible"),
    ("Call", "ز\u00adنګ", "invisible"),
    ("Call", "ز\tنګ", "invisible"),
    ("Call", "زنګ\x00", "invisible"),
    ("Call", "زن\ud800ګ", "invisible"),
    ("Call", "زنګ\ufeff", "invisible"),
    ("Call", "ﺷﻜﺎﻳﺖ", "presentation"),
    ("Call", "\ufdfa", "presentation"),
    ("Call", "ز" * 41, "too-long"),
    ("Call", "ز\nګ", "newline"),
]
WARNINGS = [
    ("Saved.", "خوندي شو", "end-mark", "ps"),
    ("Who is it?", "څوک دی.", "end-mark", "ps"),
    ("Save this", "دا  خوندي کړئ", "spaces", "ps"),
    ("Save this now", "دا اوس سمدستي او په بیړه خوندي کړئ", "long", "ps"),
    ("Within 15 days", "په ۱۶ ورځو کې", "numbers", "ps"),
    ("Come, please", "راشئ, مهرباني", "latin-marks", "ps"),
    ("Complaint", "شــکایت", "tatweel", "ps"),
    ("Complaint", "شکایت ہے", "letters", "ps"),
    ("Complaint", "شکایت ښه", "letters", "ur"),
    ("Complaint", "شكايت", "letters", "ur"),
    ("Sync", "Sync", "unchanged", "ps"),
]
FINE = [
    (("Within 15 days",), ("په ۱۵ ورځو کې",), "ps"),
    (("Are you sure?",), ("ډاډه یئ؟",), "ps"),
    (("100%% here",), ("۱۰۰%% دلته",), "ps"),
    (("%(num)d day", "%(num)d days"), ("یوه ورځ", "%(num)d ورځې"), "ps"),
    (("One day", "%(num)d days"), ("%(num)d ورځ", "%(num)d ورځې"), "ps"),
    (("%(a)s and %(b)s",), ("%(b)s او %(a)s",), "ps"),
    (("Village place",), ("کلی\u200cځای",), "ps"),
    (("<b>Take</b> care",), ("<b>پام</b> وکړئ",), "ps"),
    (("OK",), ("سمه ده، همداسې وکړئ",), "ps"),
]


@pytest.mark.parametrize(("english", "string", "code"), ERRORS)
def test_a_harmful_text_is_refused(english: str, string: str, code: str) -> None:
    assert code in {finding.code for finding in errors_of((english,), (string,), "ps")}


@pytest.mark.parametrize(("english", "string", "code", "language"), WARNINGS)
def test_a_doubtful_text_gets_a_remark(english: str, string: str, code: str, language: str) -> None:
    findings = check((english,), (string,), language)
    assert code in {finding.code for finding in findings}
    assert {finding.level for finding in findings} == {"warning"}


@pytest.mark.parametrize(("english", "strings", "language"), FINE)
def test_a_good_text_passes(
    english: tuple[str, ...], strings: tuple[str, ...], language: str
) -> None:
    assert check(english, strings, language) == []


def test_both_forms_are_needed_and_each_is_named() -> None:
    assert [f.code for f in check(TWO, ("%(name)s",), "ps")] == ["forms"]
    assert [f.code for f in check(("One",), ("x", "y"), "ps")] == ["forms"]
    findings = errors_of(TWO, ("د %(name)s پرچه", "د %(name)s پرچې"), "ps")
    assert [(f.code, f.form, f.detail) for f in findings] == [("placeholder-missing", 1, "%(num)d")]


def test_every_finding_is_said_in_a_sentence(app: Flask) -> None:
    codes = {code for _english, _string, code in ERRORS} | {row[2] for row in WARNINGS} | {"forms"}
    assert set(EXPLANATIONS) == codes
    with app.test_request_context():
        for english, string, _code in ERRORS:
            for finding in check((english,), (string,), "ps"):
                assert "%(" not in explain(finding).replace(finding.detail, "")


def test_the_english_of_the_product_breaks_no_rule() -> None:
    for sentence in sentences().values():
        assert errors_of(sentence.forms, sentence.forms, "en") == []
        assert all(fills_in(sentence.msgid, form) for form in sentence.forms)


PIECES = st.lists(
    st.one_of(
        st.sampled_from([
            "%(done)s", "%(total)d", "%(num)d", "%(name)s", "%", "%%", "%(", ")s", "(", "s", "5",
            "<b>", "</b>", "<", ">", "&", '"', "script", "\u202e", "\u200f", "\u200c", "{", "}",
            "\n", "\r", "\t", "\x00", " ", ".", "ﷺ", "ښ", "سلام",
        ]),
        st.text(max_size=4),
    ),
    max_size=9,
).map("".join)  # fmt: skip
TAG = re.compile(r"<[^>]*>?")


@settings(max_examples=1500, deadline=None)
@given(PIECES, st.sampled_from(sorted(LANGUAGES)))
def test_whatever_passes_fills_in_and_carries_no_tag_of_its_own(string: str, language: str) -> None:
    for candidate in (string, f"%(done)s %(total)d <b>{string}</b>"):
        if errors_of(ONE, (candidate,), language):
            continue
        filled = fill(candidate, {"done": "x", "total": 7})
        assert fills_in(ONE[0], candidate)
        assert TAG.findall(filled) == ["<b>", "</b>"]
        assert not BIDI & set(filled)
        assert len(filled) <= 3 * len(ONE[0])


@settings(max_examples=1500, deadline=None)
@given(PIECES, PIECES, st.sampled_from(sorted(LANGUAGES)))
def test_whatever_passes_in_both_forms_fills_in(first: str, second: str, language: str) -> None:
    strings = (f"%(name)s {first}", f"%(num)d %(name)s {second}")
    findings = check(TWO, strings, language)
    assert findings == sorted(findings, key=lambda finding: finding.level)
    if any(finding.level == "error" for finding in findings):
        return
    for number, string in zip((1, 5), strings, strict=True):
        assert fills_in(TWO[0], string)
        filled = fill(string, {"num": number, "name": "x"})
        assert not set(filled) & set("<>&")
        assert unicodedata.normalize("NFC", filled).strip()
