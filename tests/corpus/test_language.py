import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.language import LANGUAGES, detect_language, names_no_language

ITALIAN = [
    "Perché OpenAI ha scelto Cerebras?",
    "Quanto vale l'accordo tra OpenAI e Cerebras?",
    "Cos'è Stargate",
    "Dov’è il campus di Abilene?",
    "Chi ha finanziato xAI?",
    "E quanto consuma?",
    "ultime notizie ai",
    "Accordo Nvidia-Intel",
    "Il settore IT italiano e AI Act",
    "PERCHÉ OPENAI HA SCELTO CEREBRAS?",
    "La domanda di energia dei data center raddoppia.",
    "Nell'ultimo trimestre, 3 miliardi",
]
ENGLISH = [
    "Why did OpenAI choose Cerebras?",
    "How much is the deal worth?",
    "What's Stargate",
    "Who'd buy Nvidia?",
    "I'd buy Nvidia shares",
    "And Meta?",
    "latest ai news",
    "Nvidia AI chips",
    "List all chips Nvidia announced",
    "Did the IT sector grow?",
    "Compare TPU 8t and Trainium3",
    "WHY DID OPENAI CHOOSE CEREBRAS?",
    "Does Dell sell all AI servers?",
]


@pytest.mark.parametrize("text", ITALIAN)
@pytest.mark.parametrize("default", LANGUAGES)
def test_italian_is_detected_whatever_the_default(text: str, default: str) -> None:
    assert detect_language(text, default) == "it"


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("default", LANGUAGES)
def test_english_is_detected_whatever_the_default(text: str, default: str) -> None:
    assert detect_language(text, default) == "en"


@pytest.mark.parametrize("text", ["", "???", "750 MW", "OpenAI Cerebras", "\n\t"])
@pytest.mark.parametrize("default", LANGUAGES)
def test_text_that_tells_nothing_is_in_the_default_language(text: str, default: str) -> None:
    assert detect_language(text, default) == default


def test_the_default_is_english_unless_said() -> None:
    assert detect_language("OpenAI") == "en"


def test_names_of_companies_do_not_outvote_the_sentence() -> None:
    text = "Dell, HPE and Lenovo sell AI servers; Nvidia's chips are in all of them."
    assert detect_language(text, "it") == "en"
    text = "I server per l'AI di Dell, HPE e Lenovo montano i chip di The Trade Desk."
    assert detect_language(text, "en") == "it"


def test_a_long_text_is_judged_by_its_beginning() -> None:
    italian, english = "La rete è satura e il governo non decide. ", "The grid is full. "
    assert detect_language(italian * 200 + english * 5000) == "it"
    assert detect_language(english * 400 + italian * 5000) == "en"


@pytest.mark.parametrize(
    "text", ["Stargate Abilene", "OpenAI Cerebras?", "Nvidia AI", "Dell", "750 MW", "???", ""]
)
def test_names_and_figures_alone_name_no_language(text: str) -> None:
    assert names_no_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "Perché?",
        "Who?",
        "In Italia?",
        "E Meta?",
        "chip Nvidia",
        "L'Nvidia",
        "The Stargate",
        "WHY DID OPENAI CHOOSE CEREBRAS?",
    ],
)
def test_a_question_with_an_ordinary_word_names_its_language(text: str) -> None:
    assert not names_no_language(text)


@settings(deadline=None)
@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_has_a_language(text: str, default: str) -> None:
    assert detect_language(text, default) in LANGUAGES
    assert names_no_language(text) in (True, False)
