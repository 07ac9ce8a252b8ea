"""What the teacher's app costs a prepaid data plan (UI.md 5); a villager's teacher pays for it."""

from pathlib import Path

import pytest

from tests.bench.wire import Wire, measure_wire

KILOBYTE = 1000


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Wire:
    folder: Path = tmp_path_factory.mktemp("wire")
    return measure_wire(folder)


def test_a_first_visit_in_one_language_stays_below_sixty_kilobytes(wire: Wire) -> None:
    assert wire.first_bytes <= 60 * KILOBYTE


def test_a_first_visit_takes_at_most_thirty_answers(wire: Wire) -> None:
    assert wire.first_answers <= 30
    assert wire.all_answers <= 30


def test_all_three_languages_are_ready_below_a_hundred_and_fifty_kilobytes(wire: Wire) -> None:
    assert wire.all_bytes <= 150 * KILOBYTE


def test_a_text_complaint_costs_at_most_five_kilobytes(wire: Wire) -> None:
    assert wire.complaint_bytes <= 5 * KILOBYTE
