"""Cleaning and folding of Pashto, Urdu and English text."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intermediary.core.text import TextTooLong, ascii_digits, clean_text, fold

COMPLAINTS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "complaints.jsonl")
    .read_text("utf-8")
    .splitlines()
]
BAD_TEXT = json.loads((Path(__file__).parents[1] / "data" / "bad_text.json").read_text("utf-8"))

SAME_KEY = [
    ("ښوونځی", "ښوونځي"),
    ("کلي", "کلی"),
    ("کلی", "كلى"),
    ("سړے", "سړی"),
    ("شکایت", "شكايت"),
    ("شکایت", "شــکایت"),
    ("شکایت", "ﺷﻜﺎﻳﺖ"),
    ("اُردو", "اردو"),
    ("مدرسہ", "مدرسه"),
    ("گھر", "گهر"),
    ("گہر", "گھر"),
    ("ډاکټر", "ڈاکٹر"),
    ("سړک", "سڑک"),
    ("بنوں", "بنون"),
    ("ګوره", "گوره"),
    ("جگہ\u200cجگہ", "جگہ جگہ"),
    ("آب", "اب"),
    ("مؤمن", "مومن"),
    ("۱۵ ورځې", "15 ورځې"),
    ("٢٠١٥", "2015"),
    ("بجلی، پانی", "بجلی پانی"),
    ("کیوں؟", "کیوں"),
    ("Karak", "KARAK"),
    ("ＫＡＲＡＫ", "karak"),
    ("school-building", "School building"),
    ("هغۀ", "هغه"),
    ("ه\u0654", "ۀ"),
    ("ئې", "ېې"),
    ("\u202bنوم\u202c", "نوم"),
    ("پېښور\u200f", "پېښور"),
]
DIFFERENT_KEY = [("ښ", "ش"), ("ځ", "ج"), ("څ", "چ"), ("پل", "بل"), ("غل", "عل")]


@pytest.mark.parametrize(("one", "other"), SAME_KEY)
def test_the_same_word_from_two_keyboards_has_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT_KEY)
def test_different_letters_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(max_examples=400)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=400)
@given(st.text())
def test_cleaning_twice_changes_nothing_and_gives_nfc(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=[c["id"] for c in COMPLAINTS])
def test_a_residents_words_survive_cleaning(complaint: dict[str, str]) -> None:
    assert clean_text(complaint["text"]) == unicodedata.normalize("NFC", complaint["text"])
    assert fold(fold(complaint["text"])) == fold(complaint["text"])


@pytest.mark.parametrize("bad", BAD_TEXT, ids=[bad["name"] for bad in BAD_TEXT])
def test_invisible_and_dangerous_characters_are_dropped(bad: dict[str, str]) -> None:
    assert clean_text(bad["typed"]) == bad["kept"]


def test_a_tower_of_marks_is_cut_to_five() -> None:
    assert clean_text("a" + "\u0301" * 500) == "\u00e1" + "\u0301" * 5


def test_length_is_counted_after_cleaning() -> None:
    assert clean_text("\u200b" * 100 + "abc", max_length=3) == "abc"
    with pytest.raises(TextTooLong):
        clean_text("e\u0301" * 4, max_length=3)


def test_digits_of_every_keyboard_become_ascii() -> None:
    assert ascii_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩") == "0123456789 0123456789"


def test_a_million_characters_are_cleaned_without_trouble() -> None:
    assert len(clean_text("شکایت " * 200_000)) == 1_199_999


def test_the_phone_makes_the_same_keys_as_the_server(in_chromium: Any) -> None:
    texts = [complaint["text"] for complaint in COMPLAINTS]
    texts += [word for pair in (*SAME_KEY, *DIFFERENT_KEY) for word in pair]
    texts += ["İSTANBUL Straße ΣΑΣ ﷺ ½ ①", "a\u202eb\u00ad\u034fc", "e\u0301é", "𝐊𝐚𝐫𝐚𝐤 🎉", ""]
    script = """async (texts) => {
      const { fold, asciiDigits } = await import('/js/lib/fold.js');
      return texts.map((text) => [fold(text), asciiDigits(text)]);
    }"""
    assert in_chromium(script, texts) == [[fold(text), ascii_digits(text)] for text in texts]
