from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from index.passage import Filters, Passage, day_number


def test_a_passage_is_named_by_its_article_and_number() -> None:
    assert Passage("a.b#c", 12, "", 0, 0, "", "it", ()).key == "a.b#c#12"


def test_days_can_be_compared_as_numbers_and_an_unknown_one_is_before_all() -> None:
    days = [None, date.min, date(2025, 12, 31), date(2026, 1, 1), date.max]
    numbers = [day_number(day) for day in days]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0


def test_filters_let_everything_through_unless_told_and_do_not_change() -> None:
    filters = Filters()
    assert (filters.language, filters.since, filters.until, filters.outlet) == ("", None, None, "")
    with pytest.raises(FrozenInstanceError):
        filters.language = "it"  # type: ignore[misc]
