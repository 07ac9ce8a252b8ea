"""Category help on the phone, measured on the sixty complaints (LANGUAGES.md 3.3)."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from intermediary.directory.publishing import published_directory

COMPLAINTS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "complaints.jsonl")
    .read_text("utf-8")
    .splitlines()
]
SUGGEST = """async ({directory, texts}) => {
  const { CategoryFinder } = await import('/js/lib/categories.js');
  const finder = new CategoryFinder(directory);
  return texts.map((text) => finder.suggest(text));
}"""


@pytest.fixture
def directory(app: Flask) -> Any:
    with app.app_context():
        return json.loads(published_directory("ps"))


def test_the_right_category_is_among_the_three_chips(in_chromium: Any, directory: Any) -> None:
    texts = [complaint["text"] for complaint in COMPLAINTS]
    answers = in_chromium(SUGGEST, {"directory": directory, "texts": texts})
    in_top, exact, first = Counter[str](), Counter[str](), Counter[str]()
    for complaint, chips in zip(COMPLAINTS, answers, strict=True):
        language, wanted = complaint["lang"], complaint["expected_subcategory"]
        assert len(chips) <= 3
        tops = [chip["parent"] or chip["code"] for chip in chips]
        in_top[language] += complaint["expected_category"] in tops
        exact[language] += wanted in [chip["code"] for chip in chips]
        first[language] += bool(chips) and chips[0]["code"] == wanted
    # Measured: 20 20 20, 19 19 17 and 12 16 16 of 20; a little below, so that a loss shows.
    for language, least_top, least_exact, least_first in (
        ("ps", 19, 18, 11), ("ur", 19, 18, 15), ("en", 19, 16, 15),
    ):  # fmt: skip
        assert in_top[language] >= least_top
        assert exact[language] >= least_exact
        assert first[language] >= least_first


def test_words_without_a_subject_suggest_nothing(in_chromium: Any, directory: Any) -> None:
    texts = ["", "   ", "د په او", "the a an of", "مہربانی کریں", "12345"]
    assert in_chromium(SUGGEST, {"directory": directory, "texts": texts}) == [[]] * len(texts)


def test_a_chip_has_a_name_in_the_language_of_the_page(in_chromium: Any, directory: Any) -> None:
    texts = ["wrong injection", "غلط انجکشن"]
    for chips in in_chromium(SUGGEST, {"directory": directory, "texts": texts}):
        assert chips[0] == {
            "code": "HEALTH_NEGLIGENCE",
            "name": "غلط علاج یا غفلت",
            "parent": "HEALTH",
        }
