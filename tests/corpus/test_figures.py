from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.figures import MONTH_NAMES, Figure, find_figures, missing_figures

G, M, K = 10**9, 10**6, 10**3
TWELVE_BILLION_DOLLARS = [
    ("en", "$12bn"),
    ("en", "$12 billion"),
    ("en", "US$12B"),
    ("en", "12 billion US dollars"),
    ("en", "a 12-billion-dollar deal"),
    ("en", "twelve billion dollars"),
    ("en", "$12,000 million"),
    ("en", "$12,000,000,000"),
    ("it", "12 miliardi di dollari"),
    ("it", "12 mld $"),
    ("it", "dodici miliardi di dollari"),
    ("it", "12.000 milioni di dollari"),
    ("it", "12mila milioni di dollari"),
    ("it", "12.000.000.000 di dollari"),
    ("it", "12\u202f000\u202f000\u202f000 dollari"),
]


def only(text: str, language: str) -> Figure:
    found = find_figures(text, language)
    assert len(found) == 1, [text[figure.start : figure.end] for figure in found]
    return found[0]


def values(text: str, language: str) -> list[tuple[Decimal, str]]:
    return [(figure.value, figure.unit) for figure in find_figures(text, language)]


@pytest.mark.parametrize(("language", "text"), TWELVE_BILLION_DOLLARS)
def test_one_amount_is_one_figure_however_it_is_written(language: str, text: str) -> None:
    figure = only(text, language)
    assert (figure.value, figure.unit) == (12 * G, "USD")


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "750 MW", 750 * M, "W"),
        ("en", "0.75 GW", 750 * M, "W"),
        ("it", "0,75 gigawatt", 750 * M, "W"),
        ("en", "2-GW campus", 2 * G, "W"),
        ("en", "2GW", 2 * G, "W"),
        ("en", "100 mw", 100 * M, "W"),
        ("it", "un gigawatt", G, "W"),
        ("en", "five hundred megawatts", 500 * M, "W"),
        ("it", "11 TWh", 11 * 10**12, "Wh"),
        ("it", "11 terawattora", 11 * 10**12, "Wh"),
        ("en", "11 terawatt-hours", 11 * 10**12, "Wh"),
        ("en", "11 terawatt hours", 11 * 10**12, "Wh"),
        ("en", "an 11-terawatt-hour year", 11 * 10**12, "Wh"),
        ("en", "21 PB/s", 21 * 10**15, "B/s"),
        ("en", "21 petabytes per second", 21 * 10**15, "B/s"),
        ("it", "21 petabyte al secondo", 21 * 10**15, "B/s"),
        ("en", "8 gigabits per second", 8 * G, "b/s"),
        ("it", "8 Gb/s", 8 * G, "b/s"),
        ("en", "8 Gbps", 8 * G, "b/s"),
        ("en", "192 GB of memory", 192 * G, "B"),
        ("en", "2.9 exaflops", Decimal("2.9e18"), "FLOPS"),
        ("en", "160 exaFLOPS", 160 * 10**18, "FLOPS"),
        ("it", "il 12,5 per cento", Decimal("12.5"), "%"),
        ("it", "12,5 percento", Decimal("12.5"), "%"),
        ("en", "12.5%", Decimal("12.5"), "%"),
        ("en", "12.5 percent", Decimal("12.5"), "%"),
        ("en", "a 5-nanometre process", 5, "nm"),
        ("it", "3 nm", 3, "nm"),
        ("it", "40 chilometri", 40, "km"),
        ("it", "500 €", 500, "EUR"),
        ("it", "€1,5 miliardi", Decimal("1.5e9"), "EUR"),
        ("it", "1,5 miliardi di euro", Decimal("1.5e9"), "EUR"),
        ("en", "£2m", 2 * M, "GBP"),
        ("en", "2 million pounds", 2 * M, "GBP"),
        ("en", "300 yuan", 300, "CNY"),
        ("it", "500 miliardi di yen", 500 * G, "JPY"),
        ("en", "900,000 cores", 900 * K, ""),
        ("it", "900.000 core", 900 * K, ""),
        ("it", "900mila core", 900 * K, ""),
        ("en", "1,234,567.89", Decimal("1234567.89"), ""),
        ("it", "1.234.567,89", Decimal("1234567.89"), ""),
        ("en", "46.225", Decimal("46.225"), ""),
        ("it", "46,225", Decimal("46.225"), ""),
        ("it", "2.5", Decimal("2.5"), ""),
        ("en", "2,5", Decimal("2.5"), ""),
        ("en", "4 trillion transistors", 4 * 10**12, ""),
        ("it", "4.000 miliardi di transistor", 4 * 10**12, ""),
        ("it", "quattromila miliardi di transistor", 4 * 10**12, ""),
        ("en", "600 quadrillion operations", 600 * 10**15, ""),
        ("it", "600 milioni di miliardi di operazioni", 600 * 10**15, ""),
        ("en", "half a billion dollars", G // 2, "USD"),
        ("it", "mezzo miliardo di dollari", G // 2, "USD"),
        ("en", "two and a half billion dollars", 5 * G // 2, "USD"),
        ("it", "due miliardi e mezzo di dollari", 5 * G // 2, "USD"),
        ("it", "un miliardo e mezzo di euro", 3 * G // 2, "EUR"),
        ("en", "two hundred million users", 200 * M, ""),
        ("en", "forty-two", 42, ""),
        ("it", "ventuno", 21, ""),
        ("it", "ventitré", 23, ""),
        ("it", "trentotto", 38, ""),
        ("it", "centocinquanta", 150, ""),
        ("it", "duemila", 2000, ""),
        ("it", "duecentomila GPU", 200 * K, ""),
        ("it", "mille", 1000, ""),
        ("en", "a hundred", 100, ""),
        ("en", "in mid-2027", 2027, ""),
        ("en", "a 20-year contract", 20, ""),
        ("en", "200,000-GPU cluster", 200 * K, ""),
    ],
)
def test_figure_is_read_in_base_units(
    language: str, text: str, value: Decimal | int, unit: str
) -> None:
    figure = only(text, language)
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("it", "14 gennaio 2026", (2026, 1, 14)),
        ("it", "il 14 gennaio del 2026", (2026, 1, 14)),
        ("it", "1° gennaio 2026", (2026, 1, 1)),
        ("it", "primo gennaio 2026", (2026, 1, 1)),
        ("it", "l'11 marzo", (None, 3, 11)),
        ("it", "nel maggio 2026", (2026, 5, None)),
        ("en", "14 January 2026", (2026, 1, 14)),
        ("en", "January 14, 2026", (2026, 1, 14)),
        ("en", "Jan. 14, 2026", (2026, 1, 14)),
        ("en", "Sept. 14, 2026", (2026, 9, 14)),
        ("en", "the 14th of January", (None, 1, 14)),
        ("en", "May 2026", (2026, 5, None)),
        ("en", "what happened on 3 may 2026", (2026, 5, 3)),
        ("en", "2026-01-14", (2026, 1, 14)),
    ],
)
def test_date_is_read_as_far_as_it_is_written(
    language: str, text: str, date: tuple[int | None, int | None, int | None]
) -> None:
    figure = only(text, language)
    assert (figure.unit, figure.date, figure.value) == ("date", date, 0)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known(language: str, number: int) -> None:
    text = f"3 {MONTH_NAMES[language][number - 1]} 2026"
    assert only(text, language).date == (2026, number, 3)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "$115-125 billion", [(115 * G, "USD"), (125 * G, "")]),
        ("en", "$115bn to $125bn", [(115 * G, "USD"), (125 * G, "USD")]),
        ("it", "115-125 miliardi di dollari", [(115 * G, "USD"), (125 * G, "USD")]),
        ("it", "tra i 115 e i 125 miliardi di euro", [(115 * G, "EUR"), (125 * G, "EUR")]),
        ("en", "between 115 and 125 billion", [(115 * G, ""), (125 * G, "")]),
        ("en", "from 28 to 50 megawatts", [(28 * M, "W"), (50 * M, "W")]),
        ("it", "da 28 a 50 megawatt", [(28 * M, "W"), (50 * M, "W")]),
        ("it", "dal 36 al 38%", [(36, "%"), (38, "%")]),
        ("en", "36–38%", [(36, "%"), (38, "%")]),
        ("en", "two to three billion", [(2 * G, ""), (3 * G, "")]),
        (
            "it",
            "da 115-135 a 125-145 dollari",
            [(115, "USD"), (135, "USD"), (125, "USD"), (145, "USD")],
        ),
    ],
)
def test_first_number_of_a_range_has_the_unit_of_the_second(
    language: str, text: str, expected: list[tuple[int, str]]
) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "by 2028 to 5 GW", [(2028, ""), (5 * G, "W")]),
        ("it", "nel 2026 a 5 GW", [(2026, ""), (5 * G, "W")]),
        ("en", "5 sites and 6 GW", [(5, ""), (6 * G, "W")]),
        ("en", "phases 5 and 6 GW", [(5, ""), (6 * G, "W")]),
        ("it", "da 6,1 TB/s del 300 a 27,6 TB/s", [
            (Decimal("6.1e12"), "B/s"), (300, ""), (Decimal("27.6e12"), "B/s"),
        ]),
        ("en", "15 MW to 20 GW", [(15 * M, "W"), (20 * G, "W")]),
        ("en", "from 10 to a million", [(10, ""), (M, "")]),
        ("en", "100 to 200", [(100, ""), (200, "")]),
    ],
)  # fmt: skip
def test_numbers_side_by_side_are_no_range(
    language: str, text: str, expected: list[tuple[Decimal, str]]
) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "GPT-5",
        "GPT-5.5",
        "H100",
        "Q1",
        "WSE-3",
        "CS-3",
        "GB200 NVL72",
        "v6.0",
        "Llama3.1",
        "N3P",
        "4NP",
        "3D",
        "18A",
        "HBM3e",
        "IT4LIA",
        "CO2",
        "57th",
        "one",
        "uno",
        "zero",
        "an",
        "half a",
        "the first",
    ],
)
def test_digits_of_a_name_and_vague_words_are_no_figure(name: str, language: str) -> None:
    assert find_figures(f"about {name} chips", language) == []


def test_number_words_are_those_of_the_language() -> None:
    assert find_figures("The power is due in Otto and Venti.", "en") == []
    assert find_figures("Il gruppo Ten e il marchio Six", "it") == []
    assert values("due impianti", "it") == [(2, "")]
    assert values("six plants", "en") == [(6, "")]


def test_may_and_march_are_verbs_where_they_must_be() -> None:
    assert values("Of the 10 may be 3 or so march 5 abreast.", "en") == [
        (10, ""), (3, ""), (5, ""),
    ]  # fmt: skip
    assert only("On 10 May it closed.", "en").date == (None, 5, 10)


def test_impossible_dates_are_mere_numbers() -> None:
    assert [figure.unit for figure in find_figures("32 gennaio, 2026-13-01", "it")] == [""] * 4


def test_figures_of_a_sentence_come_in_order_and_as_written() -> None:
    text = "Il 14 gennaio 2026 OpenAI ha comprato 750 MW da Cerebras per 10 miliardi di dollari."
    found = find_figures(text, "it")
    assert [text[figure.start : figure.end] for figure in found] == [
        "14 gennaio 2026",
        "750 MW",
        "10 miliardi di dollari",
    ]
    assert not any(figure.in_words for figure in found)


def test_full_stop_after_a_date_is_not_part_of_it() -> None:
    text = "It opened on 14 January. Then it closed on Jan. 20."
    found = find_figures(text, "en")
    assert [text[figure.start : figure.end] for figure in found] == ["14 January", "Jan. 20"]


@pytest.mark.parametrize(
    ("text", "language", "in_words"),
    [("twelve billion", "en", True), ("12 billion", "en", False), ("dodici", "it", True)],
)
def test_figure_knows_whether_it_was_written_in_words(
    text: str, language: str, in_words: bool
) -> None:
    assert only(text, language).in_words is in_words


def test_an_unknown_language_is_read_as_english() -> None:
    assert values("1,000 chips", "fr") == values("1,000 chips", "en") == [(1000, "")]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("750 MW", "0.75 GW", True),
        ("750 MW", "750 MWh", False),
        ("750 MW", "751 MW", False),
        ("$10bn", "€10bn", False),
        ("$10bn", "10 billion", True),
        ("28 dollars", "28", True),
        ("28 MW", "28", False),
        ("1.0", "1", True),
        ("14 January 2026", "January 14", True),
        ("14 January 2026", "January 2026", True),
        ("14 January 2026", "15 January 2026", False),
        ("14 January 2026", "14 January 2025", False),
        ("14 January 2026", "2026", True),
        ("14 January", "2026", False),
        ("14 January 2026", "2026 dollars", False),
        ("14 January 2026", "14", False),
    ],
)
def test_figures_agree_as_far_as_both_say_something(one: str, other: str, agree: bool) -> None:
    first, second = only(one, "en"), only(other, "en")
    assert first.agrees_with(second) is agree
    assert second.agrees_with(first) is agree


def test_missing_figures_are_those_nobody_agrees_with() -> None:
    said = find_figures("OpenAI buys 750 MW for $20bn on 14 January 2026.", "en")
    source = find_figures("Il 14 gennaio OpenAI ha comprato 0,75 GW per 10 miliardi.", "it")
    assert [figure.value for figure in missing_figures(said, source)] == [20 * G]
    assert missing_figures(said, said) == []
    assert missing_figures(said, []) == said
    assert missing_figures([], source) == []


def test_absurdly_long_numbers_are_passed_over() -> None:
    text = "9" * 1_100_000 + " billion"
    assert find_figures(text, "en") == []


PIECES = """
12 7.5 1.000 1,000.5 ½ ٣ $ € £ % - – . , ° US di of e a and to da tra mezzo half un one sei duemila
hundred thousand mila million miliardi bn k m b t MW gigawatt GB/s petabit al secondo January may
gennaio marzo 2026 1999 2026-01-14 2026-99-99 31 32 00 ſept K ı İ GPT-5 v6.0 mid- primo per cento
percent é e\u0301 ¼ ² 〇 𝟙𝟚
"""
SPACES = ["\n", "\u00a0", "\u202f"]
PROSE = st.lists(st.sampled_from(PIECES.split() + SPACES))


@settings(deadline=None)
@given(
    st.one_of(st.text(), PROSE.map(" ".join), PROSE.map("".join)),
    st.sampled_from(["it", "en", "de", ""]),
)
@example("ſeptember 2026", "en")
@example("5 poundſ", "en")
@example("3 mıllıon Kw", "en")
@example("10 GİGAWATT", "it")
def test_any_text_is_read_and_offsets_hold(text: str, language: str) -> None:
    found = find_figures(text, language)
    for figure in found:
        assert 0 <= figure.start < figure.end <= len(text)
        written = text[figure.start : figure.end]
        assert written == written.strip()
        assert (figure.unit == "date") == (figure.date is not None)
        assert figure.value.is_finite()
        assert figure.value >= 0
        assert figure.agrees_with(figure)
        assert find_figures(written, language)
    for one, other in pairwise(found):
        assert one.end <= other.start


@settings(deadline=None)
@given(st.integers(0, 10**12), st.sampled_from(["it", "en"]))
def test_grouped_digits_are_read_back_in_either_language(number: int, language: str) -> None:
    grouped = f"{number:,}" if language == "en" else f"{number:,}".replace(",", ".")
    assert [figure.value for figure in find_figures(grouped, language)] == [number]


@settings(deadline=None)
@given(st.dates(), st.sampled_from(["it", "en"]))
def test_dates_are_read_back_in_either_language(date, language) -> None:  # type: ignore[no-untyped-def]
    date = date.replace(year=1900 + date.year % 200)
    text = f"{date.day} {MONTH_NAMES[language][date.month - 1]} {date.year}"
    assert only(text, language).date == (date.year, date.month, date.day)
    assert only(date.isoformat(), language).date == (date.year, date.month, date.day)
